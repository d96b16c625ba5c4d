"""Acts that choose documents and sources by themselves: settling an account, collecting a document."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from settlebook.commands import ApplyCreditMemo, ApplyPayment, CreatePayment
from settlebook.commands.runs import Choosing, CollectDebitMemo, CollectInvoice, SettleAccount
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.rules.checking import require_posted
from settlebook.domain.decisions.rules.dating import effective_day, own_day_of
from settlebook.domain.decisions.settling import settling_up
from settlebook.domain.decisions.settling.settling_up import Share, Step, Wishes
from settlebook.domain.errors import NothingToCollect
from settlebook.domain.events import DocumentKind
from settlebook.domain.money import Minor, Money
from settlebook.domain.receivable import Receivable
from settlebook.domain.settleable import Settleable
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import AppliedTo, Made, Outcome
from settlebook.services.limiting import limits
from settlebook.services.limiting.sizes import rows_in
from settlebook.services.requests.amounts import minor_of
from settlebook.services.service import Services
from settlebook.services.sources.credit_memos import apply_credit_memo
from settlebook.services.sources.payments import apply_payment, create_payment

NOTHING = "NothingToSettle"  # an outcome without facts
_KINDS = {"Invoice": DocumentKind.INVOICE, "DebitMemo": DocumentKind.DEBIT_MEMO}


def settle_account(books: Books, command: SettleAccount) -> Outcome:
    """Nothing to settle is an outcome, without applications.

    Refuses, first match wins: NotFound; TooManyDecimalsForCurrency and AmountOutOfRange (the minimum, in the
    currencies of the account's documents); PeriodIsClosed, where there is something to settle.
    """
    account = books.account(command.key)
    open_ = books.settleable(account.account_id)
    day = command.effective_date or books.open_day
    kinds = [_KINDS[name] for name in command.documents or _KINDS]
    wishes = Wishes(
        day=day,
        turns=command.turns,
        kinds=frozenset(kinds),
        due_on_or_before=command.due_on_or_before,
        currency=command.currency,
        minimums=_minimums(command, open_),
    )
    applications = _carry_out(books, settling_up.plan(open_, wishes), command, day)
    status = "Settled" if applications else NOTHING
    return _answer(account.account_id, account.number, applications, day, status)


def collect_invoice(books: Books, command: CollectInvoice) -> Outcome:
    """Refuses as `_collect` does."""
    return _collect(books, books.invoice(command.key), command)


def collect_debit_memo(books: Books, command: CollectDebitMemo) -> Outcome:
    """Refuses as `_collect` does."""
    return _collect(books, books.debit_memo(command.key), command)


def _collect(books: Books, document: Receivable, command: CollectInvoice | CollectDebitMemo) -> Outcome:
    """Refuses, first match wins: NotFound, NotPosted, AlreadyReversed, NothingToCollect, TooEarly (the
    document); LimitExceeded; PeriodIsClosed; then for the payment that came in as `create_payment` lists.
    """
    require_posted(document)
    _require_open(document)
    day = effective_day(command.effective_date, books.open_day, [own_day_of(document)])
    steps = _steps(books, document, Wishes(day, command.turns)) if command.apply_credit else ()
    _require_limits(books, document, steps)
    applications = _carry_out(books, steps, command, day)
    received = _receive(books, document, command)
    if received is not None:
        applications += (_of(received, applied) for applied in received.applications)
    left = books.receivable_by_id(document.kind, document.document_id).balance_minor
    status = "Settled" if left <= 0 else "PartlySettled"
    if not applications and received is None:
        status = NOTHING
    answer = _answer(document.document_id, document.number, applications, day, status)
    return answer.model_copy(update={"made": _made(received)})


def _steps(books: Books, document: Receivable, wishes: Wishes) -> tuple[Step, ...]:
    """What the account has unapplied, for this document only."""
    open_ = replace(books.settleable(document.account_id), documents=(document,))
    return settling_up.plan(open_, wishes)


def _require_limits(books: Books, document: Receivable, steps: Iterable[Step]) -> None:
    """Refuses: LimitExceeded. Of invoices, which Zuora does not collect so, items are not counted."""
    used = [step.source for step in steps]
    memos = [source for source in used if isinstance(source, CreditMemo)]
    settings = books.settings
    if document.kind is DocumentKind.DEBIT_MEMO:
        limits.require(settings, "collect-debit-memo-items", rows_in(document))
    limits.require(settings, "collect-credit-memos", len(memos))
    limits.require(settings, "collect-credit-items", sum(map(rows_in, memos)))
    limits.require(settings, "collect-payments", len(used) - len(memos))


def _require_open(document: Receivable) -> None:
    balance = Money(document.balance_minor, document.currency)
    if balance.minor <= 0:
        raise NothingToCollect(document.number, balance)


def _receive(
    books: Books, document: Receivable, command: CollectInvoice | CollectDebitMemo
) -> Outcome | None:
    """Money that came in: what is still open unless its amount is given; more than that stays unapplied."""
    asked = command.payment
    if asked is None:
        return None
    rest = books.receivable_by_id(document.kind, document.document_id).balance_minor
    minor = rest if asked.amount is None else minor_of(asked.amount, document.currency)
    if minor <= 0:
        return None
    given = asked.given() | {
        "accountId": document.account_id.hex,
        "currency": document.currency,
        "amount": Minor(minor),
        "effectiveDate": asked.effective_date or command.effective_date,
    }
    if rest > 0:
        given |= _documents([Share(document, min(minor, rest))]) | _rule(command.payment_policy)
        given["negativeLines"] = command.negative_lines
    return create_payment(books, CreatePayment.model_validate(given))


def _carry_out(books: Books, steps: Iterable[Step], command: Choosing, day: date) -> list[AppliedTo]:
    """Each step as the command that a clerk would give: the same rules, limits and refusals."""
    applications: list[AppliedTo] = []
    for step in steps:
        outcome = _apply(books, step, command, day)
        applications += (_of(outcome, applied) for applied in outcome.applications)
    return applications


def _apply(books: Books, step: Step, command: Choosing, day: date) -> Outcome:
    asked = _documents(step.shares) | {"effectiveDate": day, "negativeLines": command.negative_lines}
    if isinstance(step.source, CreditMemo):
        asked |= {"key": step.source.document_id.hex} | _rule(command.credit_memo_policy)
        return apply_credit_memo(books, ApplyCreditMemo.model_validate(asked))
    asked |= {"key": step.source.payment_id.hex} | _rule(command.payment_policy)
    return apply_payment(books, ApplyPayment.model_validate(asked))


def _documents(shares: Sequence[Share]) -> dict[str, object]:
    named: dict[str, list[dict[str, object]]] = {}
    for share in shares:
        kind = "invoice" if share.document.kind is DocumentKind.INVOICE else "debitMemo"
        entry = {f"{kind}Id": share.document.document_id.hex, "amount": Minor(share.amount_minor)}
        named.setdefault(f"{kind}s", []).append(entry)
    return dict(named)


def _rule(policy: str | None) -> dict[str, object]:
    return {} if policy is None else {"policy": policy}


def _minimums(command: SettleAccount, open_: Settleable) -> dict[str, int]:
    least = command.minimum_amount
    currencies = {document.currency for document in open_.documents}
    if least is None:
        return {}
    return {currency: minor_of(least, currency) for currency in sorted(currencies)}


def _of(outcome: Outcome, applied: AppliedTo) -> AppliedTo:
    """The application with its source named, since the command had several."""
    return applied.model_copy(update={"source": outcome.number, "source_id": outcome.id})


def _made(received: Outcome | None) -> tuple[Made, ...]:
    if received is None or received.id is None or received.number is None:
        return ()
    return (Made(kind="payment", id=received.id, number=received.number),)


def _answer(id: UUID, number: str, applications: Sequence[AppliedTo], day: date, status: str) -> Outcome:
    """One currency where all of it has one."""
    currencies = {applied.currency for applied in applications}
    return Outcome(
        id=id,
        number=number,
        applications=tuple(applications),
        currency=currencies.pop() if len(currencies) == 1 else None,
        status=status,
        effective_on=day,
    )


SERVICES: Services = {
    SettleAccount: settle_account,
    CollectInvoice: collect_invoice,
    CollectDebitMemo: collect_debit_memo,
}
