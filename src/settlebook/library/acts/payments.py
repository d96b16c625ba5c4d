"""What can be done to payments."""

from settlebook.commands import (
    ApplyPayment,
    CancelPayment,
    CreatePayment,
    DeletePayment,
    EditPayment,
    RefundPayment,
    RefundPaymentWithUnapply,
    TransferPayment,
    UnapplyPayment,
)
from settlebook.ledger.requests.outcome import Recorded
from settlebook.library.acts.any_act import AnyAct


class PaymentActs(AnyAct):
    """Acts on payments."""

    def create_payment(self, command: CreatePayment, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def apply_payment(self, command: ApplyPayment, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def unapply_payment(self, command: UnapplyPayment, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def transfer_payment(self, command: TransferPayment, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def edit_payment(self, command: EditPayment, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def cancel_payment(self, command: CancelPayment, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def delete_payment(self, command: DeletePayment, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def refund_payment(self, command: RefundPayment, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def refund_payment_with_unapply(
        self, command: RefundPaymentWithUnapply, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)
