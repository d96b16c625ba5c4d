"""Refusals of apply, unapply and refund."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from settlebook.domain.errors.base import Refusal, Refused
from settlebook.domain.money import Money


@dataclass(eq=False)
class NotPosted(Refused):
    """Only a posted document can settle or be settled."""

    code: ClassVar[str] = "not_posted"
    MESSAGE: ClassVar[str] = "{number} is {status}, not Posted"
    REMEDY: ClassVar[str] = "Post it first."
    number: str
    status: str


@dataclass(eq=False)
class AccountMismatch(Refused):
    """A source settles documents of its own account only."""

    code: ClassVar[str] = "account_mismatch"
    MESSAGE: ClassVar[str] = "{document} belongs to another account than {source}"
    REMEDY: ClassVar[str] = "Name a document of the same account."
    document: str
    source: str


@dataclass(eq=False)
class CurrencyMismatch(Refused):
    """Source, document and request have one currency."""

    code: ClassVar[str] = "currency_mismatch"
    MESSAGE: ClassVar[str] = "{document} is in {available}, {asked} was asked"
    REMEDY: ClassVar[str] = "Settle it with money of the same currency."
    document: str
    asked: str
    available: str


@dataclass(eq=False)
class DocumentNamedTwice(Refused):
    """A request names each document once."""

    code: ClassVar[str] = "document_named_twice"
    MESSAGE: ClassVar[str] = "{document} is named twice in one request"
    REMEDY: ClassVar[str] = "Add its amounts up in one entry."
    document: str


@dataclass(eq=False)
class LineNamedTwice(Refused):
    """A request names each item, for credit memos each pair of items, once."""

    code: ClassVar[str] = "line_named_twice"
    MESSAGE: ClassVar[str] = "{item} is named twice in one request"
    REMEDY: ClassVar[str] = "Add its amounts up in one line."
    item: str


@dataclass(eq=False)
class ItemNotOfDocument(Refused):
    """A line names an item of the document it stands under."""

    code: ClassVar[str] = "item_not_of_document"
    MESSAGE: ClassVar[str] = "{item} is no item of {document}"
    REMEDY: ClassVar[str] = "Look its items up and name one of them."
    item: str
    document: str


@dataclass(eq=False)
class WrongKindOfItem(Refused):
    """An item is named as an item, a tax item as a tax item."""

    code: ClassVar[str] = "wrong_kind_of_item"
    MESSAGE: ClassVar[str] = "{item} is {found}, but the request names it as {asked}"
    REMEDY: ClassVar[str] = "Name items and tax items each in their own field."
    item: str
    asked: str
    found: str


@dataclass(eq=False)
class PairMismatch(Refused):
    """A credit memo item settles an item, a credit tax item settles a tax item."""

    code: ClassVar[str] = "pair_mismatch"
    MESSAGE: ClassVar[str] = "{source} and {item} cannot be paired: one is a tax item, the other is not"
    REMEDY: ClassVar[str] = "Pair item with item and tax item with tax item."
    source: str
    item: str


@dataclass(eq=False)
class LinesDoNotAddUp(Refused):
    """The named lines add up to the amount of their document, or of the refund."""

    code: ClassVar[str] = "lines_do_not_add_up"
    MESSAGE: ClassVar[str] = "the lines of {document} add up to {available}, its amount is {asked}"
    REMEDY: ClassVar[str] = "Correct the amount or the lines."
    document: str
    asked: Money
    available: Money


@dataclass(eq=False)
class ExceedsAmount(Refused):
    """The documents named with a new payment ask for more than it brings."""

    code: ClassVar[str] = "exceeds_amount"
    MESSAGE: ClassVar[str] = "the documents ask for {asked}, the payment brings {available}"
    REMEDY: ClassVar[str] = "Lower the amounts of the documents."
    asked: Money
    available: Money


@dataclass(eq=False)
class ExceedsUnapplied(Refused):
    """The request asks for more than the payment or credit memo has unapplied."""

    code: ClassVar[str] = "exceeds_unapplied"
    MESSAGE: ClassVar[str] = "{number} has {available} unapplied, {asked} was asked"
    REMEDY: ClassVar[str] = "Lower the amount, or unapply an earlier settlement first."
    number: str
    asked: Money
    available: Money


@dataclass(eq=False)
class ExceedsItemUnapplied(Refused):
    """A line asks for more than its credit memo item has unapplied."""

    code: ClassVar[str] = "exceeds_item_unapplied"
    MESSAGE: ClassVar[str] = "{item} has {available} unapplied, {asked} was asked"
    REMEDY: ClassVar[str] = "Lower the lines of this item, or take another item of the memo."
    item: str
    asked: Money
    available: Money


@dataclass(eq=False)
class NothingOpen(Refused):
    """The document has no balance left to settle."""

    code: ClassVar[str] = "nothing_open"
    MESSAGE: ClassVar[str] = "{document} has nothing open (balance {available}), {asked} was asked"
    REMEDY: ClassVar[str] = "Settle another document, or unapply what settled this one."
    document: str
    asked: Money
    available: Money


@dataclass(eq=False)
class NothingToCollect(Refused):
    """Only what is open of a document can be collected."""

    code: ClassVar[str] = "nothing_to_collect"
    MESSAGE: ClassVar[str] = "{document} has nothing left to collect (balance {available})"
    REMEDY: ClassVar[str] = "Collect another document, or unapply what settled this one."
    document: str
    available: Money


@dataclass(eq=False)
class ExceedsBalance(Refused):
    """The request asks for more than the document has open."""

    code: ClassVar[str] = "exceeds_balance"
    MESSAGE: ClassVar[str] = "{document} has {available} open, {asked} was asked"
    REMEDY: ClassVar[str] = "Lower the amount."
    document: str
    asked: Money
    available: Money


@dataclass(eq=False)
class ExceedsItemBalance(Refused):
    """A line asks for more than its item has open."""

    code: ClassVar[str] = "exceeds_item_balance"
    MESSAGE: ClassVar[str] = "{item} has {available} open, {asked} was asked"
    REMEDY: ClassVar[str] = "Lower the line, or name another item."
    item: str
    asked: Money
    available: Money


@dataclass(eq=False)
class ExceedsApplied(Refused):
    """The request takes back more than the source settles on the document."""

    code: ClassVar[str] = "exceeds_applied"
    MESSAGE: ClassVar[str] = "{number} settles {available} of {document}, {asked} was asked back"
    REMEDY: ClassVar[str] = (
        "Lower the amount, or check the day: what is applied later cannot be taken back earlier."
    )
    number: str
    document: str
    asked: Money
    available: Money


@dataclass(eq=False)
class ExceedsItemApplied(Refused):
    """A line takes back more than the source settles on the item."""

    code: ClassVar[str] = "exceeds_item_applied"
    MESSAGE: ClassVar[str] = "{number} settles {available} of {item}, {asked} was asked back"
    REMEDY: ClassVar[str] = (
        "Lower the line, or check the day: what is applied later cannot be taken back earlier."
    )
    number: str
    item: str
    asked: Money
    available: Money


@dataclass(eq=False)
class NothingApplied(Refused):
    """There is nothing to take back: the source settles nothing, or the application was undone already."""

    code: ClassVar[str] = "nothing_applied"
    MESSAGE: ClassVar[str] = "nothing is left to take back from {what}"
    REMEDY: ClassVar[str] = "Look up the applications of the payment or memo, with what remains of each."
    what: str


@dataclass(eq=False)
class NoSourceItem(Refused):
    """Under source-item, every credit memo item goes back to the invoice item it was made from."""

    code: ClassVar[str] = "no_source_item"
    MESSAGE: ClassVar[str] = "{item} has no item of {document} that it was made from"
    REMEDY: ClassVar[str] = "Name the items, or take another policy."
    item: str
    document: str


@dataclass(eq=False)
class TooEarly(Refused):
    """A settlement is not dated before the own days of its source and its document."""

    code: ClassVar[str] = "too_early"
    MESSAGE: ClassVar[str] = "{asked} is before {first_day}, the first day possible for {number}"
    REMEDY: ClassVar[str] = "Choose that day or a later one, or leave the day out."
    number: str
    asked: date
    first_day: date


@dataclass(eq=False)
class ExceedsOnDay(Refused):
    """Back-dated, the settlement would take an amount below zero or above its whole on a later day."""

    code: ClassVar[str] = "exceeds_on_day"
    MESSAGE: ClassVar[str] = "on {day}, {what} has {available} left, {asked} was asked from {effective_on} on"
    REMEDY: ClassVar[str] = "Choose a later day, or lower the amount."
    what: str
    day: date
    effective_on: date
    asked: Money
    available: Money


@dataclass(eq=False)
class PolicyBroken(Refusal):
    """A policy of the user's own gave an answer that cannot be settled; once it is mended, ask again."""

    code: ClassVar[str] = "policy_broken"
    MESSAGE: ClassVar[str] = "the policy {policy} is broken: {problem}"
    REMEDY: ClassVar[str] = (
        "Nothing was recorded. A policy answers (key, minor units) of slots it was given, each once, whole "
        "numbers, none above what is open, together the amount."
    )
    policy: str
    problem: str
