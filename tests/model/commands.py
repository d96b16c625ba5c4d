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
    """What the command at this place of the sequence applied to this document."""

    command: int
    document: str


@dataclass(frozen=True)
class Pay:
    """A payment is received, and applied in the same command where it names documents."""

    number: str
    account: str
    currency: str
    amount_minor: int
    day: date | None
    shares: tuple[Share, ...] = ()
    policy: str | None = None


@dataclass(frozen=True)
class Apply:
    source_kind: SourceKind
    source: str
    shares: tuple[Share, ...]
    policy: str | None = None
    day: date | None = None


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


Command = NewAccount | Draft | Post | Pay | Apply | Unapply | Refund
