"""Commands as neutral values: whoever drives a ledger, in memory or for real, translates them for itself.

Amounts are minor units. Documents, sources and items are named as people name them: `INV-1`, `INV-1#2.1`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["invoice", "debit_memo", "credit_memo"]
SourceKind = Literal["payment", "credit_memo"]


@dataclass(frozen=True)
class NewAccount:
    number: str
    currency: str
    status: Literal["Active", "Canceled"] = "Active"
    parent: str | None = None
    choices: tuple[tuple[str, str], ...] = ()  # policies, by what they are for


@dataclass(frozen=True)
class NewTax:
    amount_minor: int
    name: str
    source: str | None = None  # the tax item it credits, where it is named


@dataclass(frozen=True)
class NewItem:
    amount_minor: int
    taxes: tuple[NewTax, ...] = ()
    source: str | None = None  # the item it credits
    discounts: tuple["NewItem", ...] = ()  # negative items that lower this one


@dataclass(frozen=True)
class Draft:
    """A document is drafted, maybe posted at once; a memo made `from_invoice` names the items it credits."""

    kind: Kind
    number: str
    account: str
    day: date
    items: tuple[NewItem, ...]
    from_invoice: str | None = None
    posts: bool = False
    currency: str | None = None  # None: the account's
    auto_apply: bool = False  # a credit memo that is applied to its invoice as soon as it is posted
    derives: bool = False  # items that name no tax have the tax that follows from their amount


@dataclass(frozen=True)
class Post:
    kind: Kind
    number: str
    day: date | None = None  # on which it takes effect; without one, on the document's own


@dataclass(frozen=True)
class Line:
    item: str
    amount_minor: int
    source: str | None = None  # a credit memo's item


@dataclass(frozen=True)
class Share:
    """An amount for one document; `lines` is None where a policy is to choose."""

    kind: Kind
    document: str
    amount_minor: int
    lines: tuple[Line, ...] | None = None


@dataclass(frozen=True)
class ApplicationRef:
    """What the command at this place of the sequence applied to this document.

    `source` is said where one command applies several to one document.
    """

    command: int
    document: str
    source: str | None = None


@dataclass(frozen=True)
class Pay:
    """A payment is received, and applied in the same command where it names documents."""

    number: str
    account: str | None  # None: nobody knows whose it is
    currency: str
    amount_minor: int
    day: date | None
    shares: tuple[Share, ...] = ()
    policy: str | None = None
    prepayment: bool = False
    standalone: bool = False


@dataclass(frozen=True)
class Apply:
    source_kind: SourceKind
    source: str
    shares: tuple[Share, ...]
    policy: str | None = None
    day: date | None = None
    nets: bool | None = None  # negative rows are filled up first; None: as account or ledger choose


@dataclass(frozen=True)
class Unapply:
    """Takes back one application, amounts by document, or, naming neither, everything."""

    source_kind: SourceKind
    source: str
    shares: tuple[Share, ...] = ()
    application: ApplicationRef | None = None
    policy: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class Refund:
    source_kind: SourceKind
    source: str
    number: str
    amount_minor: int
    lines: tuple[Line, ...] | None = None  # of a credit memo: its own items
    policy: str | None = None
    day: date | None = None


# payments and refunds


@dataclass(frozen=True)
class Transfer:
    """Unapplied money goes to another account, all of it or, as a payment of its own, a part of it.

    What `shares` name is unapplied first.
    """

    payment: str
    account: str | None  # None: to nobody known
    amount_minor: int | None = None
    number: str | None = None  # of the payment that a part becomes
    shares: tuple[Share, ...] = ()
    day: date | None = None


@dataclass(frozen=True)
class CancelPayment:
    payment: str
    unapplies: bool | None = None  # None: as the ledger chooses
    day: date | None = None


@dataclass(frozen=True)
class RefundApplied:
    """Unapply and refund at once: amounts of documents, an amount, or, naming neither, everything."""

    payment: str
    number: str
    amount_minor: int | None = None
    shares: tuple[Share, ...] = ()
    writes_off: bool = False
    policy: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class CancelRefund:
    refund: str
    reapplies: bool = False
    day: date | None = None


@dataclass(frozen=True)
class Delete:
    """What is canceled is no longer shown: a document, a payment or a refund."""

    kind: Kind | Literal["payment", "refund"]
    number: str


# documents


@dataclass(frozen=True)
class Edit:
    """Items of a draft change, by line: to others, or away (None); new ones come behind `last_line`."""

    kind: Kind
    number: str
    changes: tuple[tuple[int, NewItem | None], ...]
    last_line: int
    made_from: str | None = None


@dataclass(frozen=True)
class Unpost:
    kind: Kind
    number: str


@dataclass(frozen=True)
class Cancel:
    kind: Kind
    number: str


@dataclass(frozen=True)
class Split:
    invoice: str
    percentages: tuple[int, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class WriteOff:
    """What is open of a document is given up: all, an amount, or amounts of items."""

    kind: Kind
    number: str
    amount_minor: int | None = None
    lines: tuple[Line, ...] | None = None
    policy: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class Reverse:
    """All of an invoice or credit memo is taken back by a memo that mirrors it.

    `unwinds` takes back first what settles the invoice; `day` is the memo's, `applies_on` when it is applied.
    """

    kind: Kind
    number: str
    unwinds: bool = False
    day: date | None = None
    applies_on: date | None = None


# the ledger


@dataclass(frozen=True)
class Choose:
    """The ledger, or one account, chooses anew."""

    account: str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    over_crediting: Literal["off", "header", "item"] = "item"
    cancel_unapplies: bool = False
    family: bool = False


@dataclass(frozen=True)
class NewPeriod:
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class TurnPeriod:
    """A period is about to be closed, closed, or opened again."""

    name: str
    how: Literal["pending-close", "close", "reopen"]


@dataclass(frozen=True)
class Settle:
    """Credit memos, then unapplied payments, settle what an account owes, the oldest first."""

    account: str
    payments_first: bool = False
    day: date | None = None


@dataclass(frozen=True)
class Collect:
    """What an account has unapplied settles one document of it, then money that came in."""

    kind: Kind
    document: str
    payments_first: bool = False
    received: str | None = None  # the number of a payment of all that is still open
    day: date | None = None


OfSettlement = NewAccount | Draft | Post | Pay | Apply | Unapply | Refund
OfPayments = Transfer | CancelPayment | RefundApplied | CancelRefund
OfDocuments = Edit | Unpost | Cancel | Delete | Split | WriteOff | Reverse
OfTheLedger = Choose | NewPeriod | TurnPeriod | Settle | Collect
Command = OfSettlement | OfPayments | OfDocuments | OfTheLedger
