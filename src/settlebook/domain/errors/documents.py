"""Refusals of creating and posting accounts, documents and payments."""

from dataclasses import dataclass
from typing import ClassVar

from settlebook.domain.errors.base import Refused
from settlebook.domain.money import Money


@dataclass(eq=False)
class NumberTaken(Refused):
    """A number is used once per ledger and kind."""

    code: ClassVar[str] = "number_taken"
    MESSAGE: ClassVar[str] = "{kind} {number} already exists"
    REMEDY: ClassVar[str] = "Choose another number, or leave it out to get the next one."
    kind: str
    number: str


@dataclass(eq=False)
class NameTaken(NumberTaken):
    """The same of what has a name and no number."""

    REMEDY: ClassVar[str] = "Choose another name."


@dataclass(eq=False)
class IdTaken(Refused):
    """An id is used once per ledger."""

    code: ClassVar[str] = "id_taken"
    MESSAGE: ClassVar[str] = "the id {key} is already in use"
    REMEDY: ClassVar[str] = "Choose another id, or leave it out."
    key: str


@dataclass(eq=False)
class AccountClosed(Refused):
    """Nothing new is recorded for an account that is not active."""

    code: ClassVar[str] = "account_closed"
    MESSAGE: ClassVar[str] = "account {number} is {status}, not Active"
    REMEDY: ClassVar[str] = "Use an active account."
    number: str
    status: str


@dataclass(eq=False)
class NotDraft(Refused):
    """Only a draft can be posted, canceled, split, or edited in its items and its date."""

    code: ClassVar[str] = "not_draft"
    MESSAGE: ClassVar[str] = "{number} is {status}, not Draft"
    REMEDY: ClassVar[str] = (
        "What is posted can be unposted while nothing settles it; what is canceled or split stays so."
    )
    number: str
    status: str


@dataclass(eq=False)
class NegativeTotal(Refused):
    """A document's total is not below zero."""

    code: ClassVar[str] = "negative_total"
    MESSAGE: ClassVar[str] = "{number} adds up to {asked}, below zero"
    REMEDY: ClassVar[str] = (
        "Record it as a credit memo with positive amounts: credit-memo.create with "
        '{"accountNumber": ..., "charges": [{"chargeName": ..., "amount": ..., "taxItems": [...]}]}.'
    )
    number: str
    asked: Money


@dataclass(eq=False)
class TooManyDecimalsForCurrency(Refused):
    """An amount has more decimals than its currency."""

    code: ClassVar[str] = "too_many_decimals"
    MESSAGE: ClassVar[str] = "{asked} has more decimals than {currency} has ({digits})"
    REMEDY: ClassVar[str] = "Amounts are never rounded: give an exact one."
    asked: str
    currency: str
    digits: int


@dataclass(eq=False)
class AmountOutOfRange(Refused):
    """An amount is larger than a ledger can hold."""

    code: ClassVar[str] = "amount_too_large"
    MESSAGE: ClassVar[str] = "{asked} is more than the largest amount, {available}"
    REMEDY: ClassVar[str] = "Split it."
    asked: str
    available: Money


@dataclass(eq=False)
class TaxExceedsAmount(Refused):
    """A tax-inclusive amount holds its tax, so the tax is not above it."""

    code: ClassVar[str] = "tax_exceeds_amount"
    MESSAGE: ClassVar[str] = "{item} includes its tax: {asked} of tax is more than its amount, {available}"
    REMEDY: ClassVar[str] = "Correct the amounts, or give the amount without tax under TaxExclusive."
    item: str
    asked: Money
    available: Money


@dataclass(eq=False)
class DiscountExceedsItem(Refused):
    """The discounts of an item lower it to nothing at most."""

    code: ClassVar[str] = "discount_exceeds_item"
    MESSAGE: ClassVar[str] = "the discounts of {item} come to {asked}, its amount is {available}"
    REMEDY: ClassVar[str] = "Lower the discounts, or raise the amount of the item."
    item: str
    asked: Money
    available: Money


@dataclass(eq=False)
class NotEditable(Refused):
    """What is canceled, deleted or split says no more than it did."""

    code: ClassVar[str] = "not_editable"
    MESSAGE: ClassVar[str] = "{number} is {status}"
    REMEDY: ClassVar[str] = "Only drafts and what is posted can be edited."
    number: str
    status: str


@dataclass(eq=False)
class NoItemLeft(Refused):
    """A document has at least one item."""

    code: ClassVar[str] = "no_item_left"
    MESSAGE: ClassVar[str] = "{number} would have no item left"
    REMEDY: ClassVar[str] = "Cancel the document instead, or add the items that take their place."
    number: str


@dataclass(eq=False)
class NotMadeFromInvoice(Refused):
    """Only a credit memo made from an invoice can be applied to its invoice by posting."""

    code: ClassVar[str] = "not_made_from_invoice"
    MESSAGE: ClassVar[str] = "credit memo {number} was not made from an invoice"
    REMEDY: ClassVar[str] = "Post it, and apply it to the documents that it is to settle."
    number: str


@dataclass(eq=False)
class StillCredited(Refused):
    """An invoice is unposted when no live credit memo is made from it."""

    code: ClassVar[str] = "still_credited"
    MESSAGE: ClassVar[str] = "credit memo {memo} is made from {number}"
    REMEDY: ClassVar[str] = "Unapply, unpost and cancel the memo first."
    number: str
    memo: str


@dataclass(eq=False)
class SplitBelowZero(Refused):
    """No part of a split invoice adds up to less than nothing."""

    code: ClassVar[str] = "split_below_zero"
    MESSAGE: ClassVar[str] = "part {part} of {number} would add up to {asked}, below zero"
    REMEDY: ClassVar[str] = "Choose other percentages."
    number: str
    part: int
    asked: Money


@dataclass(eq=False)
class ExceedsCreditable(Refused):
    """Credit memos made from an invoice credit no more of its items than they were billed."""

    code: ClassVar[str] = "exceeds_creditable"
    MESSAGE: ClassVar[str] = "{item} has {available} left to credit, {asked} was asked"
    REMEDY: ClassVar[str] = "Lower the amount, or create a standalone credit memo."
    item: str
    asked: Money
    available: Money


@dataclass(eq=False)
class NoSuchTax(Refused):
    """A tax of a credit memo made from an invoice is one tax of the item it credits."""

    code: ClassVar[str] = "no_such_tax"
    MESSAGE: ClassVar[str] = "{item} has {found} tax items that fit {tax}, one is needed"
    REMEDY: ClassVar[str] = "Name the tax item by sourceTaxItemId."
    item: str
    tax: str
    found: int


@dataclass(eq=False)
class KeysDisagree(Refused):
    """Two fields of a request that name the same thing name the same one."""

    code: ClassVar[str] = "keys_disagree"
    MESSAGE: ClassVar[str] = "{first} and {second} name different things"
    REMEDY: ClassVar[str] = "Give one of them."
    first: str
    second: str


@dataclass(eq=False)
class KeyReused(Refused):
    """An idempotency key belongs to one request for ever."""

    code: ClassVar[str] = "key_reused"
    MESSAGE: ClassVar[str] = "the idempotency key {key} was used for another request: {field} differs"
    REMEDY: ClassVar[str] = "Use a new key for a new request."
    key: str
    field: str


@dataclass(eq=False)
class ParentCircle(Refused):
    """An account is not above itself."""

    code: ClassVar[str] = "parent_circle"
    MESSAGE: ClassVar[str] = "{parent} cannot be above {number}: it is the same account or one below it"
    REMEDY: ClassVar[str] = "Name another parent, or take the other account from below this one first."
    number: str
    parent: str
