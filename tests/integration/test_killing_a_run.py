"""A run that is killed goes on under its key, and settles every account exactly once."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

import settlebook
from settlebook import Outcome, Request, SettledAccount, parse_command
from tests import programs
from tests.engines import a_place

SETTLER = Path(__file__).with_name("run_settler.py")
ACCOUNTS = 60
FACTS = 4  # of an account: two applications, each with its mirror


def given_accounts(folder: Path) -> int:
    """Each owes 10.00 and has paid 7.00 and 5.00; where the log stands then."""
    with settlebook.open(folder) as ledger:
        answers = list(ledger.execute(_requests(), "atomic"))
        assert all(isinstance(answer, Outcome) for answer in answers)
        return ledger.position


def _requests() -> Iterator[Request]:
    for number in range(ACCOUNTS):
        owner = {"accountNumber": f"A-{number:03d}"}
        items = {"status": "Posted", "invoiceItems": [{"amount": "6.00"}, {"amount": "4.00"}]}
        for do, body in (
            ("account.create", {"name": "Ada", "currency": "GBP"}),
            ("invoice.create", {"number": f"INV-{number}"} | items),
            ("payment.create", {"number": f"P-{number}-1", "amount": "7.00"}),
            ("payment.create", {"number": f"P-{number}-2", "amount": "5.00"}),
        ):
            yield Request(parse_command(do, None, owner | body))


def killed_after(folder: Path, acknowledged: int) -> list[str]:
    """The accounts that a run told of before it was killed with all its threads."""
    program = programs.start([str(SETTLER), str(folder), "run 1"], stdout=programs.PIPE)
    assert program.stdout is not None
    seen = [program.stdout.readline().strip() for _ in range(acknowledged)]
    os.kill(program.pid, signal.SIGKILL)
    seen += program.communicate()[0].split()
    assert program.returncode == -signal.SIGKILL
    return seen


def settled(results: list[SettledAccount]) -> dict[str, list[tuple[str | None, int]]]:
    return {
        result.number: [(each.source, each.amount_minor) for each in result.answer.applications]
        for result in results
        if isinstance(result.answer, Outcome)
    }


@pytest.mark.parametrize("acknowledged", [1, 20])
def test_a_killed_run_goes_on_and_settles_every_account_once(acknowledged: int):
    with a_place() as place:
        folder = place / "ledger"
        position = given_accounts(folder)
        seen = killed_after(folder, acknowledged)

        with settlebook.open(folder) as ledger:
            results = list(ledger.settle_accounts("run 1"))

            assert len(seen) < ACCOUNTS  # it was killed in the middle
            assert {result.number for result in results if result.replayed} >= set(seen)
            assert any(not result.replayed for result in results)
            expected = [[(f"P-{number}-1", 7_00), (f"P-{number}-2", 3_00)] for number in range(ACCOUNTS)]
            assert settled(results) == {f"A-{number:03d}": each for number, each in enumerate(expected)}
            assert ledger.position == position + ACCOUNTS * FACTS
            assert ledger.verify_books().first_offence is None
