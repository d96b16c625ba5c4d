"""`settlebook import`: brings the documents of a file in, and accounts for every line."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer import BadParameter

from settlebook.cli.asking.options import AsJson
from settlebook.cli.failures import REFUSED
from settlebook.cli.session import opened_to_record
from settlebook.cli.showing.output import notice, print_json, print_table
from settlebook.cli.showing.progress import progress_bars
from settlebook.domain.currency import shorten
from settlebook.garbage import seldom_sought
from settlebook.importing.documents import CREATES, Documents
from settlebook.importing.exact import money
from settlebook.importing.formats import Format
from settlebook.importing.importer import import_file
from settlebook.importing.rejects import Place
from settlebook.importing.retail import OnlineRetail
from settlebook.importing.summary import Group, Sum, Summary

WIDEST_EXAMPLE = 100  # characters in the table; --json and the rejects file have all of it


class FormatName(StrEnum):
    ONLINE_RETAIL = "online-retail"
    DOCUMENTS = "documents"


def import_documents(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="Plain or gzip; - is standard input.")],
    format: Annotated[
        FormatName,
        typer.Option(
            "--format", metavar="online-retail|documents", help="CSV of a shop, or NDJSON of documents."
        ),
    ] = FormatName.DOCUMENTS,
    currency: Annotated[
        str, typer.Option("--currency", metavar="CODE", help="The currency of an online-retail file.")
    ] = "GBP",
    rejects: Annotated[
        Path | None,
        typer.Option(
            "--rejects",
            metavar="FILE",
            help="Where rejected lines go. Default: NAME.rejects.csv or .ndjson, here.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Import the documents of a file; safe to run twice.

    The file is read and checked as a whole first: where it is cut or damaged, nothing is imported.
    Exits 1 if any line was rejected.
    """
    chosen: Format = OnlineRetail(currency) if format is FormatName.ONLINE_RETAIL else Documents()
    place = _place(rejects, file, chosen)
    if file != "-" and place.path.exists() and place.path.samefile(file):
        raise BadParameter("it is the file to import", param_hint="--rejects")
    with seldom_sought(), opened_to_record(context) as ledger, progress_bars() as bar:
        summary = import_file(ledger, file, chosen, place, bar("Reading"), bar("Posting"))
    if as_json:
        print_json(summary_json(summary, place.path))
    else:
        show_summary(summary)
    if summary.rejected:
        notice(f"The rejected lines are in {place.path}")
        raise typer.Exit(REFUSED)


def _place(asked: Path | None, file: str, format: Format) -> Place:
    name = "import" if file == "-" else Path(file).name.removesuffix(".gz")
    return Place(asked or Path(f"{name}.rejects.{format.rejects_suffix}"), asked is not None)


def summary_json(summary: Summary, rejects: Path) -> dict[str, Any]:
    return {
        "lines": {
            "read": summary.read,
            "posted": summary.posted,
            "alreadyThere": summary.already_there,
            "rejected": summary.rejected,
        },
        "accountsCreated": summary.accounts_created,
        "documents": [
            {
                "kind": group.kind,
                "status": group.status,
                "currency": group.currency,
                "documents": total.documents,
                "items": total.items,
                "total": money(total.total, group.currency),
            }
            for group, total in _in_order(summary)
        ],
        "rejectedByReason": [
            {"reason": code, "lines": lines, "example": summary.example_of[code]}
            for code, lines in summary.lines_by_reason.most_common()
        ],
        "rejectsFile": str(rejects) if summary.rejected else None,
    }


def _in_order(summary: Summary) -> list[tuple[Group, Sum]]:
    """What asks for money, then what grants it, each by currency."""
    kinds = list(CREATES)
    return sorted(summary.groups.items(), key=lambda entry: (kinds.index(entry[0].kind), entry[0]))


def show_summary(summary: Summary) -> None:
    lines = (summary.read, summary.posted, summary.already_there, summary.rejected)
    columns = ("Lines read", "Posted", "Already there", "Rejected")
    print_table(None, columns, [[f"{count:,}" for count in lines]], columns)
    rows = [
        (
            group.kind,
            group.status,
            f"{total.documents:,}",
            f"{total.items:,}",
            group.currency,
            money(total.total, group.currency),
        )
        for group, total in _in_order(summary)
    ]
    if rows:
        named = ("Kind", "Status", "Documents", "Items", "Currency", "Total")
        print_table(None, named, rows, ("Documents", "Items", "Total"))
    if summary.rejected:
        reasons = [
            (code, f"{lines:,}", shorten(summary.example_of[code], WIDEST_EXAMPLE))
            for code, lines in summary.lines_by_reason.most_common()
        ]
        print_table(None, ("Rejected because", "Lines", "For example"), reasons, ("Lines",))
