"""The journal rows of the money a fact moves, each with the part, application and items it belongs to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import repeat
from typing import Protocol, TypeAlias
from uuid import UUID

from settlebook.domain.events import (
    Application,
    Applied,
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
    ReturnLine,
    SettlementLine,
    SourceKind,
    Unapplied,
)
from settlebook.domain.ids import derived_id, deriving
from settlebook.domain.postings import Book, postings
from settlebook.projecting.journal.stored import Stored
from settlebook.projecting.journal.tables import PostingRow

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

KindsByBook: TypeAlias = Mapping[str, str | None]
Derive: TypeAlias = Callable[[str], UUID]
# application, application item, undoes, part, part item
Settlement: TypeAlias = tuple[UUID | None, UUID | None, UUID | None, UUID | None, UUID | None]
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
    (debit_owner, debit_debtor), (credit_owner, credit_debtor) = _owners(fact, owned)
    kind_of = _KINDS_BY_BOOK[document_kind]
    ledger_id, position, effective_on = stored.ledger_id, stored.position, fact.effective_on
    kind, currency = KINDS[type(fact)], owned.currency
    entry_id = deriving(ledger_id, "journal-entry", position)
    moves = zip(postings(fact), _settlements(stored), strict=False)
    for ordinal, ((debit, credit, amount_minor), settlement) in enumerate(moves, 1):
        debit_book, credit_book = debit[0], credit[0]
        yield _row(
            PostingRow,
            (
                ledger_id,
                position,
                ordinal,
                effective_on,
                kind,
                currency,
                amount_minor,
                debit_book._value_,
                debit_debtor if debit_book is _RECEIVABLE else debit_owner,
                kind_of[debit_book._value_],
                *debit[1:],
                credit_book._value_,
                credit_debtor if credit_book is _RECEIVABLE else credit_owner,
                kind_of[credit_book._value_],
                *credit[1:],
                *settlement,
                entry_id(str(ordinal)),
            ),
        )


def _owners(fact: Event, owned: Owned | PaymentTransferred) -> tuple[Owners, Owners]:
    """Whose money the debit legs and the credit legs are, and whose debt."""
    if isinstance(owned, PaymentTransferred):
        return (owned.from_account_id, None), (owned.to_account_id, None)
    owner_id = owned.account_id
    both = owner_id, fact.document_account_id if isinstance(fact, Application) else owner_id
    return both, both


def _kinds(document_kind: DocumentKind | None) -> KindsByBook:
    kind = document_kind.value if document_kind else None
    return {
        Book.RECEIVABLE.value: kind,
        Book.REVENUE.value: kind,
        Book.UNAPPLIED_PAYMENT.value: SourceKind.PAYMENT.value,
        Book.ON_ACCOUNT_CREDIT.value: DocumentKind.CREDIT_MEMO.value,
        Book.BANK.value: None,
    }


# Names as plain texts: an enumeration's hash and equality are slow, and there are millions of rows.
_KINDS_BY_BOOK: Mapping[DocumentKind | None, KindsByBook] = {
    kind: _kinds(kind) for kind in (None, *DocumentKind)
}
_RECEIVABLE, _row = Book.RECEIVABLE, tuple.__new__


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


def _applied(ledger_id: str, fact: Applied) -> Iterator[Settlement]:
    application_id, part_id, item_of, part_item_of = _application(ledger_id, fact)
    for line in fact.lines:
        pair = _pair(line)
        yield application_id, item_of("/" + pair), None, part_id, part_item_of(pair)


def _unapplied(ledger_id: str, fact: Unapplied) -> Iterator[Settlement]:
    application_id, part_id, item_of, part_item_of = _application(ledger_id, fact)
    for line in fact.lines:
        pair = _pair(line)
        yield application_id, item_of(f"{line.undoes.hex}/{pair}"), line.undoes, part_id, part_item_of(pair)


def _application(ledger_id: str, fact: Application) -> tuple[UUID, UUID, Derive, Derive]:
    """Its id, that of its part, and how the ids of its items and part items are made."""
    source_id, document_id = fact.stream_id, fact.document_id
    return (
        fact.application_id,
        derived_id(ledger_id, "part", source_id, document_id),
        deriving(ledger_id, "application-item", fact.application_id),
        deriving(ledger_id, "part-item", source_id, document_id),
    )


def _pair(line: SettlementLine | ReturnLine) -> str:
    """The row it comes from, if it is one, and the row it goes to."""
    source = line.source_item_id
    return f"{source.hex if source else ''}/{line.item_id.hex}"


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
