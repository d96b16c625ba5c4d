"""What can be done to credit memos as sources."""

from settlebook.commands import (
    ApplyCreditMemo,
    RefundCreditMemo,
    UnapplyCreditMemo,
)
from settlebook.ledger.requests.outcome import Recorded
from settlebook.library.acts.any_act import AnyAct


class CreditMemoActs(AnyAct):
    """Acts on credit memos."""

    def apply_credit_memo(self, command: ApplyCreditMemo, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def unapply_credit_memo(
        self, command: UnapplyCreditMemo, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def refund_credit_memo(
        self, command: RefundCreditMemo, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)
