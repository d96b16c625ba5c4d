"""Commands that give up what is open of documents, or unapplied of credit memos."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, ClassVar, Self, cast

from pydantic import Field, model_validator

from settlebook.commands.base import Command, Part
from settlebook.commands.described import DescribedItem
from settlebook.commands.fields import (
    Day,
    ItemKey,
    Key,
    NonNegativeAmount,
    PositiveAmount,
    Several,
    ShortText,
    Text,
)
from settlebook.commands.kept import KeptFlag, KeptShortText, KeptText
from settlebook.commands.rules import agreed, one_of, wrong
from settlebook.domain.money import Minor

PolicyText = Annotated[ShortText, Field(min_length=1)]


class WrittenOffTax(Part):
    """How much is given up of one tax item."""

    taxation_item_id: ItemKey | None = None
    tax_item_id: ItemKey | None = None
    amount: NonNegativeAmount

    @property
    def item(self) -> str:
        return one_of({"taxationItemId": self.taxation_item_id, "taxItemId": self.tax_item_id})

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        _ = self.item
        return self


class WrittenOffItem(DescribedItem):
    """How much is given up of one item without its tax, of its tax items, or of one tax item.

    Amounts  none is given: all that is open of the item, and of its tax items.
    Other fields are said of the item of the memo.
    """

    tax_item_id: ItemKey | None = None
    amount: NonNegativeAmount | None = None
    amount_without_tax: NonNegativeAmount | None = None
    taxation_items: Several[WrittenOffTax] | None = None

    @property
    def names(self) -> Mapping[str, str | None]:
        """The fields that can name the row, of which one is given: the item's, then the tax item's."""
        raise AssertionError("each kind of document names its items by its own field")

    @property
    def item(self) -> str:
        return one_of(self.names)

    @property
    def item_is_tax(self) -> bool:
        return next(iter(self.names.values())) is None

    @property
    def asked_amount(self) -> Decimal | Minor | None:
        amounts = {"amount": self.amount, "amountWithoutTax": self.amount_without_tax}
        return cast(Decimal | Minor | None, agreed(amounts))

    @property
    def is_whole(self) -> bool:
        """Whether no amount says how much, so that all is meant."""
        return self.asked_amount is None and self.taxation_items is None

    @model_validator(mode="after")
    def _fields_agree(self) -> Self:
        _ = self.item, self.asked_amount
        if self.item_is_tax and self.taxation_items:
            raise wrong("taxationItems", "a tax item has none of its own")
        return self


class WrittenOffInvoiceItem(WrittenOffItem):
    """How much is given up of an invoice item, or of a tax item."""

    invoice_item_id: ItemKey | None = None

    @property
    def names(self) -> Mapping[str, str | None]:
        return {"invoiceItemId": self.invoice_item_id, "taxItemId": self.tax_item_id}


class WrittenOffDebitItem(WrittenOffItem):
    """How much is given up of a debit memo item, or of a tax item."""

    debit_memo_item_id: ItemKey | None = None

    @property
    def names(self) -> Mapping[str, str | None]:
        return {"debitMemoItemId": self.debit_memo_item_id, "taxItemId": self.tax_item_id}


class WrittenOffCreditItem(WrittenOffItem):
    """How much is given up of a credit memo item, or of a credit tax item."""

    credit_memo_item_id: ItemKey | None = None
    credit_tax_item_id: ItemKey | None = None

    @property
    def names(self) -> Mapping[str, str | None]:
        return {
            "creditMemoItemId": self.credit_memo_item_id,
            "creditTaxItemId": self.credit_tax_item_id,
            "taxItemId": self.tax_item_id,
        }


class WriteOff(Command):
    """What every write-off has; `key` is the document's. Without amount and items: all that is left."""

    key: Key
    memo_date: Day | None = None
    reason_code: KeptText = None
    comment: Text | None = None
    amount: PositiveAmount | None = None
    policy: PolicyText | None = None

    @property
    def asked_items(self) -> Sequence[WrittenOffItem] | None:
        return None

    @model_validator(mode="after")
    def _policy_needs_an_amount(self) -> Self:
        if self.policy and self.asked_items:
            raise wrong("policy", "the items are named, so nothing is left for a policy to choose")
        if self.policy and self.amount is None:
            raise wrong("policy", "all of it is written off, so nothing is left for a policy to choose")
        return self


class _ByCreditMemo(WriteOff):
    """A write-off by a credit memo: what Zuora lets a request say of it."""

    revenue_impacting: KeptText = None
    non_revenue_write_off_accounting_code: KeptShortText = None
    tax_auto_calculation: KeptFlag = None  # there is no tax engine; taxes are given up as they are open


class WriteOffInvoice(_ByCreditMemo):
    """Give up what is open of an invoice, item by item and tax by tax: a credit memo settles it."""

    DO: ClassVar[str] = "invoice.write-off"

    items: Several[WrittenOffInvoiceItem] | None = None

    @property
    def asked_items(self) -> Sequence[WrittenOffItem] | None:
        return self.items


class WriteOffDebitMemo(_ByCreditMemo):
    """Give up what is open of a debit memo, item by item and tax by tax: a credit memo settles it."""

    DO: ClassVar[str] = "debit-memo.write-off"

    items: Several[WrittenOffDebitItem] | None = None

    @property
    def asked_items(self) -> Sequence[WrittenOffItem] | None:
        return self.items


class WriteOffCreditMemo(WriteOff):
    """Give up what is unapplied of a credit memo, item by item and tax by tax: it settles a debit memo."""

    DO: ClassVar[str] = "credit-memo.write-off"

    items: Several[WrittenOffCreditItem] | None = None

    @property
    def asked_items(self) -> Sequence[WrittenOffItem] | None:
        return self.items


COMMANDS: tuple[type[Command], ...] = (
    WriteOffInvoice,
    WriteOffDebitMemo,
    WriteOffCreditMemo,
)
