"""Imports settlement: read and ordered as a whole first, then recorded step by step under keys of its own."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from settlebook import Ledger, Recorded, Request
from settlebook.domain.errors import KeyReused, Refusal
from settlebook.importing.settlement.applications import application_steps
from settlebook.importing.settlement.comparing import compared
from settlebook.importing.settlement.doubts import (
    Findings,
)
from settlebook.importing.settlement.export import Export
from settlebook.importing.settlement.invoices import Invoices
from settlebook.importing.settlement.legacy import legacy_steps
from settlebook.importing.settlement.money_steps import payment_steps, refund_steps
from settlebook.importing.settlement.report import Fate, Report
from settlebook.importing.settlement.rows import Unusable
from settlebook.importing.settlement.snapshots import snapshot_steps
from settlebook.importing.settlement.step import (
    Step,
    in_order,
)
from settlebook.progress import Progress, silent


def import_settlement(ledger: Ledger, paths: Iterable[Path], progress: Progress = silent) -> Report:
    """Import the settlement that the files tell of; documents and accounts are in the ledger already.

    Safe to run twice: what was recorded is counted as there. Files that are cut, damaged or of no known
    object are refused before anything is recorded. A row that cannot be used, or that the ledger refuses, is
    rejected and told; the others are recorded. `progress` is told (steps that have their answer, all steps).
    """
    export, findings = Export.of(paths), Findings()
    steps = in_order(_steps(export, findings, Invoices(ledger)))
    report = Report(read=export.read, findings=findings)
    for done, (step, answer) in enumerate(_sent(ledger, steps), 1):
        _count(report, step, answer)
        progress(done, len(steps))
    for name, place, why in export.unusable:
        report.reject(name, place, why)
    findings.forget({each.place for each in report.rejected})
    findings.extend(compared(export, ledger))
    return report


def _steps(export: Export, findings: Findings, invoices: Invoices) -> Iterator[Step]:
    yield from payment_steps(export, findings)
    yield from application_steps(export, findings)
    yield from refund_steps(export, findings)
    yield from snapshot_steps(export, findings)
    yield from legacy_steps(export, findings, invoices)


def _sent(ledger: Ledger, steps: list[Step]) -> Iterator[tuple[Step, Recorded | Refusal]]:
    requests = (Request(step.command, step.key, limited=False) for step in steps)
    yield from zip(steps, ledger.execute(requests, mode="continue"), strict=True)


def _count(report: Report, step: Step, answer: Recorded | Refusal) -> None:
    if isinstance(answer, Recorded):
        report.commands += not answer.replayed
        report.count(step.rows, Fate.ALREADY_THERE if answer.replayed else Fate.RECORDED)
        return
    why = _why(answer)
    for row in step.rows:
        report.reject(row.of.name, row.place, why)


def _why(refusal: Refusal) -> Unusable:
    if isinstance(refusal, KeyReused):
        reason = f"it was imported before with another content: {refusal.field} differs"
        return Unusable("other_content", reason)
    return Unusable(refusal.code, refusal.message)
