"""Kill -9 of a rebuild, whatever it is at: it is soon gone, nothing live was changed, the next cleans up."""

import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from settlebook.engine import Role
from settlebook.projecting.beside.register import ask_to_stop, runs
from settlebook.projecting.standings import standings
from tests import programs
from tests.projections.story import Story, green_schemas

REBUILDER = Path(__file__).with_name("rebuilder.py")
MODULES = ("settlebook.projecting",)
WITHIN = 20.0  # seconds
SESSIONS = """SELECT count(*) FROM pg_stat_activity
 WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""
WAITING = f"{SESSIONS} AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO item%'"


def is_within_a_fold(watcher: psycopg.Connection) -> bool:
    return watcher.execute(WAITING).fetchone() == (1,)


def is_about_to_swap(watcher: psycopg.Connection) -> bool:
    return [run.stage for run in runs(watcher)] == ["swapping"]


def eventually(happens: Callable[[], bool]) -> None:
    until = time.monotonic() + WITHIN
    while not happens():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("hold_up", "is_held_up"),
    [
        ("LOCK TABLE read.journal_item IN ACCESS EXCLUSIVE MODE", is_within_a_fold),
        ("SELECT FROM read.item", is_about_to_swap),
    ],
)
def test_a_rebuild_that_is_killed_is_soon_gone_and_the_next_cleans_up(
    told: Story, hold_up: str, is_held_up: Callable[[psycopg.Connection], bool]
):
    before, owner = told.tables(), told.database.conninfo(Role.OWNER)
    with psycopg.connect(owner, autocommit=True) as watcher, psycopg.connect(owner) as holder:
        sessions = watcher.execute(SESSIONS).fetchone()
        holder.execute(hold_up)

        with programs.start([str(REBUILDER), owner, "item"], modules=MODULES) as program:
            try:
                eventually(lambda: is_held_up(watcher))
            finally:
                program.kill()
        eventually(lambda: watcher.execute(SESSIONS).fetchone() == sessions)  # while it is held up still

    assert told.tables() == before and green_schemas(told) == ["green_item"]
    (killed,) = [one.rebuild for one in standings(told.app, "main") if one.name == "item"]
    assert killed is not None and not killed.is_running and ask_to_stop(told.app, None) == []
    assert told.rebuilder().rebuild("item").differing == 0
    assert told.tables() == before
    assert green_schemas(told) == [] and runs(told.app) == []
