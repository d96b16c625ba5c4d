"""The items and tax items of documents as requests spell them; lines count from 1 in the order given."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Protocol, Self, cast

from pydantic import AfterValidator, model_validator

from settlebook.commands.base import Part
from settlebook.commands.described import DescribedInvoiceItem, DescribedItem, DescribedTax
from settlebook.commands.fields import Amount, Id, ItemKey, NonNegativeAmount, Several, Text
from settlebook.commands.kept import KEPT, KeptText
from settlebook.commands.rules import agreed, one_of, wrong
from settlebook.domain.events.documents import TaxMode
from settlebook.domain.money import Minor


class AnyTax(DescribedTax):
    """What every tax item has."""

    id: Id | None = None
    name: KeptText = None
    tax_mode: TaxMode | None = None

    @property
    def asked_amount(self) -> Decimal | Minor:
        raise AssertionError("each kind of tax item names its amount in its own words")


class TaxItem(AnyTax):
    """One tax on one item; it is settled on its own."""

    tax_amount: Amount

    @property
    def asked_amount(self) -> Decimal | Minor:
        return self.tax_amount


class CreditTaxItem(TaxItem):
    """One tax on an item of a credit memo: a positive amount."""

    tax_amount: NonNegativeAmount


class CreditedTax(AnyTax):
    """How much is credited of one tax item, named by its id or by what the tax is called."""

    amount: NonNegativeAmount | None = None
    tax_amount: NonNegativeAmount | None = None
    tax_name: KeptText = None
    source_tax_item_id: ItemKey | None = None

    @property
    def asked_amount(self) -> Decimal | Minor:
        amounts = {"amount": self.amount, "taxAmount": self.tax_amount}
        return cast(Decimal | Minor, one_of(amounts))

    @property
    def asked_name(self) -> str | None:
        return agreed({"taxName": self.tax_name, "name": self.name})

    @model_validator(mode="after")
    def _one_amount_and_name(self) -> Self:
        _ = self.asked_amount, self.asked_name
        return self


class AnyItem(Part):
    """What every item has. Under TaxInclusive its amount holds its tax; else the tax comes on top."""

    NOT_OFFERED: ClassVar[frozenset[str]] = frozenset(
        {"appliedToInvoiceItemId", "appliedToItemId", "contributeToCommitment", "discountItems"}
    )

    id: Id | None = None
    amount: Amount
    tax_mode: TaxMode | None = None

    @property
    def taxes(self) -> Sequence[AnyTax]:
        return ()

    @property
    def mode(self) -> TaxMode:
        """The mode that the item or its taxes name, since Zuora's requests name it at either."""
        if self.tax_mode is None and not self.taxes:  # as most
            return "TaxExclusive"
        return next(iter(self._modes()), "TaxExclusive")

    def _modes(self) -> list[TaxMode]:
        return [mode for mode in (self.tax_mode, *(tax.tax_mode for tax in self.taxes)) if mode is not None]

    @model_validator(mode="after")
    def _one_mode(self) -> Self:
        if self.taxes and len(set(self._modes())) > 1:
            raise wrong("taxMode", "an item and its taxes have one tax mode")
        return self


def _below_zero(amount: Decimal | Minor) -> Decimal | Minor:
    if (amount.value if isinstance(amount, Minor) else amount) >= 0:
        raise ValueError("a discount is below zero")
    return amount


NegativeAmount = Annotated[Amount, AfterValidator(_below_zero)]


class DiscountItem(DescribedInvoiceItem, AnyItem):
    """A discount on one invoice item, with taxes of its own; posting nets it into the item."""

    amount: NegativeAmount
    processing_type: Annotated[Literal["Discount"] | None, KEPT] = None
    tax_items: tuple[TaxItem, ...] | None = None

    @property
    def taxes(self) -> tuple[TaxItem, ...]:
        return self.tax_items or ()


class InvoiceItem(DescribedInvoiceItem, AnyItem):
    """One line of an invoice, with its discounts; or a discount of another that it names."""

    NOT_OFFERED: ClassVar[frozenset[str]] = frozenset({"contributeToCommitment"})

    applied_to_invoice_item_id: ItemKey | None = None
    applied_to_item_id: ItemKey | None = None
    processing_type: Annotated[Text | None, KEPT] = None
    tax_items: tuple[TaxItem, ...] | None = None
    discount_items: tuple[DiscountItem, ...] | None = None

    @property
    def taxes(self) -> tuple[TaxItem, ...]:
        return self.tax_items or ()

    @property
    def discounts(self) -> tuple[DiscountItem, ...]:
        return self.discount_items or ()

    @property
    def lowers(self) -> str | None:
        """Of a discount: the item that it lowers."""
        if self.applied_to_invoice_item_id is None and self.applied_to_item_id is None:
            return None  # as of most
        return agreed(
            {
                "appliedToInvoiceItemId": self.applied_to_invoice_item_id,
                "appliedToItemId": self.applied_to_item_id,
            }
        )

    @model_validator(mode="after")
    def _is_item_or_discount(self) -> Self:
        require_item_or_discount(self)
        return self


class Lowering(Protocol):
    """What may be an item or a discount."""

    @property
    def amount(self) -> Decimal | Minor | None: ...
    @property
    def processing_type(self) -> str | None: ...
    @property
    def lowers(self) -> str | None: ...
    @property
    def discounts(self) -> Sequence[object]: ...


def require_item_or_discount(item: Lowering) -> None:
    """A discount names the item it lowers, has no discounts of its own, and is below zero."""
    if item.lowers is None:
        if item.processing_type == "Discount":
            raise wrong(
                "processingType",
                "a discount names its item in appliedToInvoiceItemId, or stands in its discountItems",
            )
        return
    if item.processing_type not in (None, "Discount"):
        raise wrong("processingType", "what lowers another item is a Discount")
    if item.discounts:
        raise wrong("discountItems", "a discount has no discounts")
    if item.amount is not None:
        try:
            _below_zero(item.amount)
        except ValueError as error:
            raise wrong("amount", str(error)) from None


class DebitItem(DescribedItem, AnyItem):
    """One line of a debit memo."""

    tax_items: tuple[TaxItem, ...] | None = None

    @property
    def taxes(self) -> tuple[TaxItem, ...]:
        return self.tax_items or ()


class CreditItem(DescribedItem, AnyItem):
    """One line of a credit memo: a positive amount."""

    amount: NonNegativeAmount
    tax_items: tuple[CreditTaxItem, ...] | None = None

    @property
    def taxes(self) -> tuple[CreditTaxItem, ...]:
        return self.tax_items or ()


class CreditedItem(DescribedItem, AnyItem):
    """How much is credited of one invoice item; a debit memo charges it once more.

    Its taxes are those that are named; where none is, those that follow from its amount.
    """

    invoice_item_id: ItemKey
    amount: NonNegativeAmount
    tax_items: Several[CreditedTax] | None = None

    @property
    def taxes(self) -> tuple[CreditedTax, ...]:
        return self.tax_items or ()
