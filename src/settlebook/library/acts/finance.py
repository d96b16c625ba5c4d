"""What can be done for the general ledger: accounting codes, and journal runs."""

from settlebook.commands import (
    ActivateAccountingCode,
    CancelJournalRun,
    CreateAccountingCode,
    CreateJournalRun,
    DeactivateAccountingCode,
    EditAccountingCode,
)
from settlebook.ledger.requests.outcome import Recorded
from settlebook.library.acts.any_act import AnyAct


class FinanceActs(AnyAct):
    """Acts on accounting codes and journal runs."""

    def create_accounting_code(
        self, command: CreateAccountingCode, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def edit_accounting_code(
        self, command: EditAccountingCode, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def activate_accounting_code(
        self, command: ActivateAccountingCode, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def deactivate_accounting_code(
        self, command: DeactivateAccountingCode, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def create_journal_run(
        self, command: CreateJournalRun, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def cancel_journal_run(
        self, command: CancelJournalRun, *, idempotency_key: str | None = None
    ) -> Recorded:
        return self.carry_out(command, idempotency_key)
