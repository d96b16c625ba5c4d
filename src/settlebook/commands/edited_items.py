"""The items of a document that is edited: what changes of those it has, new ones, and those that go."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, ClassVar, Self, cast

from pydantic import model_validator

from settlebook.commands.described import DescribedInvoiceItem, DescribedItem, DescribedTax
from settlebook.commands.editing import Editing
from settlebook.commands.fields import Amount, Flag, ItemKey, NonNegativeAmount, Several, Text
from settlebook.commands.items import NegativeAmount, require_item_or_discount
from settlebook.commands.kept import KEPT, KeptText
from settlebook.commands.rules import agreed, wrong
from settlebook.domain.events.documents import TaxMode
from settlebook.domain.money import Minor


class EditedRow(Editing):
    """What edited items and taxes have in common: the key of one that exists, or none for a new one."""

    id: ItemKey | None = None
    delete: Flag | None = None

    @property
    def asked_amount(self) -> Decimal | Minor | None:
        raise AssertionError("each kind of row names its amount in its own words")

    def check(self) -> None:
        """Refuse a deletion of nothing, and a new row without an amount."""
        if self.delete and self.id is None:
            raise wrong("id", "name what is deleted, by id or by name")
        if self.id is None and self.asked_amount is None:
            raise wrong("amount", "what is new has an amount; what is edited is named by id")

    @model_validator(mode="after")
    def _says_enough(self) -> Self:
        self.check()
        return self


class EditedTax(EditedRow, DescribedTax):
    """One tax of an edited item."""

    name: KeptText = None
    tax_name: KeptText = None
    tax_mode: TaxMode | None = None
    amount: Amount | None = None
    tax_amount: Amount | None = None
    source_tax_item_id: ItemKey | None = None  # of a new tax of a memo made from an invoice

    @property
    def asked_amount(self) -> Decimal | Minor | None:
        amounts = {"amount": self.amount, "taxAmount": self.tax_amount}
        return cast(Decimal | Minor | None, agreed(amounts))

    @property
    def asked_name(self) -> str | None:
        return agreed({"taxName": self.tax_name, "name": self.name})


class EditedCreditTax(EditedTax):
    """One tax of an edited item of a credit memo: a positive amount."""

    amount: NonNegativeAmount | None = None
    tax_amount: NonNegativeAmount | None = None


class EditedItem(EditedRow):
    """An item as it is to be: what is not given stays, and its taxes stay but for those that are named.

    `amount` holds the taxes where the item is TaxInclusive, as it does when an item is created.
    """

    NOT_OFFERED: ClassVar[frozenset[str]] = frozenset(
        {"appliedToInvoiceItemId", "appliedToItemId", "contributeToCommitment", "discountItems"}
    )

    amount: Amount | None = None
    tax_mode: TaxMode | None = None
    tax_items: Several[EditedTax] | None = None

    @property
    def asked_amount(self) -> Decimal | Minor | None:
        return self.amount

    @property
    def taxes(self) -> Sequence[EditedTax]:
        return self.tax_items or ()

    @property
    def discounts(self) -> "Sequence[EditedItem]":
        return ()

    @property
    def lowers(self) -> str | None:
        """Of a new discount that stands beside the items: the item that it lowers."""
        return None

    @property
    def credits(self) -> str | None:
        """Of a new item of a memo made from an invoice: the invoice's item."""
        return None

    @property
    def mode(self) -> TaxMode | None:
        """The mode that the item or its taxes name; None where nothing is said of it."""
        return next((mode for mode in self._modes()), None)

    def _modes(self) -> list[TaxMode]:
        return [mode for mode in (self.tax_mode, *(tax.tax_mode for tax in self.taxes)) if mode is not None]

    def check(self) -> None:
        super().check()
        if len(set(self._modes())) > 1:
            raise wrong("taxMode", "an item and its taxes have one tax mode")


class EditedDiscount(DescribedInvoiceItem, EditedItem):
    """A discount of an edited invoice item: a negative amount."""

    amount: NegativeAmount | None = None
    processing_type: Annotated[Text | None, KEPT] = None

    def check(self) -> None:
        super().check()
        if self.processing_type not in (None, "Discount"):
            raise wrong("processingType", "what lowers another item is a Discount")


class EditedInvoiceItem(DescribedInvoiceItem, EditedItem):
    """An item of an edited invoice, with its discounts that change; a discount may stand beside it too."""

    NOT_OFFERED: ClassVar[frozenset[str]] = frozenset({"contributeToCommitment"})

    applied_to_invoice_item_id: ItemKey | None = None
    applied_to_item_id: ItemKey | None = None
    processing_type: Annotated[Text | None, KEPT] = None
    discount_items: Several[EditedDiscount] | None = None

    @property
    def discounts(self) -> Sequence[EditedItem]:
        return self.discount_items or ()

    @property
    def lowers(self) -> str | None:
        return agreed(
            {
                "appliedToInvoiceItemId": self.applied_to_invoice_item_id,
                "appliedToItemId": self.applied_to_item_id,
            }
        )

    def check(self) -> None:
        super().check()
        if self.id is None:
            require_item_or_discount(self)


class EditedDebitItem(DescribedItem, EditedItem):
    """An item of an edited debit memo."""

    invoice_item_id: ItemKey | None = None

    @property
    def credits(self) -> str | None:
        return self.invoice_item_id


class EditedCreditItem(DescribedItem, EditedItem):
    """An item of an edited credit memo: a positive amount."""

    invoice_item_id: ItemKey | None = None
    amount: NonNegativeAmount | None = None
    tax_items: Several[EditedCreditTax] | None = None

    @property
    def credits(self) -> str | None:
        return self.invoice_item_id
