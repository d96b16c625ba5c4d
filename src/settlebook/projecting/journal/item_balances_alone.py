"""What item balances need of the events and nothing else: narrow rows, by the rules that make the journal."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias, get_args

from psycopg import Connection

from settlebook.domain.events import (
    EVENTS,
    Application,
    DebitMemoCreated,
    DebitMemoEdited,
    DebitMemoPosted,
    DebitMemoUnposted,
    Event,
    InvoiceCreated,
    InvoiceEdited,
    InvoicePosted,
    InvoiceUnposted,
    ItemsCredited,
    ItemsNetted,
    ItemsUncredited,
    ItemsUnnetted,
)
from settlebook.domain.postings import Book, postings
from settlebook.projecting.journal.document_rows import HEADED
from settlebook.projecting.journal.packing import NULL, amount, begun, boolean, int4, int8, text, uuid
from settlebook.projecting.journal.quick_facts import QuickReader
from settlebook.statements import statements

(READ_ALONE,) = statements(Path(__file__).parent / "sql" / "read_alone.sql")

Drafted: TypeAlias = InvoiceCreated | DebitMemoCreated | InvoiceEdited | DebitMemoEdited
Billed: TypeAlias = InvoicePosted | DebitMemoPosted | InvoiceUnposted | DebitMemoUnposted
Netted: TypeAlias = ItemsNetted | ItemsUnnetted
Credited: TypeAlias = ItemsCredited | ItemsUncredited
_RECEIVABLE = Book.RECEIVABLE
Cells: TypeAlias = list[bytes]


@dataclass(slots=True)
class NarrowPage:
    """Packed rows by table, cell after cell, as `alone.sql` of the read model has them."""

    leg: Cells = field(default_factory=list)
    row_told: Cells = field(default_factory=list)
    header: Cells = field(default_factory=list)
    credited: Cells = field(default_factory=list)

    def filled(self) -> Iterator[tuple[str, Cells]]:
        """The tables that have rows."""
        return ((table, cells) for table in self.__slots__ if (cells := getattr(self, table)))


def read_alone(connection: Connection[Any], ledger_id: str, after: int, upto: int) -> NarrowPage:
    """The rows of a range of events."""
    span = {"ledger": ledger_id, "after": after, "upto": upto, "silent": SILENT}
    read = QuickReader().read
    rows = connection.execute(READ_ALONE, span, binary=True)
    return narrow_page(ledger_id, ((position, read(topic, state)) for position, topic, state in rows))


def narrow_page(ledger_id: str, events: Iterable[tuple[int, Event]]) -> NarrowPage:
    """What rows of one fact have in common is packed once, and comes first."""
    page, ledger = NarrowPage(), text(ledger_id)
    for position, fact in events:
        add = _ADD.get(type(fact))
        if add is None:
            raise AssertionError(f"{type(fact).__name__} tells of no item balance, or nobody knows of which")
        add(page, ledger + int8(position), fact)
    return page


def _add_billed(page: NarrowPage, begin: bytes, fact: Billed) -> None:
    kind, _ = HEADED[type(fact)]
    _add_legs(page, begun(8, begin, text(kind.value), text(fact.header.currency)), fact)


def _add_settled(page: NarrowPage, begin: bytes, fact: Application | Netted) -> None:
    _add_legs(page, begun(8, begin, text(fact.document_kind.value), text(fact.currency)), fact)


def _add_legs(page: NarrowPage, begin: bytes, fact: Event) -> None:
    """Each receivable leg of its postings, as the journal's view `posting_leg` shows them."""
    add = page.leg.extend
    for debit, credit, minor in postings(fact):
        if debit[0] is _RECEIVABLE:
            add((begin, text(credit[0]._value_), uuid(debit[1]), uuid(debit[2]), amount(minor)))
        if credit[0] is _RECEIVABLE:
            add((begin, text(debit[0]._value_), uuid(credit[1]), uuid(credit[2]), amount(-minor)))


def _add_items(page: NarrowPage, begin: bytes, fact: Drafted) -> None:
    kind, name = HEADED[type(fact)]
    document_id = uuid(fact.stream_id)
    removed = fact.removed if isinstance(fact, InvoiceEdited | DebitMemoEdited) else ()
    changes_rows = name == "edited" and bool(fact.items or removed)
    page.header.append(begun(5, begin, document_id, text(name), boolean(changes_rows)))
    begin = begun(10, begin, text(kind.value), text(fact.header.currency), document_id)
    told, gone = begin + text(name), begin + text("removed")
    add = page.row_told.extend
    for item in fact.items:
        item_id = uuid(item.item_id)
        add((told, item_id, NULL, NULL, amount(item.amount_minor)))
        for tax in item.tax_items:
            add((told, uuid(tax.item_id), item_id, int4(tax.tax_line), amount(tax.amount_minor)))
    for gone_id in removed:
        add((gone, uuid(gone_id), NULL, NULL, NULL))


def _add_credited(page: NarrowPage, begin: bytes, fact: Credited) -> None:
    told = begun(5, begin, text("credited" if isinstance(fact, ItemsCredited) else "uncredited"))
    page.credited.extend(told + uuid(line.item_id) + amount(line.amount_minor) for line in fact.lines)


Add: TypeAlias = Callable[[NarrowPage, bytes, Any], None]
_ADD: Mapping[type[Event], Add] = {
    **dict.fromkeys(get_args(Drafted), _add_items),
    **dict.fromkeys(get_args(Billed), _add_billed),
    **dict.fromkeys((*get_args(Application), *get_args(Netted)), _add_settled),
    **dict.fromkeys(get_args(Credited), _add_credited),
}
# A topic that nobody knows is read, and so stops whoever meets it.
SILENT = sorted(set(EVENTS) - {kind.TOPIC for kind in _ADD})
