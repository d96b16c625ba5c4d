"""What can be done to a ledger: one method an act, answered with what was recorded; a refusal is raised."""

from collections.abc import Iterable, Iterator, Mapping
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
    parse_command,
)
from settlebook.domain.errors import Refusal
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.outcome import Answer, Mode, Recorded
from settlebook.library.requests import Request, submissions


class Acts:
    """Every act takes its command and, to be sent again without harm, an idempotency key.

    A refusal (`settlebook.Refusal`) is raised, and says by `replayed` whether it was known under the key.
    """

    def __init__(self, log: LedgerLog) -> None:
        self._log = log

    def create_account(self, command: CreateAccount, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

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

    def create_payment(self, command: CreatePayment, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def apply_payment(self, command: ApplyPayment, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def unapply_payment(self, command: UnapplyPayment, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

    def refund_payment(self, command: RefundPayment, *, idempotency_key: str | None = None) -> Recorded:
        return self.carry_out(command, idempotency_key)

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

    def carry_out(self, command: Command, idempotency_key: str | None = None) -> Recorded:
        """Any command."""
        return self._log.committer.record(Request(command, idempotency_key).submission())

    def perform(
        self, do: str, key: str | None, body: Mapping[str, Any], idempotency_key: str | None = None
    ) -> Recorded:
        """A command as a line of a command file spells it: `perform("payment.apply", "P-1", {...})`."""
        return self.carry_out(parse_command(do, key, body), idempotency_key)

    def execute(
        self, requests: Iterable[Request | Refusal], mode: Mode | str = Mode.CONTINUE
    ) -> Iterator[Answer]:
        """Many commands in large batches: an answer for each, in order, its refusal instead of raising it.

        atomic    all are recorded or none
        continue  each on its own
        stop      up to the first refusal
        """
        return self._log.committer.submit_many(submissions(requests), Mode(mode))
