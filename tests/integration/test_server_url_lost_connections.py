"""An administrator who ends our sessions in the middle of work makes nothing lost and nothing twice."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import settlebook as library
from settlebook.engine import open_engine
from settlebook.ledger.database.connections import Connection, Connections
from settlebook.ledger.errors import Unreachable
from tests import programs
from tests.integration.private_server import (
    VERSIONS,
    PrivateServer,
    a_private_server,
    environment,
    keeps_secrets,
    settlebook,
)

LINES, TIMES = 2_000, 5
END_AND_WAIT = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = 'clerk'"


@pytest.fixture(scope="module", params=VERSIONS[:1])
def server(request: pytest.FixtureRequest) -> Iterator[PrivateServer]:
    with a_private_server(request.param) as running:
        running.add_login("owner", "CREATEROLE")
        running.add_login("clerk")
        running.run("CREATE DATABASE books OWNER owner")
        library.migrate(running.url("owner", "books"))
        running.run("GRANT settlebook_app TO clerk")
        yield running


def commands(path: Path) -> Path:
    """An account, and many payments."""
    account = {"accountNumber": "ACME", "name": "Acme", "currency": "GBP"}
    lines = [{"do": "account.create", "body": account, "idempotencyKey": "account"}]
    for number in range(1, LINES):
        money = {"accountNumber": "ACME", "number": f"PAY-{number}", "amount": "1.00", "currency": "GBP"}
        body = {**money, "type": "External"}
        lines.append({"do": "payment.create", "body": body, "idempotencyKey": f"pay {number}"})
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def end_sessions(server: PrivateServer, program: programs.Program) -> int:
    """Again and again, each time after the program had gone on; how many sessions were ended."""
    ended, before = 0, 0
    for _ in range(TIMES):
        while program.poll() is None and recorded(server) == before:
            time.sleep(0.01)
        if program.poll() is not None:
            break
        ended += len(server.run(END_AND_WAIT))
        before = recorded(server)
    return ended


def recorded(server: PrivateServer) -> int:
    """How many commands are in the log."""
    ((count,),) = server.run("SELECT count(*)::int FROM log.command", database="books")
    assert isinstance(count, int)
    return count


def test_commands_go_on_when_their_sessions_are_ended(server: PrivateServer, tmp_path: Path):
    url, file = server.url("clerk", "books"), commands(tmp_path / "commands.ndjson")
    words = ("--database", url, "run", str(file), "--results", str(tmp_path / "results"))
    with (  # no pipe: it fills up while nobody reads it
        (tmp_path / "said").open("w") as said,
        programs.start(
            [*programs.COMMAND_LINE, *words], env=environment(), stdout=said, stderr=said
        ) as program,
    ):
        ended = end_sessions(server, program)
        program.wait(timeout=240)

    err = (tmp_path / "said").read_text()
    assert program.returncode == 0, err
    out = (tmp_path / "results").read_text()
    keeps_secrets(out + err)
    assert ended > 1
    results = [json.loads(line) for line in out.splitlines()]
    assert [result["line"] for result in results] == list(range(1, LINES + 1))
    assert all(result["ok"] for result in results)

    again = settlebook(url, "run", str(file))
    known = [json.loads(line) for line in again.out.splitlines()]
    assert again.code == 0
    assert [result["position"] for result in known] == [result["position"] for result in results]
    assert all(result["replayed"] for result in known)
    with library.open(url) as ledger:
        numbers = [payment.number for payment in ledger.payments(limit=100_000)]
        assert sorted(numbers) == sorted(f"PAY-{number}" for number in range(1, LINES))
        assert ledger.verify_books().ok


def end_itself(connection: Connection) -> None:
    connection.execute("SET ROLE none")  # the clerk may, the app may not
    connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def test_who_loses_every_connection_is_told_what_the_server_said(server: PrivateServer):
    connections = Connections(open_engine(server.url("clerk", "books")), patience=0)

    with pytest.raises(Unreachable) as told:
        connections.read(end_itself)

    assert "terminating connection due to administrator command" in told.value.problem
    assert told.value.remedy == "When it answers again, try again."
    keeps_secrets(str(told.value))
