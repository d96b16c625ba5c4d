"""What can be done to refunds."""

from settlebook.commands import CancelRefund, DeleteRefund, EditRefund
from settlebook.ledger.requests.outcome import Recorded
from settlebook.library.acts.any_act import AnyAct


class RefundActs(AnyAct):
    """Acts on refunds that were issued."""

    def cancel_refund(self, command: CancelRefund, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def edit_refund(self, command: EditRefund, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def delete_refund(self, command: DeleteRefund, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)
