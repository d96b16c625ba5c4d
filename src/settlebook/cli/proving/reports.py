"""What a verification found: as JSON, as a table, as lines of a file; the first offence ends it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from settlebook.audit.report import Check, Offence, Report, Verified
from settlebook.cli.failures import REFUSED
from settlebook.cli.showing.output import as_json as written
from settlebook.cli.showing.output import counted, notice, print_json, print_table, say
from settlebook.cli.showing.safe_text import safe
from settlebook.exporting.whole_files import whole_file

# What is not right, in the words of the last line.
CALLED = {
    "books": "The books are",
    "projections": "The read models are",
    "log": "The log is",
    "seals": "The seals are",
}


def conclude(name: str, report: Report, as_json: bool, file: Path | None) -> None:
    """Show a report, write it to the file asked for, and exit 1 where something is not right."""
    if as_json:
        print_json(report_json(report))
    else:
        show_report(report)
    tell_notes(report)
    if not report.ok:
        notice(f"{CALLED[name]} not right: {report.first_offence}")
    _write(file, report_json(report), report_lines(report))  # last: what was found is told in any case
    if not report.ok:
        raise typer.Exit(REFUSED)


def conclude_all(verified: Verified, as_json: bool, file: Path | None) -> None:
    """The same for several reports, each under the name of what was verified."""
    if as_json:
        print_json(verified_json(verified))
    else:
        for name, report in verified.reports.items():
            show_report(report, name.capitalize())
    for report in verified.reports.values():
        tell_notes(report)
    if not verified.ok:
        notice(f"{_not_right(verified)}. The first offence: {verified.first_offence}")
    _write(file, verified_json(verified), _lines_of_all(verified))
    if not verified.ok:
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
        "notes": report.notes,
    }


def verified_json(verified: Verified) -> dict[str, Any]:
    return {
        "ok": verified.ok,
        "firstOffence": _offence_json(verified.first_offence),
        "reports": {name: report_json(report) for name, report in verified.reports.items()},
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


def show_report(report: Report, title: str | None = None) -> None:
    print_table(title, ("Result", "Check"), [(_result(check), check.sentence) for check in report.checks])
    if report.ok:
        say(_all_hold(report))


def tell_notes(report: Report) -> None:
    for note in report.notes:
        notice(note)


def report_lines(report: Report) -> Iterator[str]:
    """The report as text, a line a check, and below a check that failed its first offence."""
    width = max((len(_result(check)) for check in report.checks), default=0)
    for check in report.checks:
        yield f"{_result(check):{width}}  {check.sentence}"
        if check.first is not None:
            yield f"{'':{width}}  {safe(str(check.first))}"
    yield from report.notes
    yield _all_hold(report) if report.ok else f"Not right: {safe(str(report.first_offence))}"


def _lines_of_all(verified: Verified) -> Iterator[str]:
    for name, report in verified.reports.items():
        yield name.capitalize()
        yield from report_lines(report)
        yield ""
    said = f"{_not_right(verified)}. The first offence: {safe(str(verified.first_offence))}"
    yield "All is right." if verified.ok else said


def _result(check: Check) -> str:
    return "ok" if check.ok else counted(check.offences, "offence")


def _all_hold(report: Report) -> str:
    return (
        f"All {len(report.checks)} checks hold over {report.events:,} events, "
        f"up to position {report.position:,}."
    )


def _not_right(verified: Verified) -> str:
    return f"Not right: {', '.join(verified.failed)}"


def _write(file: Path | None, value: dict[str, Any], lines: Iterator[str]) -> None:
    if file is None:
        return
    text = written(value, indent=2) if file.suffix.lower() == ".json" else "\n".join(lines)
    with whole_file(file) as to:
        to.write(text + "\n")
