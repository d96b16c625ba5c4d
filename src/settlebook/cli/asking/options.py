"""The options that several commands share, with their help."""

from pathlib import Path
from typing import Annotated

import typer

_JSON_ASKED = "settlebook.json_asked"
_PREVIEW_ASKED = "settlebook.preview_asked"


def json_asked(context: typer.Context) -> bool:
    """Whether the command that ran had --json: who catches its refusal stands outside of it."""
    return bool(context.meta.get(_JSON_ASKED))


def _note_json(context: typer.Context, asked: bool) -> bool:
    context.meta[_JSON_ASKED] = asked
    return asked


def preview_asked(context: typer.Context) -> bool:
    """Whether the command that ran had --preview, which every act has."""
    return bool(context.meta.get(_PREVIEW_ASKED))


def _note_preview(context: typer.Context, asked: bool) -> bool:
    context.meta[_PREVIEW_ASKED] = asked
    return asked


Preview = Annotated[
    bool,
    typer.Option(
        "--preview",
        help="Record nothing: show what it would answer and change, and every reason found against it.",
        callback=_note_preview,
    ),
]


def _named(file: Path | None) -> Path | None:
    """A file that is called - is none."""
    return None if file == Path("-") else file


AsJson = Annotated[
    bool, typer.Option("--json", help="Answer in JSON, for programs; refusals too.", callback=_note_json)
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        metavar="FILE|-",
        callback=_named,
        help="Written whole or not at all. Default, or -: the standard output.",
    ),
]
ReportFile = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help="Write the report there too: as JSON where the name ends in .json, else as text.",
    ),
]
Raw = Annotated[
    bool,
    typer.Option(
        "--raw",
        help="CSV: leave texts that a spreadsheet would take for a formula without the ' before them.",
    ),
]
Body = Annotated[
    str | None,
    typer.Option(
        "--body",
        metavar="JSON",
        help="The request as JSON: itself, a file, or - for standard input. Other options are added to it.",
    ),
]
IdempotencyKey = Annotated[
    str | None,
    typer.Option("--key", metavar="KEY", help="Idempotency key: sent again with it, nothing is done twice."),
]
EffectiveDate = Annotated[
    str | None,
    typer.Option(
        "--effective-date", "--date", metavar="DAY", help="The accounting day, yyyy-mm-dd. Default: today."
    ),
]
PostingDate = Annotated[
    str | None,
    typer.Option("--effective-date", metavar="DAY", help="The accounting day. Default: the document's own."),
]
Number = Annotated[
    str | None,
    typer.Option("--number", metavar="NUMBER", help="Its number. Default: the next of the sequence."),
]
OwnerAccount = Annotated[
    str | None, typer.Option("--account", metavar="ACCOUNT", help="Whose it is: an account, by number.")
]
Currency = Annotated[
    str | None, typer.Option("--currency", metavar="CODE", help="Such as GBP. Default: the account's.")
]
Date = Annotated[
    str | None, typer.Option("--date", metavar="DAY", help="The day it bears, yyyy-mm-dd. Default: today.")
]
DueDate = Annotated[str | None, typer.Option("--due", metavar="DAY", help="The day it is due.")]
Comment = Annotated[
    str | None, typer.Option("--comment", metavar="TEXT", help="Free text; it can be erased later.")
]
Post = Annotated[bool, typer.Option("--post", help="Post it at once.")]
NewItems = Annotated[
    list[str] | None,
    typer.Option("--item", metavar="NAME=AMOUNT", help="An item; lines count from 1. Repeatable."),
]
NewTaxes = Annotated[
    list[str] | None,
    typer.Option("--tax", metavar="LINE:NAME=AMOUNT", help="A tax on the item of that line. Repeatable."),
]
FromInvoice = Annotated[
    str | None,
    typer.Option("--from-invoice", metavar="INVOICE", help="Made from items of this invoice."),
]
NoTax = Annotated[
    bool,
    typer.Option("--no-tax", help="With --from-invoice: no tax but what --item names; else it follows."),
]
Invoices = Annotated[
    list[str] | None,
    typer.Option(
        "--invoice",
        metavar="INVOICE[=AMOUNT]",
        help="An invoice by number, and its amount unless its items say it. Repeatable.",
    ),
]
DebitMemos = Annotated[
    list[str] | None,
    typer.Option("--debit-memo", metavar="MEMO[=AMOUNT]", help="A debit memo, likewise. Repeatable."),
]
Items = Annotated[
    list[str] | None,
    typer.Option(
        "--item",
        metavar="ITEM=AMOUNT",
        help="An item of a named document, as INV-7#2=5.00; a tax item as INV-7#2.1=1.00. Repeatable.",
    ),
]
Pairs = Annotated[
    list[str] | None,
    typer.Option(
        "--pair",
        metavar="FROM:TO=AMOUNT",
        help="An item of the memo and one of a named document, as CM-1#1:INV-7#2=5.00. Repeatable.",
    ),
]
DocumentAmount = Annotated[
    str | None,
    typer.Option("--amount", metavar="AMOUNT", help="The amount of the one document that is named."),
]
Application = Annotated[
    str | None,
    typer.Option("--application", metavar="ID", help="Take back what remains of this application."),
]
Limit = Annotated[
    int, typer.Option("--limit", min=1, max=10**9, metavar="ROWS", help="Show at most so many.")
]
OfAccount = Annotated[
    str | None,
    typer.Option("--account", metavar="ACCOUNT", help="Only those of this account, by number or id."),
]
RefundAmount = Annotated[
    str | None, typer.Option("--amount", metavar="AMOUNT", help="How much is paid back.")
]
RefundDate = Annotated[
    str | None,
    typer.Option("--date", "--effective-date", metavar="DAY", help="The accounting day. Default: today."),
]
RefundMethod = Annotated[
    str | None, typer.Option("--method", metavar="METHOD", help="How it was paid, such as BankTransfer.")
]
Reason = Annotated[str | None, typer.Option("--reason", metavar="CODE", help="Why: a reason code.")]
After = Annotated[
    str | None, typer.Option("--after", metavar="KEY", help="Begin after this one, by number or id.")
]
Part = Annotated[str | None, typer.Option("--part", metavar="ID", help="Only those of this part.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DAY", help="As of the end of that accounting day. Default: of all days."
    ),
]
KnownAt = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        metavar="INSTANT|POSITION",
        help="As the ledger knew it then: 2026-04-05T18:00:00Z, or a position of the log. Default: now.",
    ),
]
