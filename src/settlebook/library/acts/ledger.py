"""What can be done to the ledger as a whole: its settings and its accounting periods."""

from settlebook.commands import (
    BeginPeriodClose,
    ChangeSettings,
    ClosePeriod,
    CreatePeriod,
    DeletePeriod,
    EditPeriod,
    ReopenPeriod,
)
from settlebook.ledger.requests.outcome import Recorded
from settlebook.library.acts.any_act import AnyAct


class LedgerActs(AnyAct):
    """Acts on the ledger."""

    def change_settings(self, command: ChangeSettings, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def create_period(self, command: CreatePeriod, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def edit_period(self, command: EditPeriod, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def begin_period_close(
        self, command: BeginPeriodClose, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def close_period(self, command: ClosePeriod, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def reopen_period(self, command: ReopenPeriod, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def delete_period(self, command: DeletePeriod, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)
