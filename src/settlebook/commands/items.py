"""The items and tax items of documents as requests spell them; lines count from 1 in the order given."""

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar, Self, cast

from pydantic import model_validator

from settlebook.commands.base import Part
from settlebook.commands.described import DescribedInvoiceItem, DescribedItem, DescribedTax
from settlebook.commands.fields import Amount, Id, ItemKey, NonNegativeAmount, Several
from settlebook.commands.kept import KeptText
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
        return next(iter(self._modes()), "TaxExclusive")

    def _modes(self) -> list[TaxMode]:
        return [mode for mode in (self.tax_mode, *(tax.tax_mode for tax in self.taxes)) if mode is not None]

    @model_validator(mode="after")
    def _one_mode(self) -> Self:
        if len(set(self._modes())) > 1:
            raise wrong("taxMode", "an item and its taxes have one tax mode")
        return self


class InvoiceItem(DescribedInvoiceItem, AnyItem):
    """One line of an invoice."""

    tax_items: Several[TaxItem] | None = None

    @property
    def taxes(self) -> tuple[TaxItem, ...]:
        return self.tax_items or ()


class DebitItem(DescribedItem, AnyItem):
    """One line of a debit memo."""

    tax_items: Several[TaxItem] | None = None

    @property
    def taxes(self) -> tuple[TaxItem, ...]:
        return self.tax_items or ()


class CreditItem(DescribedItem, AnyItem):
    """One line of a credit memo: a positive amount."""

    amount: NonNegativeAmount
    tax_items: Several[CreditTaxItem] | None = None

    @property
    def taxes(self) -> tuple[CreditTaxItem, ...]:
        return self.tax_items or ()


class CreditedItem(DescribedItem, AnyItem):
    """How much is credited of one invoice item."""

    invoice_item_id: ItemKey
    amount: NonNegativeAmount
    tax_items: Several[CreditedTax] | None = None

    @property
    def taxes(self) -> tuple[CreditedTax, ...]:
        return self.tax_items or ()
