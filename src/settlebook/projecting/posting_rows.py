"""The journal rows of the money a fact moves, each with the part, application and items it belongs to."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat
from typing import Protocol, TypeAlias
from uuid import UUID

from settlebook.domain.events import (
    CreditApplied,
    CreditMemoPosted,
    CreditMemoUnposted,
    CreditUnapplied,
    DebitMemoPosted,
    DebitMemoUnposted,
    DocumentKind,
    Event,
    InvoicePosted,
    InvoiceUnposted,
    ItemsNetted,
    ItemsUnnetted,
    PaymentApplied,
    PaymentCanceled,
    PaymentReceived,
    PaymentTransferred,
    PaymentUnapplied,
    RefundCanceled,
    RefundIssued,
    SourceKind,
)
from settlebook.domain.ids import derived_id
from settlebook.domain.postings import Book, Leg, postings
from settlebook.projecting.journal import PostingRow
from settlebook.projecting.stored import Stored

KINDS: Mapping[type[Event], str] = {
    InvoicePosted: "post",
    DebitMemoPosted: "post",
    CreditMemoPosted: "post",
    InvoiceUnposted: "unpost",
    DebitMemoUnposted: "unpost",
    CreditMemoUnposted: "unpost",
    PaymentReceived: "receive",
    PaymentCanceled: "cancel",
    PaymentTransferred: "transfer",
    PaymentApplied: "apply",
    CreditApplied: "apply",
    PaymentUnapplied: "unapply",
    CreditUnapplied: "unapply",
    ItemsNetted: "net",
    ItemsUnnetted: "unnet",
    RefundIssued: "refund",
    RefundCanceled: "refund_cancel",
}

KindsByBook: TypeAlias = Mapping[Book, str | None]
# application, application item, undoes, part, part item
Settlement: TypeAlias = tuple[UUID | None, UUID | None, UUID | None, UUID | None, UUID | None]
Application = PaymentApplied | PaymentUnapplied | CreditApplied | CreditUnapplied
Owners: TypeAlias = tuple[UUID | None, UUID | None]  # of the money, of the debt
NO_SETTLEMENT: Settlement = (None, None, None, None, None)


class Owned(Protocol):
    """What says whose money moves, and in which currency: a fact, or a document's header."""

    @property
    def account_id(self) -> UUID | None: ...
    @property
    def currency(self) -> str: ...


def posting_rows(
    stored: Stored, owned: Owned | PaymentTransferred, document_kind: DocumentKind | None
) -> Iterator[PostingRow]:
    """The rows of a fact's postings; `document_kind` is that of the document it posts or settles."""
    fact = stored.fact
    debit_of, credit_of = _owners(fact, owned)
    kinds = _KINDS_BY_BOOK[document_kind]
    moves = zip(postings(fact), _settlements(stored), strict=False)
    for ordinal, (posting, settlement) in enumerate(moves, 1):
        yield PostingRow(
            stored.ledger_id,
            stored.position,
            ordinal,
            fact.effective_on,
            KINDS[type(fact)],
            owned.currency,
            posting.amount_minor,
            *_leg(posting.debit, debit_of, kinds),
            *_leg(posting.credit, credit_of, kinds),
            *settlement,
            derived_id(stored.ledger_id, "journal-entry", stored.position, ordinal),
        )


def _owners(fact: Event, owned: Owned | PaymentTransferred) -> tuple[Owners, Owners]:
    """Whose money the debit legs and the credit legs are, and whose debt."""
    if isinstance(owned, PaymentTransferred):
        return (owned.from_account_id, None), (owned.to_account_id, None)
    owner_id = owned.account_id
    both = owner_id, fact.document_account_id if isinstance(fact, Application) else owner_id
    return both, both


def _leg(
    leg: Leg, owners: Owners, kinds: KindsByBook
) -> tuple[str, UUID | None, str | None, UUID | None, UUID | None]:
    owner_id, debtor_id = owners
    account_id = debtor_id if leg.book is Book.RECEIVABLE else owner_id
    return leg.book, account_id, kinds[leg.book], leg.document_id, leg.item_id


def _kinds(document_kind: DocumentKind | None) -> KindsByBook:
    return {
        Book.RECEIVABLE: document_kind,
        Book.REVENUE: document_kind,
        Book.UNAPPLIED_PAYMENT: SourceKind.PAYMENT,
        Book.ON_ACCOUNT_CREDIT: DocumentKind.CREDIT_MEMO,
        Book.BANK: None,
    }


_KINDS_BY_BOOK = {kind: _kinds(kind) for kind in (None, *DocumentKind)}


def _settlements(stored: Stored) -> Iterable[Settlement]:
    """What each line of a settlement belongs to, in the order of the lines, which is that of the postings."""
    match stored.fact:
        case (PaymentApplied() | CreditApplied()) as fact:
            return _applied(stored.ledger_id, fact)
        case (PaymentUnapplied() | CreditUnapplied()) as fact:
            return _unapplied(stored.ledger_id, fact)
        case RefundIssued() as fact:
            return _refunded(stored.ledger_id, fact)
        case RefundCanceled() as fact:
            return _refund_canceled(stored.ledger_id, fact)
        case (ItemsNetted() | ItemsUnnetted()) as fact:
            return repeat((fact.application_id, None, None, None, None))
        case _:
            return repeat(NO_SETTLEMENT)


def _applied(ledger_id: str, fact: PaymentApplied | CreditApplied) -> Iterator[Settlement]:
    source_id, document_id, application_id = fact.stream_id, fact.document_id, fact.application_id
    part_id = derived_id(ledger_id, "part", source_id, document_id)
    for line in fact.lines:
        pair = line.source_item_id or "", line.item_id
        yield (
            application_id,
            derived_id(ledger_id, "application-item", application_id, "", *pair),
            None,
            part_id,
            derived_id(ledger_id, "part-item", source_id, document_id, *pair),
        )


def _unapplied(ledger_id: str, fact: PaymentUnapplied | CreditUnapplied) -> Iterator[Settlement]:
    source_id, document_id, application_id = fact.stream_id, fact.document_id, fact.application_id
    part_id = derived_id(ledger_id, "part", source_id, document_id)
    for line in fact.lines:
        pair = line.source_item_id or "", line.item_id
        yield (
            application_id,
            derived_id(ledger_id, "application-item", application_id, line.undoes, *pair),
            line.undoes,
            part_id,
            derived_id(ledger_id, "part-item", source_id, document_id, *pair),
        )


def _refunded(ledger_id: str, fact: RefundIssued) -> Iterator[Settlement]:
    """A payment's refund takes from no row: it has an application item, and no part item."""
    application_id = derived_id(ledger_id, "refund-application", fact.refund_id)
    for row in (line.source_item_id for line in fact.lines):
        item_id = derived_id(ledger_id, "refund-application-item", fact.refund_id, row or "")
        yield application_id, item_id, None, *_refund_part(ledger_id, fact.refund_id, row)


def _refund_canceled(ledger_id: str, fact: RefundCanceled) -> Iterator[Settlement]:
    application_id = derived_id(ledger_id, "refund-cancel", fact.refund_id)
    undoes = derived_id(ledger_id, "refund-application", fact.refund_id)
    for row in (line.source_item_id for line in fact.lines):
        item_id = derived_id(ledger_id, "refund-cancel-item", fact.refund_id, row or "")
        yield application_id, item_id, undoes, *_refund_part(ledger_id, fact.refund_id, row)


def _refund_part(ledger_id: str, refund_id: UUID, row: UUID | None) -> tuple[UUID, UUID | None]:
    part_id = derived_id(ledger_id, "refund-part", refund_id)
    return part_id, derived_id(ledger_id, "refund-part-item", refund_id, row) if row else None
