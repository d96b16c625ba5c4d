"""`settlebook import-settlement`: brings settlement in from elsewhere, and says what is not proven."""

import json
from pathlib import Path
from typing import Annotated

import typer

from settlebook.cli.asking.options import AsJson
from settlebook.cli.failures import REFUSED
from settlebook.cli.session import opened_to_record
from settlebook.cli.showing.output import notice, print_json, print_table
from settlebook.cli.showing.progress import progress_bars
from settlebook.domain.currency import shorten
from settlebook.exporting.whole_files import whole_file
from settlebook.importing.settlement.doubts import MEANING
from settlebook.importing.settlement.importer import import_settlement
from settlebook.importing.settlement.report import Fate, Report

WIDEST_REASON = 100  # characters in the table; --json and the report have all of it
MOST_REJECTED = 10  # in the table


def import_existing_settlement(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE|FOLDER...", help="Exports, each named for its object.")
    ],
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="Write every row's reason and doubt there, as JSON."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Import settlement that happened elsewhere; safe to run twice. Documents must be in the ledger already.

    Understood are CSV and NDJSON of Payment, PaymentApplication(Item), CreditMemoApplication(Item), Refund,
    RefundApplication(Item), PaymentPart(Item) and CreditMemoPart(Item), and of the older InvoicePayment,
    RefundInvoicePayment, InvoiceItemAdjustment and CreditBalanceAdjustment. Exits 1 if a row was rejected.
    """
    with opened_to_record(context) as ledger, progress_bars() as bar:
        found = import_settlement(ledger, files, bar("Recording"))
    if report is not None:
        with whole_file(report) as file:
            file.write(json.dumps(found.as_json(), indent=2) + "\n")
        notice(f"The whole report is in {report}")
    if as_json:
        print_json(found.as_json())
    else:
        show_report(found)
    if found.rejected:
        raise typer.Exit(REFUSED)


def show_report(found: Report) -> None:
    counted = ("Rows read", "Recorded", "Already there", "Rejected")
    fates = (Fate.RECORDED, Fate.ALREADY_THERE, Fate.REJECTED)
    rows = [
        (name, f"{read:,}", *(f"{found.rows(name, fate):,}" for fate in fates))
        for name, read in sorted(found.read.items())
    ]
    print_table(None, ("Object", *counted), rows, counted)
    if found.rejected:
        reasons = [
            (each.place, each.code, shorten(each.reason, WIDEST_REASON)) for each in found.rejected_in_order
        ]
        print_table(None, ("Rejected", "Because", "Reason"), reasons[:MOST_REJECTED])
    if found.findings:
        doubts = [(f"{count:,}", MEANING[doubt]) for doubt, count in found.doubts.most_common()]
        print_table(None, ("Rows", "What the source cannot prove"), doubts, ("Rows",))
