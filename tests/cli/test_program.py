"""The program as a person starts it: exit codes, where it writes, and what it does when it is stopped."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from settlebook.engine import Role
from settlebook.engine.interface import DATABASE
from tests import programs
from tests.engines import a_place

MAIN = "from settlebook.cli import main; main()"
INSTALLED = Path(sys.executable).with_name("settlebook")  # a script that pip wrote


class Program:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "SETTLEBOOK_DATABASE": str(folder / "ledger")}

    def start(self, *arguments: str | bytes) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", MAIN, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def from_nothing(self, *arguments: str | bytes) -> tuple[int, bytes, bytes]:
        program = self.start(*arguments)
        out, err = program.communicate(timeout=120)
        return program.returncode, out, err

    def __call__(self, *arguments: str) -> tuple[int, bytes, bytes]:
        """Where what is asked is not about starting."""
        words = [*programs.COMMAND_LINE, *arguments]
        return programs.run(words, given=b"", env=self.environment, cwd=self.folder, text=False)


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    """On an embedded ledger of its own, held open so that it need not start for every command."""
    with a_place() as place:
        called = Program(place)
        keeper = called.start("project")
        assert keeper.stdout is not None
        assert b"Up to date" in keeper.stdout.readline()
        yield called
        keeper.send_signal(signal.SIGINT)
        _, err = keeper.communicate(timeout=30)
        assert (keeper.returncode, err.endswith(b"Interrupted.\n"), b"Traceback" in err) == (130, True, False)


def test_results_are_on_standard_output_and_nothing_else_is(program: Program):
    code, out, err = program.from_nothing(
        "account", "create", "--name", "Ada", "--currency", "GBP", "--number", "A-1", "--json"
    )

    assert (code, json.loads(out)["number"], err) == (0, "A-1", b"")


def test_exit_codes_tell_refused_from_wrong_usage(program: Program):
    refused = program.from_nothing("account", "show", "nobody")
    misused = program.from_nothing("account", "shwo", "nobody")

    assert (refused[0], misused[0]) == (1, 2)
    assert (refused[1], misused[1]) == (b"", b"")


def test_who_reads_the_results_may_leave_early(program: Program):
    reading = program.start("sql", "select generate_series(1, 100000) n", "--format", "csv")
    assert reading.stdout is not None and reading.stderr is not None

    reading.stdout.readline()
    reading.stdout.close()
    err = reading.stderr.read()

    assert (reading.wait(60), err) == (1, b"")


@pytest.mark.parametrize("module", ["pydantic", "typer"])  # of the package, and of the command line
@pytest.mark.parametrize(("asked", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_who_ends_it_while_its_modules_are_read_sees_no_trace_back(
    tmp_path: Path, module: str, asked: signal.Signals, code: int
):
    (tmp_path / f"{module}.py").write_text("import time; print('reading', flush=True); time.sleep(60)\n")
    starting = subprocess.Popen(
        [INSTALLED, "account", "list"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert starting.stdout is not None and starting.stdout.readline() == b"reading\n"

    starting.send_signal(asked)
    out, err = starting.communicate(timeout=30)

    assert (starting.returncode, out, err) == (code, b"", b"")


def test_a_program_that_imports_the_package_has_its_interrupts_for_itself(tmp_path: Path):
    (tmp_path / "pydantic.py").write_text("raise KeyboardInterrupt\n")
    script = "try:\n  import settlebook\nexcept KeyboardInterrupt:\n  print('interrupted')"

    told = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True
    )

    assert (told.stdout, told.stderr) == (b"interrupted\n", b"")


def test_streams_that_are_closed_from_the_beginning_lead_nowhere(program: Program):
    call = f"{INSTALLED} import - --json <&- >&- 2>&-"

    assert subprocess.run(call, shell=True, env=program.environment).returncode == 0


def test_arguments_that_are_no_text_are_wrong_usage(program: Program):
    code, _, err = program.from_nothing("account", "show", b"A-\xff")

    assert (code, b"Traceback" in err) == (2, False)


def test_a_folder_that_cannot_hold_a_ledger_is_said_in_words(program: Program):
    (program.folder / "full").mkdir()
    (program.folder / "full" / "file").write_text("something else")

    code, out, err = program("--database", str(program.folder / "full"), "account", "list")

    assert (code, out, b"Traceback" in err) == (1, b"", False)


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "postgresql://a:b@c:d/e"])
def test_a_server_that_cannot_be_reached_is_said_in_words(program: Program, url: str):
    code, out, err = program("--database", url, "account", "list")

    assert (code, out, b"Traceback" in err, b"a:b" in err) == (1, b"", False, False)


def test_migrating_twice_is_fine(program: Program):
    assert [program("migrate")[0] for _ in range(2)] == [0, 0]


def test_the_ledger_can_be_named_before_any_command(program: Program):
    program("--ledger", "second", "account", "create", "--name", "Bo", "--currency", "GBP", "--number", "B-1")

    _, out, _ = program("--ledger", "second", "account", "list", "--json")

    assert [row["accountNumber"] for row in json.loads(out)] == ["B-1"]


def test_bars_are_for_a_terminal_and_leave_the_results_alone(program: Program):
    screen, terminal = os.openpty()
    lines = [{"do": "account.create", "body": {"name": "C", "currency": "GBP"}} for _ in range(300)]
    (program.folder / "commands.ndjson").write_text("".join(json.dumps(line) + "\n" for line in lines))

    running = subprocess.Popen(
        [sys.executable, "-c", MAIN, "run", "commands.ndjson"],
        cwd=program.folder,
        env=program.environment,
        stdout=subprocess.PIPE,
        stderr=terminal,
    )
    os.close(terminal)
    assert running.stdout is not None
    results = [json.loads(line) for line in running.stdout]
    seen = b"".join(iter(lambda: _read(screen), b""))

    assert (running.wait(60), len(results), all(result["ok"] for result in results)) == (0, 300, True)
    assert b"Reading" in seen and b"300 lines: 300 done" in seen


def _read(screen: int) -> bytes:
    try:
        return os.read(screen, 4096)
    except OSError:  # Linux says so when the last writer is gone
        return b""


def test_sealing_on_a_timer_tells_its_rounds_until_it_is_interrupted(program: Program):
    program("account", "create", "--name", "Bea", "--currency", "GBP")
    sealing = program.start("seal", "run", "--every", "1", "--anchor", "anchors.jsonl", "--json")
    assert sealing.stdout is not None

    told = json.loads(sealing.stdout.readline())
    sealing.send_signal(signal.SIGINT)
    _, err = sealing.communicate(timeout=30)

    assert [block["block"] for block in told["sealed"]] == [1] and told["anchors"][0]["new"] == 1
    assert (sealing.returncode, err) == (130, b"Interrupted.\n")
    assert len((program.folder / "anchors.jsonl").read_text().splitlines()) == 1


def test_who_is_asked_to_end_stops_the_server_as_the_last_one_also_under_foreign_sessions():
    with a_place() as place:
        last = Program(place).start("project")
        assert last.stdout is not None and last.stdout.readline() == b"Up to date at position 0.\n"
        pid = int(next(place.rglob("postmaster.pid")).read_text().splitlines()[0])
        socket = str(next(place.rglob(".s.PGSQL.5432")).parent)
        foreign = psycopg.connect(host=socket, user=Role.APP, dbname=DATABASE)

        last.send_signal(signal.SIGTERM)
        _, err = last.communicate(timeout=30)

        assert (last.returncode, err.endswith(b"Ended, as was asked.\n")) == (-signal.SIGTERM, True)
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
        foreign.close()


def test_who_interrupts_a_run_gets_an_answer_to_whatever_is_recorded(program: Program):
    def recorded() -> int:
        code, status, _ = program("--ledger", "interrupted", "log", "status", "--json")
        return json.loads(status)["commands"] if code == 0 else 0

    line = '{"do": "account.create", "body": {"name": "Ada", "currency": "GBP"}}\n'
    running = program.start("--ledger", "interrupted", "run", "-")
    assert running.stdin is not None
    running.stdin.write((line * 1_100).encode())  # two batches and a part of one; and no end
    running.stdin.flush()
    while recorded() < 1_000:
        assert running.poll() is None
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)

    answered = [json.loads(answer)["line"] for answer in out.splitlines()]
    assert answered == list(range(1, recorded() + 1))
    assert (running.returncode, b"Traceback" in err) == (130, False)
    assert f"answered up to line {len(answered):,}; nothing after it was run" in err.decode()


def test_what_counts_as_a_whole_is_not_recorded_in_part_when_it_is_interrupted(program: Program):
    line = '{"do": "account.create", "body": {"name": "Ada", "currency": "GBP"}}\n'
    running = program.start("--ledger", "whole", "run", "-", "--mode", "atomic")
    assert running.stdin is not None
    running.stdin.write((line * 3_000).encode())  # more than a pipe holds: it has begun to read
    running.stdin.flush()
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=60)

    assert (running.returncode, out) == (130, b"")
    assert b"There is no ledger whole" in program("--ledger", "whole", "log", "status")[2]
