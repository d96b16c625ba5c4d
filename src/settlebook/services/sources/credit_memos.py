"""Acts on posted credit memos: apply, unapply and refund."""

from collections.abc import Sequence

from settlebook.commands import ApplyCreditMemo, RefundCreditMemo, UnapplyCreditMemo
from settlebook.commands.refunds import RefundedLine
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.refunding import refunds
from settlebook.domain.decisions.rules.asked import AskedDocument, AskedLine
from settlebook.domain.decisions.settling.spreading import Rule
from settlebook.domain.decisions.sources import credit_memos
from settlebook.domain.ids import as_id
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import Outcome
from settlebook.services.limiting.limits import prorated
from settlebook.services.limiting.sizes import names_all, rows_in, rows_to_choose
from settlebook.services.requests.amounts import minor_of
from settlebook.services.requests.asking import asked_documents, by_id, lots_documents
from settlebook.services.requests.families import family_of
from settlebook.services.requests.keys import RowNames
from settlebook.services.requests.outcomes import refunded, settled
from settlebook.services.requests.policies import Act, chosen, negative_lines
from settlebook.services.service import Services


def apply_credit_memo(books: Books, command: ApplyCreditMemo) -> Outcome:
    """Refuses, first match wins: NotFound (the memo); as `asked_documents` and `credit_memos.apply` list."""
    memo = books.credit_memo(command.key)
    asked = asked_documents(books, command.documents, memo.currency, memo)
    rule = None if names_all(asked) else _rule(books, memo, asked, command.chosen_policy)
    applied = credit_memos.apply(
        memo,
        asked,
        policy=rule,
        effective_on=command.effective_date,
        today=books.open_day,
        new_id=lambda: books.new_id("application"),
        negative_lines=negative_lines(books, memo.account_id, command.negative_lines),
        family=family_of(books, memo.account_id, asked),
    )
    books.record(*applied.facts)
    return settled(memo.document_id, memo.number, memo.currency, applied, by_id(asked), memo, rule)


def unapply_credit_memo(books: Books, command: UnapplyCreditMemo) -> Outcome:
    """Refuses, first match wins: NotFound (the memo); as `asked_documents`, `credit_memos.unapply` list."""
    memo = books.credit_memo(command.key)
    asked = asked_documents(books, command.documents, memo.currency, memo)
    application = as_id(command.application) if command.application else None
    documents = lots_documents(books, memo.lots, asked, application)
    returned = credit_memos.unapply(
        memo,
        asked,
        documents,
        application=application,
        policy=None if application else chosen(books, memo.account_id, Act.UNAPPLY, command.policy),
        effective_on=command.effective_date,
        today=books.open_day,
        new_id=lambda: books.new_id("application"),
    )
    books.record(*returned.facts)
    return settled(memo.document_id, memo.number, memo.currency, returned, documents, memo)


def refund_credit_memo(books: Books, command: RefundCreditMemo) -> Outcome:
    """Refuses, first match wins: NotFound, TooManyDecimalsForCurrency, AmountOutOfRange, ItemNotOfDocument,
    NumberTaken, IdTaken; then as `refunds.of_credit_memo` lists.
    """
    memo = books.credit_memo(command.key)
    amount_minor = minor_of(command.total_amount, memo.currency)
    lines = _lines(memo, command.items) if command.items else None
    refund_id = books.new_id("refund", command.id)
    fact = refunds.of_credit_memo(
        memo,
        amount_minor=amount_minor,
        lines=lines,
        policy=None if lines else chosen(books, memo.account_id, Act.REFUND, command.policy),
        refund_id=refund_id,
        number=books.number("refund", command.number),
        refund_date=command.refund_date,
        today=books.open_day,
        personal=books.keep_personal(refund_id, command.personal_fields()),
        details=command.details(),
    )
    books.record(fact)
    return refunded(fact, memo)


def _rule(books: Books, memo: CreditMemo, asked: Sequence[AskedDocument], name: str | None) -> Rule:
    """Refuses as `policies.chosen` does. Above the limit of its product, proration becomes fifo."""
    rule = chosen(books, memo.account_id, Act.APPLY_CREDIT, name)
    return prorated(books, rule, "credit-prorate-product", rows_in(memo) * rows_to_choose(asked))


def _lines(memo: CreditMemo, asked: tuple[RefundedLine, ...]) -> tuple[AskedLine, ...]:
    rows = RowNames(memo)
    return tuple(
        AskedLine(rows.id_of(line.item, is_tax=line.item_is_tax), minor_of(line.amount, memo.currency))
        for line in asked
    )


SERVICES: Services = {
    ApplyCreditMemo: apply_credit_memo,
    UnapplyCreditMemo: unapply_credit_memo,
    RefundCreditMemo: refund_credit_memo,
}
