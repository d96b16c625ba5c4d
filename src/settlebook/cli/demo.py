"""`settlebook demo`: the whole of Settlebook on a small sample, from invoices to rebuilt balances."""

import shlex
import sys
from datetime import date
from itertools import count
from pathlib import Path
from shutil import which
from typing import Annotated

import typer
from typer import BadParameter

import settlebook
from settlebook import Answer, Ledger, Mode, Refusal
from settlebook.cli.failures import REFUSED
from settlebook.cli.files.command_lines import LONGEST_LINE, CommandLine, read_lines
from settlebook.cli.files.importing_file import show_summary
from settlebook.cli.files.running import Tally, run
from settlebook.cli.proving.explaining import show_explanation
from settlebook.cli.showing import shapes
from settlebook.cli.showing.looking import print_cells
from settlebook.cli.showing.output import notice, say
from settlebook.cli.showing.progress import progress_bar
from settlebook.cli.showing.shapes import with_taxes
from settlebook.demo import ACCOUNTS, DOCUMENTS, SETTLEMENTS
from settlebook.importing.documents import Documents
from settlebook.importing.importer import import_file
from settlebook.importing.rejects import Place
from settlebook.importing.source import opened as opened_file

DEFAULT_FOLDER = Path("var") / "demo"
END_OF_SAMPLE = date(2026, 3, 31)
INVOICES = ("INV-1005", "INV-1124")  # paid in part and taken back; settled by a credit memo, tax by tax
PAYMENT, MEMO, ITEM = "PAY-1003", "CM-117", "INV-1005#1"


def demo(
    folder: Annotated[
        Path | None,
        typer.Option(
            "--folder",
            metavar="FOLDER",
            help="Where its ledger goes, a new folder. Default: var/demo, or the next free var/demo-N.",
        ),
    ] = None,
) -> None:
    """Show Settlebook at work on a sample: import, settle, look, rebuild, verify.

    It starts in a folder of its own, whatever --database says, every time a fresh one, and deletes nothing.
    """
    place = _fresh(folder)
    with settlebook.open(str(place), ledger="main", actor="demo", notice=notice) as ledger:
        _fill(ledger, place.parent)
        _show(ledger)
        right = _prove(ledger)
    _what_next(place)
    if not right:
        raise typer.Exit(REFUSED)


def _fresh(folder: Path | None) -> Path:
    """A folder that is ours alone: made here, so that two demos at once get two of them."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise BadParameter(f"{folder} is not empty, and the demo deletes nothing", param_hint="--folder")
        return folder
    DEFAULT_FOLDER.parent.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        place = DEFAULT_FOLDER if number == 1 else DEFAULT_FOLDER.with_name(f"{DEFAULT_FOLDER.name}-{number}")
        try:
            place.mkdir()
        except FileExistsError:
            continue
        return place
    raise AssertionError("numbers do not end")


def _fill(ledger: Ledger, place: Path) -> None:
    _heading("Invoices, debit memos and credit memos come in: five currencies, with tax")
    _run(ledger, ACCOUNTS)
    with progress_bar("Importing") as recording:
        rejects = Place(place / "demo.rejects.ndjson", asked_for=False)
        summary = import_file(ledger, str(DOCUMENTS), Documents(), rejects, recording=recording)
    show_summary(summary)
    _heading("Payments, credit memos and refunds settle them, item by item")
    tally = _run(ledger, SETTLEMENTS)
    say(f"{tally.lines} commands were carried out, {tally.refused} of them refused.")


def _run(ledger: Ledger, file: Path) -> Tally:
    def told(line: CommandLine, answer: Answer) -> None:
        if isinstance(answer, Refusal):
            notice(f"Line {line.number} of {file.name}: {answer.message}")

    with progress_bar("Settling") as progress, opened_file(str(file), LONGEST_LINE, progress) as source:
        return run(ledger, read_lines(source), Mode.CONTINUE, told)


def _show(ledger: Ledger) -> None:
    for number in INVOICES:
        invoice = ledger.invoice(number)
        _heading(f"Invoice {number}: {invoice.balance:,f} of {invoice.amount:,f} {invoice.currency} is open")
        print_cells(with_taxes(invoice.items or ()), shapes.ITEMS)
    payment = ledger.payment(PAYMENT)
    _heading(f"Payment {PAYMENT}, {payment.amount:,f} {payment.currency}: its parts, and their items")
    print_cells(ledger.payment_parts(PAYMENT), shapes.PARTS)
    print_cells(ledger.payment_part_items(PAYMENT), shapes.PART_ITEMS)
    _heading(f"Credit memo {MEMO}: which of its items sits on which item")
    print_cells(ledger.credit_memo_part_items(MEMO), shapes.CREDIT_PART_ITEMS)
    _heading(f"Why the balance of {ITEM} is what it is")
    show_explanation(ledger.explain(ITEM))
    _heading(f"What is owed on {END_OF_SAMPLE}, by how long it has been due")
    print_cells(ledger.aging(as_of=END_OF_SAMPLE), shapes.AGING)
    _refuse(ledger)


def _refuse(ledger: Ledger) -> None:
    _heading("What cannot be is refused, with the numbers")
    try:
        ledger.perform(
            "payment.apply", PAYMENT, {"invoices": [{"invoiceNumber": "INV-1005", "amount": "174.85"}]}
        )
    except Refusal as refusal:
        say(refusal.message)


def _prove(ledger: Ledger) -> bool:
    _heading("Everything is built again from the events, and the books are verified")
    with progress_bar("Rebuilding") as progress:
        rebuilt = ledger.rebuild(progress=progress)
    rows = sum(table.rows for table in rebuilt.tables)
    say(
        f"Rebuilt {len(rebuilt.tables)} tables, {rows:,} rows: {rebuilt.differing} differ from the live ones."
    )
    with progress_bar("Verifying") as progress:
        report = ledger.verify_books(progress)
    said = "all hold" if report.ok else f"not all hold: {report.first_offence}"
    say(f"Verified {len(report.checks)} invariants over {report.events:,} events: {said}.")
    return report.ok and not rebuilt.differing


def _heading(text: str) -> None:
    say(f"\n{text}\n{'=' * len(text)}")


def _program() -> str:
    """How this program is called from here: scripts/demo runs one that is not on the path."""
    if which("settlebook"):
        return "settlebook"
    program, here = Path(sys.argv[0]).absolute(), Path.cwd()
    return shlex.quote(str(program.relative_to(here) if program.is_relative_to(here) else program))


def _what_next(place: Path) -> None:
    start = f"{_program()} --database {shlex.quote(str(place))}"
    _heading("Try next")
    for command in (
        "invoice show INV-1006",
        "payment apply PAY-1003 --invoice INV-1005 --item INV-1005#1=74.98",
        "explain INV-1005#1",
        "sql \"select invoicenumber, balance from invoice where currency = 'GBP' order by 2 desc limit 9\"",
        "verify books",
        "--help",
    ):
        say(f"  {start} {command}")
    say(f"\nThe demo can be removed with its folder, {place}.")
