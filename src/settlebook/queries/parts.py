"""Parts and part items: how much of a payment, credit memo or refund sits where now, zero left out."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from pydantic import Field

from settlebook.domain.errors import NotFound
from settlebook.domain.ids import as_id
from settlebook.queries.cut import Cut
from settlebook.queries.glance import Teller
from settlebook.queries.row import Amount, Id, Record, Stamped
from settlebook.queries.snapshot import CREDIT_MEMO, PAYMENT, REFUND, Key, Kind

_NOBODY = UUID(int=0)


class PartRow(Stamped):
    id: Id
    amount: Amount


class CreditMemoPartRow(PartRow):
    """How much of a credit memo sits on one document; without a document it is what is unapplied."""

    invoice_id: Id | None = None
    invoice_number: str | None = None
    debit_memo_id: Id | None = None
    debit_memo_number: str | None = None


class PaymentPartRow(CreditMemoPartRow):
    """How much of a payment sits on one document; without a document it is what is unapplied."""

    billing_document_owner_id: Id | None = None


class RefundPartRow(PartRow):
    """How much a refund took from its payment or credit memo."""

    payment_id: Id | None = None
    credit_memo_id: Id | None = None


class PaymentPartItemRow(PartRow):
    """How much of a payment sits on one item, or on one tax item, which is told together with its item."""

    part_id: Id = Field(alias="paymentPartId")
    invoice_item_id: Id | None = None
    debit_memo_item_id: Id | None = None
    tax_item_id: Id | None = None
    item_number: str | None = None
    line_number: int | None = None


class CreditMemoPartItemRow(PaymentPartItemRow):
    """How much of one row of a credit memo sits on one row of a document; on none: it is unapplied."""

    part_id: Id = Field(alias="creditMemoPartId")
    credit_memo_item_id: Id | None = None
    credit_tax_item_id: Id | None = None
    credit_item_number: str | None = None
    credit_line_number: int | None = None


class RefundPartItemRow(PartRow):
    """How much a refund took from one item or tax item of a credit memo."""

    part_id: Id = Field(alias="refundPartId")
    credit_memo_item_id: Id | None = None
    credit_tax_item_id: Id | None = None
    item_number: str
    line_number: int


APart = TypeVar("APart", bound=PartRow)


def payment_parts(books: Teller, key: Key, cut: Cut | None = None) -> list[PaymentPartRow]:
    return _parts(books, PAYMENT, "payment", PaymentPartRow, key, cut)


def payment_part_items(
    books: Teller, key: Key, part: Key | None, cut: Cut | None = None
) -> list[PaymentPartItemRow]:
    return _part_items(books, PAYMENT, "payment", PaymentPartItemRow, key, part, cut)


def credit_memo_parts(books: Teller, key: Key, cut: Cut | None = None) -> list[CreditMemoPartRow]:
    return _parts(books, CREDIT_MEMO, "credit_memo", CreditMemoPartRow, key, cut)


def credit_memo_part_items(
    books: Teller, key: Key, part: Key | None, cut: Cut | None = None
) -> list[CreditMemoPartItemRow]:
    return _part_items(books, CREDIT_MEMO, "credit_memo", CreditMemoPartItemRow, key, part, cut)


def refund_parts(books: Teller, key: Key, cut: Cut | None = None) -> list[RefundPartRow]:
    return _parts(books, REFUND, "refund", RefundPartRow, key, cut)


def refund_part_items(
    books: Teller, key: Key, part: Key | None, cut: Cut | None = None
) -> list[RefundPartItemRow]:
    return _part_items(books, REFUND, "refund", RefundPartItemRow, key, part, cut)


def _parts(books: Teller, kind: Kind, model: str, row: type[APart], key: Key, cut: Cut | None) -> list[APart]:
    found = [row.of(record) for record in books.told(kind, key, model, "parts", cut)]
    return _required(found, cut)


def _part_items(
    books: Teller, kind: Kind, model: str, row: type[APart], key: Key, part: Key | None, cut: Cut | None
) -> list[APart]:
    records = list(books.told(kind, key, model, "part_items", cut, part=_part_id(part)))
    if part is not None and not records and _part_id(part) not in _ids(books.told(kind, key, model, "parts")):
        raise NotFound("part", part.hex if isinstance(part, UUID) else part)
    return _required([row.of(record) for record in records], cut)


def _required(found: list[APart], cut: Cut | None) -> list[APart]:
    """Refuses: NotFound, where the one that is asked for is not there."""
    if cut is not None and cut.only is not None and not found:
        raise NotFound("part", cut.only.hex)
    return found


def _part_id(part: Key | None) -> UUID | None:
    """The part as an id; one that nothing has, where it is none."""
    if part is None or isinstance(part, UUID):
        return part
    return as_id(part) or _NOBODY


def _ids(records: Iterable[Record]) -> set[UUID]:
    return {record["id"] for record in records}
