"""What can be done to documents that are given up, or taken back as a whole."""

from settlebook.commands import (
    ReverseCreditMemo,
    ReverseInvoice,
    WriteOffCreditMemo,
    WriteOffDebitMemo,
    WriteOffInvoice,
)
from settlebook.ledger.requests.outcome import Recorded
from settlebook.library.acts.any_act import AnyAct


class WriteOffActs(AnyAct):
    """Acts that give up what is open, and acts that take a whole document back."""

    def write_off_invoice(self, command: WriteOffInvoice, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def write_off_debit_memo(
        self, command: WriteOffDebitMemo, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def write_off_credit_memo(
        self, command: WriteOffCreditMemo, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def reverse_invoice(self, command: ReverseInvoice, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def reverse_credit_memo(
        self, command: ReverseCreditMemo, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)
