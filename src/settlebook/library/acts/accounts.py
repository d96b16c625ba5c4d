"""What can be done to accounts."""

from settlebook.commands import (
    CreateAccount,
    EditAccount,
)
from settlebook.ledger.requests.outcome import Recorded
from settlebook.library.acts.any_act import AnyAct


class AccountActs(AnyAct):
    """Acts on accounts."""

    def create_account(self, command: CreateAccount, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def edit_account(self, command: EditAccount, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)
