"""Services: one act each, and each does three things: load, decide, record."""

from collections.abc import Callable
from typing import Any

from settlebook.commands import (
    ApplyCreditMemo,
    ApplyPayment,
    Command,
    CreateAccount,
    CreateCreditMemo,
    CreateCreditMemoFromInvoice,
    CreateDebitMemo,
    CreateInvoice,
    CreatePayment,
    PostCreditMemo,
    PostDebitMemo,
    PostInvoice,
    RefundCreditMemo,
    RefundPayment,
    UnapplyCreditMemo,
    UnapplyPayment,
)
from settlebook.ledger.books import Books
from settlebook.ledger.outcome import Outcome
from settlebook.services.accounts import create_account
from settlebook.services.credit_memos import apply_credit_memo, refund_credit_memo, unapply_credit_memo
from settlebook.services.documents import (
    create_credit_memo,
    create_credit_memo_from_invoice,
    create_debit_memo,
    create_invoice,
    post_credit_memo,
    post_debit_memo,
    post_invoice,
)
from settlebook.services.payments import apply_payment, create_payment, refund_payment, unapply_payment

Service = Callable[[Books, Any], Outcome]

SERVICES: dict[type[Command], Service] = {
    CreateAccount: create_account,
    CreateInvoice: create_invoice,
    PostInvoice: post_invoice,
    CreateDebitMemo: create_debit_memo,
    PostDebitMemo: post_debit_memo,
    CreateCreditMemo: create_credit_memo,
    CreateCreditMemoFromInvoice: create_credit_memo_from_invoice,
    PostCreditMemo: post_credit_memo,
    CreatePayment: create_payment,
    ApplyPayment: apply_payment,
    UnapplyPayment: unapply_payment,
    RefundPayment: refund_payment,
    ApplyCreditMemo: apply_credit_memo,
    UnapplyCreditMemo: unapply_credit_memo,
    RefundCreditMemo: refund_credit_memo,
}


def decide(books: Books, command: Command) -> Outcome:
    """Carry a command out on the books: its facts are recorded, and the answer is returned."""
    return SERVICES[type(command)](books, command)
