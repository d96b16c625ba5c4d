"""What the naive ledger is made of: rows that have a day and an amount, and what they are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from tests.model.commands import ApplicationRef, Kind, Share


@dataclass(frozen=True)
class Item:
    name: str
    document: str
    amount: int
    tax_name: str | None = None  # None: the item itself, not a tax on it
    parent: str | None = None  # of a tax: its item
    source: str | None = None  # of a memo made from an invoice: the row it credits
    discounts: str | None = None  # of a discount: the item it lowers

    @property
    def is_tax(self) -> bool:
        return self.parent is not None


@dataclass(frozen=True)
class Document:
    """A document. `day` is its own once it is posted, until then `written_on`, the day that it bears."""

    kind: Kind
    number: str
    account: str
    currency: str
    day: date
    written_on: date
    items: tuple[Item, ...]  # canonical order
    status: Literal["Draft", "Posted", "Canceled", "Deleted", "Split"] = "Draft"
    made_from: str | None = None  # of a memo: the document whose items it credits, debits or mirrors
    last_line: int = 0  # lines are never given twice
    reversed: bool = False
    auto_apply: bool = False
    is_excluded: bool = False  # no run applies it by itself

    @property
    def posted(self) -> bool:
        return self.status == "Posted"


@dataclass(frozen=True)
class Payment:
    """A payment. `day` is the first on which it can settle: since it came in, or since it has its account."""

    number: str
    account: str | None  # None: nobody knows whose it is
    currency: str
    amount: int
    day: date
    status: Literal["Processed", "Canceled", "Deleted"] = "Processed"
    prepayment: bool = False
    standalone: bool = False
    received: date = date.min


@dataclass(frozen=True)
class Refund:
    number: str
    source: str
    day: date
    took_back: tuple[Share, ...] = ()  # what was unapplied for it, by document, with its rows
    unnetted: tuple["Netting", ...] = ()  # what netting was given back with that
    written_off_by: tuple[str, ...] = ()  # the memos that wrote that off at once, one for each document
    status: Literal["Processed", "Canceled", "Deleted"] = "Processed"


@dataclass(frozen=True)
class Period:
    name: str
    starts_on: date
    ends_on: date
    status: Literal["Open", "PendingClose", "Closed"] = "Open"


@dataclass(frozen=True)
class Rules:
    """What a ledger, or an account, chooses where a request does not; None leaves it to the next above."""

    choices: tuple[tuple[str, str], ...] = ()  # policies, by what they are for
    over_crediting: Literal["off", "header", "item"] = "item"
    cancel_unapplies: bool = False
    family: bool = False


@dataclass(frozen=True)
class Posting:
    """Items of a document came into the books, or left them again, where the amounts are turned."""

    document: str
    amounts: Mapping[str, int]
    day: date
    is_posted: bool  # False: unposted

    @property
    def moves_money(self) -> bool:
        return any(self.amounts.values())


@dataclass(frozen=True)
class Brought:
    """Money of a payment came in (positive), went to another payment or was canceled (negative)."""

    payment: str
    account: str | None
    minor: int
    day: date
    moves_money: ClassVar[bool] = True


@dataclass(frozen=True)
class Move:
    """Money put on an item (positive) or taken back (negative), by pair.

    `application` is the one to which it belongs, `account` whose money it is.
    """

    source: str
    source_item: str | None
    document: str
    item: str
    minor: int
    day: date
    application: ApplicationRef
    account: str | None
    moves_money: ClassVar[bool] = True


@dataclass(frozen=True)
class Netting:
    """A negative row was filled up from a positive one of its document, or no longer is (negative)."""

    document: str
    negative: str
    positive: str
    minor: int
    day: date
    application: ApplicationRef | None  # for whose sake; None: a discount
    moves_money: ClassVar[bool] = True


@dataclass(frozen=True)
class Refunded:
    """Money paid out of a payment or of a row of a credit memo (positive), or not after all (negative)."""

    source: str
    source_item: str | None
    minor: int
    day: date
    refund: str
    account: str | None
    moves_money: ClassVar[bool] = True


Row = Posting | Brought | Move | Netting | Refunded  # what has a day
