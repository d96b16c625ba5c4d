"""What a command would do if it were recorded now: its answer, every refusal found, what would change."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from settlebook.domain.account import Account
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.document import Document
from settlebook.domain.errors import Refusal
from settlebook.domain.events import DocumentKind, Event
from settlebook.domain.money import Money
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable
from settlebook.ledger.deciding.decided import Decided
from settlebook.ledger.requests.outcome import Made, Outcome, Result
from settlebook.ledger.states.registry import number_of
from settlebook.ledger.states.streams import NOTHING, State, Stream

Kind = Literal["invoice", "debit_memo", "credit_memo", "payment"]
KINDS: tuple[Kind, ...] = ("invoice", "debit_memo", "credit_memo", "payment")


@dataclass(frozen=True, slots=True)
class RowChange:
    """What is open of an item or tax item, of a credit memo what is unapplied of it."""

    item: str  # INV-7#2
    item_id: UUID
    before: Money
    after: Money


@dataclass(frozen=True, slots=True)
class BalanceChange:
    """What is open of a document, or unapplied of a credit memo or payment.

    `rows`  those that change; a payment has none.
    The statuses are None before it exists.
    """

    kind: Kind
    number: str
    id: UUID
    account_id: UUID | None
    before: Money
    after: Money
    status_before: str | None
    status_after: str
    rows: tuple[RowChange, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountChange:
    """By how much the sums of an account change in one currency."""

    account_id: UUID | None  # None: of payments that are not assigned
    number: str | None
    invoices: Money
    debit_memos: Money
    unapplied_payments: Money
    unapplied_credit: Money

    @property
    def balance(self) -> Money:
        """What it owes less what it has unapplied."""
        owed = self.invoices.minor + self.debit_memos.minor
        unapplied = self.unapplied_payments.minor + self.unapplied_credit.minor
        return Money(owed - unapplied, self.invoices.currency)


@dataclass(frozen=True, slots=True)
class Preview:
    """What recording the command now would answer and change. Nothing was recorded.

    `answer`    the outcome, or the refusal, exactly as recording says it; of a key that is known, the first
                answer, with `replayed` set.
    `refusals`  the answer, where it is a refusal, then what else was found: every document and every line
                that the request names, by itself, and the request for the least amount. What only shows once
                other reasons are mended, such as a sum over several documents, may be missing.
    `facts`     in the order in which they would be recorded.
    `made`      what would be new. Numbers of sequences are those that come next if nobody else takes them;
                ids, but for those that the caller chose, will be others.
    `balances`  of everything touched, before and after. `accounts`: what that adds up to.
    """

    answer: Outcome | Refusal
    refusals: tuple[Refusal, ...] = ()
    facts: tuple[Event, ...] = ()
    made: tuple[Made, ...] = ()
    balances: tuple[BalanceChange, ...] = ()
    accounts: tuple[AccountChange, ...] = ()

    @property
    def is_refused(self) -> bool:
        return isinstance(self.answer, Refusal)

    @property
    def results(self) -> tuple[Result, ...]:
        """Of a command over several documents, what would become of each."""
        return self.answer.results if isinstance(self.answer, Outcome) else ()

    @property
    def replayed(self) -> bool:
        return bool(getattr(self.answer, "replayed", False))


def previewed(
    answer: Outcome | Refusal,
    others: Iterable[Refusal] = (),
    decided: Decided | None = None,
    state_of: Callable[[UUID], State | None] = lambda _: None,
) -> Preview:
    """The preview of a command that was decided, or whose answer was known without deciding."""
    refusals = (answer, *others) if isinstance(answer, Refusal) else tuple(others)
    if decided is None:
        return Preview(answer, refusals)
    facts = tuple(fact for _, fact in decided.facts)
    balances = tuple(_changes(decided.before, decided.after))
    accounts = tuple(_account_changes(balances, state_of))
    return Preview(answer, refusals, facts, tuple(_made(facts)), balances, accounts)


def _made(facts: Iterable[Event]) -> Iterator[Made]:
    for fact in facts:
        named = number_of(fact)
        if named is not None:
            yield Made(kind=named.kind, id=named.id, number=named.number)


def _changes(before: Mapping[UUID, Stream], after: Mapping[UUID, Stream]) -> Iterator[BalanceChange]:
    for stream_id, stream in after.items():
        known = before.get(stream_id, NOTHING).state
        match stream.state:
            case Receivable() | CreditMemo() as document:
                yield _of_document(known if isinstance(known, Document) else None, document)
            case Payment() as payment:
                yield from _of_payment(known if isinstance(known, Payment) else None, payment)


def _of_document(known: Document | None, document: Document) -> BalanceChange:
    currency = document.currency
    open_before, open_after = _open_rows(known), _open_rows(document)
    rows = {**document.rows} if known is None else {**known.rows, **document.rows}
    changed = tuple(
        RowChange(
            (document if item_id in document.rows else known or document).name_of(item_id),
            item_id,
            Money(open_before.get(item_id, 0), currency),
            Money(open_after.get(item_id, 0), currency),
        )
        for item_id in rows
        if open_before.get(item_id, 0) != open_after.get(item_id, 0)
    )
    return BalanceChange(
        kind=_KIND_OF[document.kind],
        number=document.number,
        id=document.document_id,
        account_id=document.account_id,
        before=Money(sum(open_before.values()), currency),
        after=Money(sum(open_after.values()), currency),
        status_before=known.header.status if known else None,
        status_after=document.header.status,
        rows=changed,
    )


def _of_payment(known: Payment | None, payment: Payment) -> Iterator[BalanceChange]:
    """One that changes its account leaves the one and arrives at the other."""
    nothing = Money(0, payment.currency)
    before = Money(known.unapplied_minor if known else 0, payment.currency)
    after = Money(payment.unapplied_minor, payment.currency)
    moves = [(payment.account_id, before, after)]
    if known is not None and known.account_id != payment.account_id:
        moves = [(known.account_id, before, nothing), (payment.account_id, nothing, after)]
    for account_id, was, becomes in moves:
        yield BalanceChange(
            kind="payment",
            number=payment.number,
            id=payment.payment_id,
            account_id=account_id,
            before=was,
            after=becomes,
            status_before=known.status if known else None,
            status_after=payment.status,
        )


_KIND_OF: Mapping[DocumentKind, Kind] = {
    DocumentKind.INVOICE: "invoice",
    DocumentKind.DEBIT_MEMO: "debit_memo",
    DocumentKind.CREDIT_MEMO: "credit_memo",
}


def _open_rows(state: Document | None) -> dict[UUID, int]:
    """What counts of a document: only one that is posted owes or grants anything."""
    match state:
        case Receivable() if state.is_posted:
            return {item_id: state.open_minor(item_id) for item_id in state.rows}
        case CreditMemo() if state.is_posted:
            return {item_id: row.total for item_id, row in state.unapplied.items()}
    return {}


def _account_changes(
    balances: Iterable[BalanceChange], state_of: Callable[[UUID], State | None]
) -> Iterator[AccountChange]:
    """By account and currency, in the order in which they are touched first."""
    sums: dict[tuple[UUID | None, str], dict[Kind, int]] = {}
    for change in balances:
        by_kind = sums.setdefault((change.account_id, change.after.currency), dict.fromkeys(KINDS, 0))
        by_kind[change.kind] += change.after.minor - change.before.minor
    for (account_id, currency), by_kind in sums.items():
        account = state_of(account_id) if account_id is not None else None
        yield AccountChange(
            account_id,
            account.number if isinstance(account, Account) else None,
            invoices=Money(by_kind["invoice"], currency),
            debit_memos=Money(by_kind["debit_memo"], currency),
            unapplied_payments=Money(by_kind["payment"], currency),
            unapplied_credit=Money(by_kind["credit_memo"], currency),
        )
