"""A statement as one HTML page to read and to print: escaped, without scripts or anything from elsewhere."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import IO

from settlebook.exporting.statement import AgedRow, MovementRow, Section, StatementItemRow, Telling

STYLE = Path(__file__).parent / "statement.css"
# Nothing is loaded and nothing runs, whatever a text of the ledger holds.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
ADDRESS = ("address1", "address2", "city", "state", "zipCode", "country")
# Characters that control a screen or turn the direction of text round, amounts with it.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
Cell = object


def write_html(file: IO[str], statement: Telling) -> None:
    file.writelines(f"{line}\n" for line in _page(statement))


def _page(statement: Telling) -> Iterator[str]:
    title = f"Statement of account {statement.account_number}"
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield '<head><meta charset="utf-8"/>'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"/>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
    yield f"<title>{_text(title)}</title>"
    yield f"<style>\n{STYLE.read_text(encoding='utf-8')}</style></head>"
    yield "<body>"
    yield from _heading(statement, title)
    for section in statement.currencies:
        yield from _section(statement, section)
    yield f"<footer>{_text(_counted(statement))}</footer>"
    yield "</body></html>"


def _heading(statement: Telling, title: str) -> Iterator[str]:
    yield f"<header><div><h1>{_text(title)}</h1>"
    yield f"<p>{_text(_days(statement))}</p>"
    lines = [statement.name, *_address(statement.bill_to_contact or {})]
    yield f"<address>{_text(chr(10).join(line for line in lines if line))}</address></div>"
    yield '<div class="due">'
    for section in statement.currencies:
        word = "Balance due" if section.closing >= 0 else "Balance in your favour"
        yield f"<p>{word} <strong>{_amount(abs(section.closing))} {_text(section.currency)}</strong></p>"
    yield "</div></header>"


def _address(contact: dict[str, object]) -> Iterator[str]:
    yield " ".join(str(contact[name]) for name in ("firstName", "lastName") if contact.get(name))
    yield from (str(contact[name]) for name in ADDRESS if contact.get(name))


def _days(statement: Telling) -> str:
    until = f"to {statement.last}" if statement.last else f"to date, {statement.day}"
    return f"From {statement.first} {until}" if statement.first else until.capitalize()


def _counted(statement: Telling) -> str:
    known = f", {statement.known_at}" if statement.known_at else ""
    return (
        f"Amounts due on {statement.day}{known}. A payment or credit that is applied settles an invoice and "
        "leaves the balance as it is: it was counted when it came in."
    )


def _section(statement: Telling, section: Section) -> Iterator[str]:
    yield f"<section><h2>{_text(section.currency)}</h2>"
    yield from _table(
        "Movements",
        ("Date", "Description", "#Settled", "#Charges", "#Credits", "#Balance"),
        _movements(statement, section),
        last=("", "Closing balance", "", "", "", section.closing),
    )
    if section.open_items:
        yield from _table(
            "Open items",
            ("Date", "Due", "Item", "Description", "#Days overdue", "#Amount", "#Open"),
            map(_open_item, section.open_items),
            last=("", "", "", "Total open", "", "", section.total_open),
        )
        yield from _aging(section.aging)
    if section.unapplied:
        yield from _table(
            "Not yet applied",
            ("Payment or credit memo", "#Unapplied"),
            ((source.source_number, source.unapplied) for source in section.unapplied),
            last=("Total unapplied", section.total_unapplied),
        )
    yield "</section>"


def _movements(statement: Telling, section: Section) -> Iterator[Sequence[Cell]]:
    yield statement.first, "Opening balance", None, None, None, section.opening
    for moved in section.movements:
        yield moved.day, moved.description, moved.settled, *_sides(moved), moved.balance


def _sides(moved: MovementRow) -> tuple[Decimal | None, Decimal | None]:
    if moved.amount > 0:
        return moved.amount, None
    return None, -moved.amount if moved.amount < 0 else None


def _open_item(item: StatementItemRow) -> Sequence[Cell]:
    what = item.document_date, item.due_date, item.item_number, item.description
    return *what, item.days_overdue or None, item.amount, item.balance


def _aging(rows: Iterable[AgedRow]) -> Iterator[str]:
    known = list(rows)
    heads = tuple(f"#{row.aging.capitalize()}" for row in known)
    yield from _table("Aging", heads, [[row.balance for row in known]])


def _table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, last: Sequence[Cell] = ()
) -> Iterator[str]:
    """A head that begins with # is that of amounts, which end at the same place."""
    yield f"<table><caption>{_text(caption)}</caption><thead><tr>"
    yield "".join(f"<th{_class(head)}>{_text(head.lstrip('#'))}</th>" for head in heads)
    yield "</tr></thead><tbody>"
    for row in rows:
        yield f"<tr>{_cells(heads, row)}</tr>"
    yield "</tbody>"
    if last:
        yield f"<tfoot><tr>{_cells(heads, last)}</tr></tfoot>"
    yield "</table>"


def _cells(heads: Sequence[str], row: Sequence[Cell]) -> str:
    cells = zip(heads, row, strict=True)
    return "".join(f"<td{_class(head, cell)}>{_shown(cell)}</td>" for head, cell in cells)


def _class(head: str, cell: Cell = None) -> str:
    if head.startswith("#"):
        return ' class="amount"'
    return ' class="day"' if isinstance(cell, date) else ""


def _shown(cell: Cell) -> str:
    return _amount(cell) if isinstance(cell, Decimal) else _text("" if cell is None else str(cell))


def _amount(amount: Decimal) -> str:
    return f"{amount:,f}".replace("-", "\u2212")


def _text(text: str) -> str:
    return escape(_UNSEEN.sub("\ufffd", text), quote=True)
