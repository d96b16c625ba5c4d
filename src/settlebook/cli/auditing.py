"""`settlebook verify` and `settlebook explain`: are the books right, and why is a balance what it is."""

from typing import Annotated, Any

import typer

from settlebook.audit.explain import Explanation, Step
from settlebook.audit.report import Offence, Report
from settlebook.cli.failures import REFUSED
from settlebook.cli.options import AsJson
from settlebook.cli.output import notice, print_json, print_table, say
from settlebook.cli.progress import progress_bar
from settlebook.cli.session import opened

verify_app = typer.Typer(help="Prove that the ledger is right.", no_args_is_help=True)


@verify_app.callback()
def verify() -> None:
    """Prove that the ledger is right."""


@verify_app.command()
def books(context: typer.Context, as_json: AsJson = False) -> None:
    """Check every invariant over the log and the read models, for every day, source against mirror.

    Exits 1 and names the first offending event when one fails.
    """
    with opened(context) as ledger, progress_bar("Verifying") as progress:
        report = ledger.verify_books(progress)
    if as_json:
        print_json(report_json(report))
    else:
        show_report(report)
    if not report.ok:
        notice(f"The books are not right: {report.first_offence}")
        raise typer.Exit(REFUSED)


def report_json(report: Report) -> dict[str, Any]:
    return {
        "ok": report.ok,
        "position": report.position,
        "events": report.events,
        "firstOffence": _offence_json(report.first_offence),
        "checks": [
            {
                "name": check.name,
                "sentence": check.sentence,
                "ok": check.ok,
                "offences": check.offences,
                "first": _offence_json(check.first),
            }
            for check in report.checks
        ],
    }


def _offence_json(offence: Offence | None) -> dict[str, Any] | None:
    if offence is None:
        return None
    return {
        "position": offence.position,
        "what": offence.what,
        "expected": offence.expected,
        "found": offence.found,
    }


def show_report(report: Report) -> None:
    rows = [("ok" if check.ok else f"{check.offences:,} offences", check.sentence) for check in report.checks]
    print_table(None, ("Result", "Check"), rows)
    if report.ok:
        say(
            f"All {len(report.checks)} checks hold over {report.events:,} events, "
            f"up to position {report.position:,}."
        )


def explain(
    context: typer.Context,
    item: Annotated[
        str,
        typer.Argument(
            metavar="ITEM", help="An item or tax item: INV-7#2, INV-7#2.1, or its id; or a payment."
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Tell how the balance of an item came about: every event that moved it, summing to it."""
    with opened(context) as ledger:
        explanation = ledger.explain(item)
    if as_json:
        print_json(explanation_json(explanation))
    else:
        show_explanation(explanation)


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    return {
        "itemId": explanation.item_id,
        "item": explanation.item,
        "documentKind": explanation.document_kind,
        "currency": explanation.balance.currency,
        "balance": explanation.balance,
        "events": [_step_json(step) for step in explanation.steps],
    }


def _step_json(step: Step) -> dict[str, Any]:
    return {
        "position": step.position,
        "effectiveDate": step.effective_on,
        "recordedAt": step.recorded_at,
        "event": step.event,
        "topic": step.topic,
        "actor": step.actor,
        "amount": step.moved,
        "balance": step.balance,
        "counterpart": step.counterpart,
        "sentence": step.sentence,
        "applicationId": step.application_id,
        "undoes": step.undoes,
        "policy": step.policy.name if step.policy else None,
        "policyVersion": step.policy.version if step.policy else None,
    }


def show_explanation(explanation: Explanation) -> None:
    columns = (
        "Position",
        "Effective",
        "Recorded",
        "Event",
        "What happened",
        "Amount",
        "Balance",
        "Policy",
        "Actor",
        "Application",
    )
    rows = [
        (
            step.position,
            step.effective_on,
            step.recorded_at.strftime("%Y-%m-%d %H:%M:%S"),
            step.event,
            step.sentence,
            step.moved,
            step.balance,
            f"{step.policy.name} {step.policy.version}" if step.policy else None,
            step.actor,
            step.application_id,
        )
        for step in explanation.steps
    ]
    print_table(explanation.item, columns, rows, ("Position", "Amount", "Balance"))
    what = "unapplied" if explanation.document_kind in ("credit_memo", "payment") else "open"
    say(f"{explanation.item}: {explanation.balance} {explanation.balance.currency} {what}.")
