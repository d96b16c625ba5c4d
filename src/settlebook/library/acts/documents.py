"""What can be done to invoices and memos as documents."""

from settlebook.commands import (
    CreateCreditMemo,
    CreateCreditMemoFromInvoice,
    CreateDebitMemo,
    CreateInvoice,
    PostCreditMemo,
    PostDebitMemo,
    PostInvoice,
)
from settlebook.ledger.outcome import Recorded
from settlebook.library.acts.any_act import AnyAct


class DocumentActs(AnyAct):
    """Acts on documents."""

    def create_invoice(self, command: CreateInvoice, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def post_invoice(self, command: PostInvoice, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def create_debit_memo(self, command: CreateDebitMemo, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def post_debit_memo(self, command: PostDebitMemo, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def create_credit_memo(
        self, command: CreateCreditMemo, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def create_credit_memo_from_invoice(
        self, command: CreateCreditMemoFromInvoice, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def post_credit_memo(self, command: PostCreditMemo, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)
