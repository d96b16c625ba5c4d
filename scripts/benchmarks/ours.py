"""Settlebook as a program uses it: commands in the words of the wire, each answered when it is committed."""

from collections.abc import Sequence

import settlebook
from benchmarks.trade import ACCOUNT, CURRENCY, Pair
from settlebook import Ledger, Refusal, Request
from settlebook.commands import parse_command


def begin(ledger: Ledger, pairs: Sequence[Pair]) -> None:
    """An account, and of each pair the invoice, posted, and the payment."""
    if ledger.position == 0:
        ledger.perform(
            "account.create", None, {"accountNumber": ACCOUNT, "name": "Bench", "currency": CURRENCY}
        )
    bodies = (
        parsed
        for pair in pairs
        for parsed in (
            parse_command("invoice.create", None, pair.invoice_body()),
            parse_command("payment.create", None, pair.payment_body()),
        )
    )
    for answer in ledger.execute(Request(command) for command in bodies):
        if isinstance(answer, Refusal):
            raise SystemExit(f"the set-up was refused: {answer}")


def apply(ledger: Ledger, pair: Pair) -> settlebook.Recorded:
    """Pay all five items of an invoice, under an idempotency key, as a careful client does."""
    return ledger.perform("payment.apply", pair.payment, pair.application_body(), f"apply-{pair.index}")
