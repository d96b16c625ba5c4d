"""What a source was used for, what an undo of it can still take, and what settles a document."""

from collections import defaultdict
from datetime import date
from typing import Literal
from uuid import UUID

from settlebook.domain.errors import NotFound
from settlebook.queries.cut import OF_APPLICATIONS, Cut
from settlebook.queries.glance import Teller
from settlebook.queries.row import Amount, Id, Instant, Row, Stamped
from settlebook.queries.snapshot import (
    CREDIT_MEMO,
    DEBIT_MEMO,
    INVOICE,
    PAYMENT,
    Key,
    Kind,
    Snapshot,
    question_of,
)
from settlebook.statements import embedding


class ApplicationLineRow(Row):
    """One row of an application: where the amount went or came back from, and for a memo whence it came."""

    id: Id
    amount: Amount
    remaining: Amount | None = None  # of an Apply: what an undo can still take
    undoes: Id | None = None  # of an Unapply: the application it took back from
    item_number: str | None = None
    line_number: int | None = None
    invoice_item_id: Id | None = None
    debit_memo_item_id: Id | None = None
    tax_item_id: Id | None = None
    credit_item_number: str | None = None
    credit_line_number: int | None = None
    credit_memo_item_id: Id | None = None
    credit_tax_item_id: Id | None = None


ApplicationType = Literal[
    "Apply", "Unapply", "Transferred From", "Transferred To", "Refund", "Refund Canceled"
]


class ApplicationRow(Row):
    """What one command did with a source: set it against a document, took it back, refunded, transferred it.

    `id` is what `unapply --application` names, `document_number` the document's, the refund's, of a transfer
    that of the payment on the other side: its own where all of it went.
    """

    id: Id
    type: ApplicationType
    document_number: str
    invoice_id: Id | None = None
    debit_memo_id: Id | None = None
    refund_id: Id | None = None
    effective_date: date
    currency: str
    amount: Amount  # always positive: the type tells the direction
    remaining: Amount | None = None  # of an Apply: what an undo can still take
    policy: str | None = None  # none: the caller named the rows
    policy_version: int | None = None
    application_group_id: Id
    created_by_id: str | None = None
    created_date: Instant
    lines: tuple[ApplicationLineRow, ...] = ()


class ApplicationPartRow(Stamped):
    """How much of a payment or credit memo sits on a document now."""

    applied_amount: Amount
    payment_id: Id | None = None
    payment_number: str | None = None
    credit_memo_id: Id | None = None
    credit_memo_number: str | None = None


def payment_applications(books: Snapshot, key: Key, cut: Cut | None = None) -> list[ApplicationRow]:
    return _applications(books, PAYMENT, key, cut or Cut())


def credit_memo_applications(books: Snapshot, key: Key, cut: Cut | None = None) -> list[ApplicationRow]:
    return _applications(books, CREDIT_MEMO, key, cut or Cut())


def invoice_applications(books: Teller, key: Key, cut: Cut | None = None) -> list[ApplicationPartRow]:
    return _parts(books, INVOICE, key, cut)


def debit_memo_applications(books: Teller, key: Key, cut: Cut | None = None) -> list[ApplicationPartRow]:
    return _parts(books, DEBIT_MEMO, key, cut)


def _applications(books: Snapshot, kind: Kind, key: Key, cut: Cut) -> list[ApplicationRow]:
    """Refuses: NotFound for the source, and for the one that is cut out."""
    asked = {"id": books.about(kind, key).id}
    found = books.asked(cut.of(question_of("application", "of_source")), **asked, **cut.parameters)
    if cut.only is not None and not found:
        raise NotFound("application", cut.only.hex)
    of_these = embedding(OF_APPLICATIONS, question=question_of("application", "lines_of_source"))
    lines: defaultdict[UUID, list[ApplicationLineRow]] = defaultdict(list)
    for record in books.asked(of_these, **asked, applications=[each["id"] for each in found]):
        lines[record["application_id"]].append(ApplicationLineRow.of(record))
    return [ApplicationRow.of(record, lines=tuple(lines[record["id"]])) for record in found]


def _parts(books: Teller, kind: Kind, key: Key, cut: Cut | None) -> list[ApplicationPartRow]:
    records = books.told(kind, key, "application", "parts_of_document", cut)
    return [ApplicationPartRow.of(record) for record in records]
