"""Items of documents with their tax items: what they ask for or grant, and what became of it."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from pydantic import Field, field_serializer

from settlebook.queries.row import Amount, Id, Record, Row, Stamped


class TaxRow(Row):
    """A tax item, settled on its own."""

    id: Id
    item_number: str  # INV-7#2.1
    line_number: int  # its item's
    name: str | None = None
    tax_code: str | None = None
    tax_amount: Amount
    tax_mode: str


class InvoiceTaxRow(TaxRow):
    """A tax item of an invoice: what is left of it, and how much may still be credited."""

    balance: Amount
    payment_amount: Amount
    credit_amount: Amount
    netted_amount: Amount | None = None  # gained from a positive row, or given to a negative one
    available_to_credit_amount: Amount


class DebitMemoTaxRow(TaxRow):
    """A tax item of a debit memo and what is left of it."""

    balance: Amount
    payment_amount: Amount
    credit_amount: Amount
    netted_amount: Amount | None = None


class CreditMemoTaxRow(TaxRow):
    """A tax item of a credit memo and where its credit is."""

    applied_amount: Amount
    unapplied_amount: Amount
    refund_amount: Amount
    source_item_id: Id | None = Field(None, alias="sourceTaxItemId")  # the invoice's tax item it credits


class ItemRow(Stamped):
    """An item; its balance, and whatever became of it, is its own, without its tax."""

    id: Id
    item_number: str  # INV-7#2
    line_number: int
    description: str | None = None
    sku: str | None = None
    tax_mode: str
    processing_type: str = "Charge"
    source_item_type: str | None = None
    applied_to_item_id: Id | None = None  # of a discount: the item it lowers
    unit_of_measure: str | None = None


class InvoiceItemRow(ItemRow):
    """An item of an invoice; `charge_amount` is without tax, whatever the tax mode."""

    charge_name: str | None = None
    amount_without_tax: Amount = Field(alias="chargeAmount")
    tax_amount: Amount
    balance: Amount
    netted_amount: Amount | None = None  # gained from a positive item, or given to a discount or negative one
    available_to_credit_amount: Amount
    taxation_items: tuple[InvoiceTaxRow, ...] = ()

    @property
    def charge_amount(self) -> Amount:
        return self.amount_without_tax

    @field_serializer("taxation_items", when_used="json")
    def _taxation_items(self, rows: tuple[InvoiceTaxRow, ...]) -> dict[str, Any]:
        return _taxation_items(rows)


class MemoItemRow(ItemRow):
    """An item of a memo; `amount` holds its tax where the tax mode is inclusive."""

    sku_name: str | None = None
    amount: Amount
    amount_without_tax: Amount
    source_item_id: Id | None = None


class DebitMemoItemRow(MemoItemRow):
    """An item of a debit memo and what is left of it."""

    balance: Amount
    be_applied_amount: Amount
    netted_amount: Amount | None = None  # gained from a positive item, or given to a negative one
    taxation_items: tuple[DebitMemoTaxRow, ...] = ()

    @field_serializer("taxation_items", when_used="json")
    def _taxation_items(self, rows: tuple[DebitMemoTaxRow, ...]) -> dict[str, Any]:
        return _taxation_items(rows)


class CreditMemoItemRow(MemoItemRow):
    """An item of a credit memo and where its credit is."""

    applied_amount: Amount
    unapplied_amount: Amount
    refund_amount: Amount
    credit_from_item_id: Id | None = None  # the item it credits, of an invoice or a debit memo
    credit_from_item_source: str | None = None
    taxation_items: tuple[CreditMemoTaxRow, ...] = ()

    @field_serializer("taxation_items", when_used="json")
    def _taxation_items(self, rows: tuple[CreditMemoTaxRow, ...]) -> dict[str, Any]:
        return _taxation_items(rows)


AnItem = TypeVar("AnItem", bound=ItemRow)


OF_RECEIVABLE, OF_CREDIT_MEMO = ("item_balance", "items"), ("credit_memo", "items")  # who tells of items


def invoice_items(records: Iterable[Record]) -> tuple[InvoiceItemRow, ...]:
    return _nested(InvoiceItemRow, InvoiceTaxRow, records)


def debit_memo_items(records: Iterable[Record]) -> tuple[DebitMemoItemRow, ...]:
    return _nested(DebitMemoItemRow, DebitMemoTaxRow, records)


def credit_memo_items(records: Iterable[Record]) -> tuple[CreditMemoItemRow, ...]:
    return _nested(CreditMemoItemRow, CreditMemoTaxRow, records)


def _nested(of_item: type[AnItem], of_tax: type[TaxRow], records: Iterable[Record]) -> tuple[AnItem, ...]:
    """The items, each with the tax items that follow it; records are let go as they are read."""
    return tuple(
        _item(of_item, item, tuple(of_tax.of(record) for record in taxes))
        for item, taxes in _families(records)
    )


def _families(records: Iterable[Record]) -> Iterator[tuple[Record, list[Record]]]:
    """Each item with its tax items, which come right after it."""
    item: Record | None = None
    taxes: list[Record] = []
    for record in records:
        if record["parent_id"] is not None:
            taxes.append(record)
            continue
        if item is not None:
            yield item, taxes
        item, taxes = record, []
    if item is not None:
        yield item, taxes


def _item(of_item: type[AnItem], record: Record, taxes: tuple[TaxRow, ...]) -> AnItem:
    details = record["details"]
    more = {
        "taxation_items": taxes,
        "credit_from_item_id": record["source_item_id"],
        "unit_of_measure": details.get("unitOfMeasure") or details.get("uom"),
        "processing_type": details.get("processingType")
        or ("Discount" if record["applied_to_item_id"] else None),
    }
    return of_item.of(record, **more)


def _taxation_items(rows: Iterable[Row]) -> dict[str, Any]:
    """As Zuora's answers nest them."""
    return {"data": [row.as_json() for row in rows]}
