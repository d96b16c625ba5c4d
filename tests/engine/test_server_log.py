"""The log of an embedded server, which nobody else would cut."""

import os
import signal
from pathlib import Path

import pytest

from settlebook.engine import server_log
from tests.engine.conftest import Open
from tests.engine.servers import postmaster, until

LONGEST = 2_000


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_log, "LONGEST", LONGEST)


def test_a_log_that_grew_too_long_is_cut_at_the_next_opening_and_its_end_is_kept(open_: Open, folder: Path):
    log, old = folder / "server.log", folder / "server.log.old"
    old.write_text("of the year before last\n" * LONGEST)
    log.write_text("early\n" * LONGEST + "late\n")

    open_(folder)

    assert old.read_text().endswith("early\nlate\n")
    assert old.stat().st_size == LONGEST
    assert "early" not in log.read_text()


def test_a_server_whose_log_is_cut_while_it_runs_writes_on_at_its_begin(open_: Open, folder: Path):
    engine = open_(folder)
    log = folder / "server.log"
    with log.open("a") as stream:
        stream.write("early\n" * LONGEST)

    engine.tidy()
    os.kill(postmaster(engine), signal.SIGHUP)

    assert until(lambda: "received SIGHUP" in log.read_text())
    assert log.stat().st_size < LONGEST
    assert "\0" not in log.read_text()


def test_a_log_of_ordinary_length_stays_as_it_is(open_: Open, folder: Path):
    (folder / "server.log").write_text("one line\n")

    open_(folder).tidy()

    assert (folder / "server.log").read_text().startswith("one line\n")
    assert not (folder / "server.log.old").exists()


def test_a_log_that_cannot_be_cut_keeps_nobody_from_the_ledger(open_: Open, folder: Path):
    log, old = folder / "server.log", folder / "server.log.old"
    old.mkdir()  # nothing can be written there, as on a full disk
    log.write_text("early\n" * LONGEST)

    open_(folder).tidy()

    assert log.read_text().startswith("early\n" * LONGEST)
