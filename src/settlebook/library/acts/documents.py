"""What can be done to invoices and memos as documents."""

from settlebook.commands import (
    CancelCreditMemo,
    CancelDebitMemo,
    CancelInvoice,
    CreateCreditMemo,
    CreateCreditMemoFromInvoice,
    CreateCreditMemos,
    CreateDebitMemo,
    CreateDebitMemoFromInvoice,
    CreateDebitMemos,
    CreateInvoice,
    CreateInvoices,
    DeleteCreditMemo,
    DeleteDebitMemo,
    DeleteInvoice,
    EditCreditMemo,
    EditCreditMemos,
    EditDebitMemo,
    EditDebitMemos,
    EditInvoice,
    EditInvoices,
    PostCreditMemo,
    PostDebitMemo,
    PostInvoice,
    PostInvoices,
    SplitInvoice,
    UnpostCreditMemo,
    UnpostDebitMemo,
    UnpostInvoice,
)
from settlebook.ledger.requests.outcome import Recorded
from settlebook.library.acts.any_act import AnyAct


class DocumentActs(AnyAct):
    """Acts on documents."""

    def create_invoice(self, command: CreateInvoice, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def post_invoice(self, command: PostInvoice, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def edit_invoice(self, command: EditInvoice, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def unpost_invoice(self, command: UnpostInvoice, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def cancel_invoice(self, command: CancelInvoice, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def delete_invoice(self, command: DeleteInvoice, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def split_invoice(self, command: SplitInvoice, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def create_debit_memo(self, command: CreateDebitMemo, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def create_debit_memo_from_invoice(
        self, command: CreateDebitMemoFromInvoice, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def post_debit_memo(self, command: PostDebitMemo, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def edit_debit_memo(self, command: EditDebitMemo, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def unpost_debit_memo(self, command: UnpostDebitMemo, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def cancel_debit_memo(self, command: CancelDebitMemo, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def delete_debit_memo(self, command: DeleteDebitMemo, *, idempotency_key: str | None = None) -> Recorded:
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

    def edit_credit_memo(self, command: EditCreditMemo, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def unpost_credit_memo(
        self, command: UnpostCreditMemo, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def cancel_credit_memo(
        self, command: CancelCreditMemo, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def delete_credit_memo(
        self, command: DeleteCreditMemo, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)


class BatchActs(AnyAct):
    """Acts on several documents: the answer has a result for each, and a refused one is no exception."""

    def create_invoices(self, command: CreateInvoices, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def post_invoices(self, command: PostInvoices, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def edit_invoices(self, command: EditInvoices, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def create_debit_memos(
        self, command: CreateDebitMemos, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def edit_debit_memos(self, command: EditDebitMemos, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def create_credit_memos(
        self, command: CreateCreditMemos, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def edit_credit_memos(self, command: EditCreditMemos, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)
