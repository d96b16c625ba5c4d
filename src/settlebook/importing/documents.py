"""The format documents: a JSON object a line, the body of a create command with its kind."""

import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, TextIO

from settlebook.commands import (
    CreateCreditMemo,
    CreateDebitMemo,
    CreateInvoice,
    CreditItem,
    DebitItem,
    InvoiceItem,
    parse_command,
)
from settlebook.domain.errors import Failed, InvalidRequest, Malformed, Refusal
from settlebook.importing.errors import CsvOfDocuments, CutFile
from settlebook.importing.exact import exact_sum
from settlebook.importing.formats import Incoming, Rejection, Unfit
from settlebook.importing.gathering import Gathering, Line
from settlebook.importing.json_lines import read_object
from settlebook.importing.retail_line import COLUMNS
from settlebook.importing.source import Source

Create = CreateInvoice | CreateDebitMemo | CreateCreditMemo
Item = InvoiceItem | DebitItem | CreditItem
CREATES: dict[str, type[Create]] = {
    "invoice": CreateInvoice,
    "debit-memo": CreateDebitMemo,
    "credit-memo": CreateCreditMemo,
}


class Documents:
    """Invoices, debit memos and credit memos with all that their commands know, posted unless drafts."""

    name: ClassVar[str] = "documents"
    longest_line: ClassVar[int] = 32 * 1024 * 1024
    creates_accounts: ClassVar[bool] = False
    rejects_suffix: ClassVar[str] = "ndjson"

    def gather(self, source: Source, gathering: Gathering) -> int:
        read = 0
        for number, line in source:
            text = line.strip()
            if text:
                read += 1
                if read == 1 and _is_csv(text, source.name):
                    raise CsvOfDocuments(source.name)
                occurrence = _occurrence(text, gathering, source, number, whole=line.endswith(b"\n"))
                record = json.dumps([occurrence, text.decode("utf-8", "surrogateescape")])
                gathering.add(str(number), number, record)
        return read

    def document(self, rank: int, number: str, lines: Iterator[Line]) -> Incoming | Unfit:
        (line,) = lines
        occurrence, text = json.loads(line.record)
        try:
            return _incoming(rank, _read(_bytes(text)), occurrence)
        except Refusal as refusal:
            return Unfit(rank, Rejection(refusal.code, refusal.message))

    def fault_of(self, line: Line) -> Rejection | None:
        return None  # a line is a document, so what is wrong with it is said of the document

    def start_rejects(self, file: TextIO) -> None:
        """Nothing stands above them."""

    def write_reject(self, file: TextIO, line: Line, rejection: Rejection) -> None:
        _, text = json.loads(line.record)
        file.write(f"{_with_reason(text, rejection.reason)}\n")


def _is_csv(first: bytes, name: str) -> bool:
    """Whether the first line and the name of a file say so."""
    if first.startswith((b"{", b"[")) or b"," not in first:
        return False
    return name.removesuffix(".gz").lower().endswith(".csv") or first.startswith(
        ",".join(COLUMNS[:2]).encode()
    )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _read(line: bytes) -> Create:
    """The command that creates the document of a line; refuses as `parse_command` does.

    Whatever one line does to the program is its own refusal, Failed: the others are imported.
    """
    try:
        return _command_of(line)
    except Refusal:
        raise
    except Exception as fault:
        raise Failed(type(fault).__name__) from fault


def _command_of(line: bytes) -> Create:
    fields = read_object(line)
    kind = fields.pop("kind", None)
    creates = CREATES.get(kind) if isinstance(kind, str) else None
    if creates is None:
        raise InvalidRequest("kind", f"give one of {', '.join(CREATES)}")
    if "autoPost" not in fields:
        fields.setdefault("status", "Posted")
    command = parse_command(creates.DO, None, fields)
    if not isinstance(command, Create):
        raise AssertionError(f"{creates.DO} creates no document")
    return command


def _occurrence(line: bytes, gathering: Gathering, source: Source, number: int, *, whole: bool) -> int:
    """How often the file had this document so far: one without a number is known by what it says."""
    try:
        command = _read(line)
    except Refusal:
        if not whole:  # an object that was cut cannot be read; one that lacks its end of line only, can
            raise CutFile(source.name, f"line {number}, the last one, stops in the middle") from None
        return 1
    return 1 if command.asked_number else gathering.times_seen(digest(command.DO, command.canonical()))


def digest(do: str, canonical: dict[str, Any]) -> str:
    """What a request says, in few characters: the same for the same request, however it is spelled."""
    return hashlib.sha256(json.dumps([do, canonical], sort_keys=True).encode()).hexdigest()


def _with_reason(text: str, reason: str) -> str:
    """The line with its reason as one more field; its own spelling stays."""
    field = f'"reason": {json.dumps(reason)}}}'
    try:
        fields = read_object(_bytes(text))
    except Malformed:
        return f'{{"line": {json.dumps(text)}, {field}'
    return f"{text[:-1].rstrip()}{', ' if fields else ''}{field}"


def _items_of(command: Create) -> tuple[Item, ...]:
    return tuple(command.invoice_items if isinstance(command, CreateInvoice) else command.charges)


def _amounts_of(item: Item) -> list[Decimal]:
    """The item's amount, and its taxes where they come on top of it."""
    taxes = item.taxes if item.mode == "TaxExclusive" else ()
    return [Decimal(str(amount)) for amount in (item.amount, *(tax.tax_amount for tax in taxes))]


def _incoming(rank: int, command: Create, occurrence: int) -> Incoming:
    items = _items_of(command)
    number = command.asked_number
    known_by = number or f"{digest(command.DO, command.canonical())}:{occurrence}"
    return Incoming(
        rank=rank,
        command=command,
        idempotency_key=f"import:documents:{command.DO.removesuffix('.create')}:{known_by}",
        kind=command.DO.removesuffix(".create"),
        status="Posted" if command.posts else "Draft",
        account=next(key for key in command.account.values() if key is not None),
        currency=command.currency,
        lines=1,
        items=len(items) + sum(len(item.taxes) for item in items),
        total=exact_sum(amount for item in items for amount in _amounts_of(item)),
    )
