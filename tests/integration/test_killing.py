"""Kill -9 at any time loses nothing that was acknowledged, and the next command starts the server again."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

import settlebook
from tests import programs
from tests.engine.servers import kill_server
from tests.engines import a_place

RECEIVER = Path(__file__).with_name("receiver.py")
ENOUGH = 40  # acknowledged payments before the kill


def given_an_account(folder: Path) -> None:
    with settlebook.open(folder) as ledger:
        ledger.perform("account.create", None, {"name": "Acme", "currency": "GBP", "accountNumber": "ACME"})


def postmaster(files: Path) -> int:
    return int((files / "pgdata" / "postmaster.pid").read_text().splitlines()[0])


def kill_the_program(program: programs.Program, _: Path) -> None:
    program.kill()


def kill_the_server(program: programs.Program, files: Path) -> None:
    os.kill(postmaster(files), signal.SIGKILL)


def kill_all_of_the_server(program: programs.Program, files: Path) -> None:
    kill_server(postmaster(files))


def kill_all(program: programs.Program, files: Path) -> None:
    kill_the_program(program, files)
    kill_all_of_the_server(program, files)


def acknowledged(program: programs.Program, at_least: int) -> list[int]:
    assert program.stdout is not None
    return [int(program.stdout.readline()) for _ in range(at_least)]


@pytest.mark.parametrize("kill", [kill_the_program, kill_all])
def test_what_was_acknowledged_before_a_kill_is_there_exactly_once(kill: Callable[..., None]):
    with a_place() as place:
        folder = place / "ledger"
        given_an_account(folder)
        program = programs.start([str(RECEIVER), str(folder)], stdout=programs.PIPE)
        seen = acknowledged(program, ENOUGH)

        kill(program, folder)
        program.kill()
        seen += [int(line) for line in program.communicate()[0].splitlines() if line.strip()]

        with settlebook.open(folder) as ledger:
            kept = [payment.number for payment in ledger.payments(limit=100_000)]
            assert len(kept) == len(set(kept))
            assert {f"PAY-{number}" for number in seen} <= set(kept)
            assert len(kept) - len(seen) <= 1  # the one that was on its way
            assert ledger.verify_books().ok


@pytest.mark.parametrize("kill", [kill_the_server, kill_all_of_the_server])
def test_a_program_whose_server_is_killed_starts_it_again_and_goes_on(kill: Callable[..., None]):
    with a_place() as place:
        folder = place / "ledger"
        given_an_account(folder)
        program = programs.start([str(RECEIVER), str(folder)], stdout=programs.PIPE)
        seen = acknowledged(program, ENOUGH)

        kill(program, folder)
        seen += acknowledged(program, ENOUGH)
        program.kill()
        program.wait()

        assert seen == list(range(1, 2 * ENOUGH + 1))  # none is missing and none was refused
        with settlebook.open(folder) as ledger:
            kept = [payment.number for payment in ledger.payments(limit=100_000)]
            assert len(kept) == len(set(kept))
            assert {f"PAY-{number}" for number in seen} <= set(kept)
            assert ledger.verify_books().ok
