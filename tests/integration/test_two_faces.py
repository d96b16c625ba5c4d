"""Two programs in one embedded folder at once: two command lines from two places, and one beside Python."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import settlebook as library
from tests import programs
from tests.engines import a_place
from tests.integration.private_server import environment, settlebook

PAYMENTS = 100  # of each program


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder with the ledger in it, and two others to work from."""
    with a_place() as made:
        for name in ("east", "west"):
            (made / name).mkdir()
        account = ("account", "create", "--number", "ACME", "--name", "Acme", "--currency", "GBP")
        invoice = ("invoice", "create", "--account", "ACME", "--number", "INV-1", "--item", "Seats=140.00")
        assert settlebook(made / "ledger", *account).code == 0
        assert settlebook(made / "ledger", *invoice, "--post").code == 0
        yield made


def payments(prefix: str) -> str:
    """Each sets 1.00 against the same invoice, which is less than all of them ask for."""
    lines = []
    for number in range(PAYMENTS):
        money = {"accountNumber": "ACME", "number": f"{prefix}-{number}", "amount": "1.00", "currency": "GBP"}
        paid = {"invoices": [{"invoiceNumber": "INV-1", "amount": "1.00"}]}
        body = {**money, **paid, "type": "External"}
        lines.append({"do": "payment.create", "body": body, "idempotencyKey": f"{prefix} {number}"})
    return "".join(json.dumps(line) + "\n" for line in lines)


def run(ledger: str, folder: Path, prefix: str) -> programs.Program:
    """The command line at work, in `folder`, from where it names the ledger."""
    (folder / "commands.ndjson").write_text(payments(prefix))
    words, pipe = [*programs.COMMAND_LINE, "--database", ledger, "run", "commands.ndjson"], programs.PIPE
    return programs.start(words, cwd=folder, env=environment(), stdout=pipe, stderr=pipe)


def results(program: programs.Program) -> list[dict[str, object]]:
    out, err = program.communicate(timeout=240)
    assert program.returncode in (0, 1), err
    return [json.loads(line) for line in out.splitlines()]


def test_two_command_lines_from_different_places_settle_one_invoice_and_nothing_twice(place: Path):
    programs = [run("../ledger", place / "east", "E"), run(str(place / "ledger"), place / "west", "W")]

    answers = [answer for program in programs for answer in results(program)]

    assert len(answers) == 2 * PAYMENTS
    assert sum(answer["ok"] is True for answer in answers) == 140
    assert {answer["code"] for answer in answers if not answer["ok"]} == {"nothing_open"}
    invoice = json.loads(settlebook(place / "ledger", "invoice", "show", "INV-1", "--json").out)
    assert invoice["balance"] == "0.00"
    assert settlebook(place / "ledger", "verify", "books").code == 0


def test_a_command_line_and_a_python_program_see_each_others_work_at_once(place: Path):
    with library.open(place / "ledger") as ledger:
        body = {"accountNumber": "ACME", "number": "P-1", "amount": "60.00", "currency": "GBP"}
        ledger.perform("payment.create", None, {**body, "type": "External"})

        applied = settlebook(
            "../ledger", "payment", "apply", "P-1", "--invoice", "INV-1=60.00", folder=place / "east"
        )

        assert applied.code == 0, applied.err
        assert str(ledger.invoice("INV-1").balance) == "80.00"
        with pytest.raises(library.Refusal, match="60"):
            ledger.perform("payment.refund", "P-1", {"totalAmount": "60.00"})
        undone = ledger.perform("payment.unapply", "P-1", {})
        shown = settlebook(place / "ledger", "payment", "show", "P-1", "--json", folder=place / "west")
        assert json.loads(shown.out)["unappliedAmount"] == "60.00"
        assert undone.applications

    assert settlebook(place / "ledger", "verify", "books").code == 0
