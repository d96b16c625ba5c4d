"""A ledger is opened on a database that keeps what it acknowledges, in a time zone chosen once."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime

import psycopg
import pytest

from settlebook.engine import Role, UnsafeSettings
from settlebook.ledger.database import connections
from settlebook.ledger.database.statements import text
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.errors import Forked, LedgerClosed, SettingFixed, UnknownTimeZone
from settlebook.ledger.identity import settings
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.requests.outcome import Outcome
from tests.conftest import Database
from tests.ledger.toys import do, open_account


def shown(log: LedgerLog, setting: str) -> str:
    with log.connections.borrow() as connection:
        row = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
    assert row is not None
    return str(row[0])


def test_a_session_keeps_what_it_acknowledges_whatever_its_login_prefers(database: Database):
    with psycopg.connect(database.conninfo(Role.OWNER), autocommit=True) as owner:
        for preference in (
            "synchronous_commit = off",
            "default_transaction_isolation = serializable",
            "default_transaction_read_only = on",
            "statement_timeout = '50ms'",
            "lock_timeout = '50ms'",
            "idle_session_timeout = '50ms'",
            "client_encoding = 'LATIN1'",
            "datestyle = 'German, DMY'",
        ):
            owner.execute(f"ALTER DATABASE {database.name} SET {preference}".encode())

    with LedgerLog(database) as log:
        assert do(log, open_account(), key="schlüssel").position == 1
        assert shown(log, "synchronous_commit") == "on"
        assert shown(log, "default_transaction_isolation") == "read committed"
        assert {shown(log, f"{work}_timeout") for work in ("statement", "lock", "idle_session")} == {"0"}
        assert log.recorder.standing()[1] is not None
    with psycopg.connect(database.conninfo(Role.OWNER), client_encoding="utf8") as owner:
        assert owner.execute("SELECT key FROM log.command").fetchall() == [("schlüssel",)]


@pytest.mark.parametrize("preference", ["standard_conforming_strings = off", "array_nulls = off"])
def test_bytes_and_lists_are_stored_as_they_were_given_whatever_a_database_prefers(
    database: Database, preference: str
):
    given = {"bytes": b"\x00\\x41\xff", "texts": ["a\\b", None, "NULL"]}
    with psycopg.connect(database.conninfo(Role.OWNER), autocommit=True) as owner:
        owner.execute(f"ALTER DATABASE {database.name} SET {preference}".encode())

    with LedgerLog(database) as log, log.connections.borrow() as connection:
        stored = connection.execute("SELECT %(bytes)t::bytea, %(texts)t::text[]", given).fetchone()

    assert stored == (given["bytes"], given["texts"])


def test_a_ledger_is_not_opened_where_a_power_cut_could_lose_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    unsafe = text("session").replace("current_setting('fsync') = 'on'", "false")
    monkeypatch.setattr(connections, "text", lambda _: unsafe)

    with pytest.raises(UnsafeSettings, match="power cut"):
        LedgerLog(database)


def test_a_closed_ledger_says_so(log: LedgerLog):
    log.close()

    with pytest.raises(LedgerClosed):
        do(log, open_account())


def test_a_forked_child_lets_its_parents_connections_alone(log: LedgerLog):
    before = do(log, open_account()).position
    assert log.head == before

    child = os.fork()
    if child == 0:
        refused = False
        try:
            refused = is_refused(lambda: do(log, open_account())) and is_refused(lambda: log.head)
            log.close()
        finally:
            os._exit(0 if refused else 1)

    assert os.waitpid(child, 0)[1] == 0
    with log.connections.borrow() as connection:  # the one that the child would have closed
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert do(log, open_account()).position == before + 1


def is_refused(work: Callable[[], object]) -> bool:
    try:
        work()
    except Forked:
        return True
    return False


def test_connections_are_lent_again_and_closed_at_the_end(database: Database):
    with LedgerLog(database) as log:
        for _ in range(5):
            do(log, open_account())
        pids = {shown(log, "application_name"), *backends(database)}
    assert len(pids) == 3  # one name, a backend that looks up by key, and one for everything else
    assert backends(database) == []


def backends(database: Database) -> list[str]:
    with psycopg.connect(database.conninfo(Role.OWNER), autocommit=True) as owner:
        rows = owner.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()", [database.name]
        )
        return [str(pid) for (pid,) in rows]


def test_days_begin_in_utc_until_a_time_zone_is_chosen(log: LedgerLog):
    assert settings.time_zone(log.connections, "main") == "UTC"
    assert today_of(log) in {datetime.now(UTC).date()}


def today_of(log: LedgerLog) -> date:
    seen: list[date] = []

    def decide(books: Books) -> Outcome:
        seen.append(books.today)
        return Outcome()

    do(log, decide)
    return seen[0]


def test_a_time_zone_is_chosen_once_for_each_ledger(log: LedgerLog):
    settings.choose_time_zone(log.connections, "main", "Pacific/Kiritimati")
    settings.choose_time_zone(log.connections, "main", "Pacific/Kiritimati")

    assert settings.time_zone(log.connections, "main") == "Pacific/Kiritimati"
    assert settings.time_zone(log.connections, "other") == "UTC"
    with pytest.raises(SettingFixed, match="cannot become Europe/London"):
        settings.choose_time_zone(log.connections, "main", "Europe/London")


def test_no_time_zone_is_chosen_once_days_of_facts_stand_on_one(log: LedgerLog):
    do(log, open_account())

    with pytest.raises(SettingFixed, match="is UTC and cannot become Europe/London"):
        settings.choose_time_zone(log.connections, "main", "Europe/London")

    assert settings.time_zone(log.connections, "main") == "UTC"


def test_a_program_that_is_open_follows_the_time_zone_that_another_chooses_before_the_first_fact(
    log: LedgerLog, database: Database
):
    days = []
    for ledger_id, zone in (("east", "Pacific/Kiritimati"), ("west", "Pacific/Pago_Pago")):
        with LedgerLog(database, ledger_id) as opened_before:
            settings.choose_time_zone(log.connections, ledger_id, zone)
            days.append(today_of(opened_before))
            assert opened_before.today() == days[-1]

    assert days[0] > days[1]


def test_today_is_the_day_in_the_ledgers_time_zone(database: Database):
    """Between these two zones lie 25 hours or more: it is never the same day in both."""
    days = []
    for ledger_id, zone in (("east", "Pacific/Kiritimati"), ("west", "Pacific/Pago_Pago")):
        with LedgerLog(database, ledger_id) as log:
            settings.choose_time_zone(log.connections, ledger_id, zone)
        with LedgerLog(database, ledger_id) as log:
            days.append(today_of(log))

    assert days[0] > days[1]


@pytest.mark.parametrize("name", ["Europe/Atlantis", "", "../../etc/passwd", "/etc/localtime", "a\0b"])
def test_a_time_zone_that_does_not_exist_is_refused(log: LedgerLog, name: str):
    with pytest.raises(UnknownTimeZone):
        settings.choose_time_zone(log.connections, "main", name)
