"""What a rebuild promises: it can be stopped, repeated and killed, and nothing is hidden."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from settlebook.audit.projections import verify_projections
from settlebook.engine import Role
from settlebook.progress import silent
from settlebook.projecting import Owner
from settlebook.projecting.beside import decoding, replacement
from settlebook.projecting.beside.dropping import drop_kept
from settlebook.projecting.beside.register import (
    AlreadyRebuilding,
    RebuildStopped,
    ask_to_stop,
    registered,
    runs,
)
from settlebook.projecting.beside.swapping import NotSwapped
from settlebook.projecting.catalogue import SETTING
from settlebook.projecting.poison import PoisonEvent
from settlebook.projecting.standings import standings
from settlebook.queries.snapshot import snapshot
from tests.conftest import Database
from tests.projections.story import Story, green_schemas
from tests.projections.test_added import FOLD, reinstall, write

TAMPER = "UPDATE read.item_balance SET balance_minor = balance_minor + 1 WHERE balance_minor = 3200"
TAMPERED_ROW = "SELECT updated_position FROM read.item_balance WHERE balance_minor = 3201"
# As a fold would leave it that did not see the row's last event.
MISS_THE_LAST_EVENT = """UPDATE read.item_balance AS tampered
   SET balance_minor = 3201, updated_position = tampered.created_position
  FROM read.item_balance AS before
 WHERE before.item_id = tampered.item_id AND before.balance_minor = 3200
RETURNING before.updated_position"""
ADD_TWO_LOTS = """CREATE TEMP TABLE lot AS SELECT * FROM read.application_lot LIMIT 1;
UPDATE lot SET application_id = gen_random_uuid();
INSERT INTO read.application_lot SELECT * FROM lot;
UPDATE lot SET application_id = gen_random_uuid();
INSERT INTO read.application_lot SELECT * FROM lot"""


def test_several_programs_decode_what_one_does(whole: Story, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(decoding, "WORTH_A_PROGRAM", 0)
    monkeypatch.setattr(decoding, "CHUNK", 20)

    rebuilt = whole.rebuilder(by_pages=False, jobs=2).rebuild_from_events()

    assert rebuilt.differing == 0 and rebuilt.compared_at == whole.head


@pytest.mark.parametrize("by_pages", [True, False])
def test_read_models_are_rebuilt_from_the_events_alone_whatever_the_journal_says(
    whole: Story, by_pages: bool
):
    before = whole.tables()
    whole.app.execute("UPDATE read.journal_posting SET amount_minor = amount_minor + 1")

    balances = whole.rebuilder(by_pages=by_pages, page_size=20).rebuild_one_from_events("item_balance")
    documents = whole.rebuilder(by_pages=by_pages).rebuild_one_from_events("document_balance")

    assert [table.name for table in balances.tables] == ["item_balance"]
    assert (balances.differing, documents.differing) == (0, 0)
    assert whole.table("item_balance") == before["item_balance"]


def test_a_difference_names_table_row_and_event_and_what_was_live_is_kept(told: Story, database: Database):
    (missed,) = told.app.execute(MISS_THE_LAST_EVENT).fetchall()

    (table,) = told.rebuilder().rebuild("item_balance").tables

    assert (table.wrong, table.missing) == (1, 1) and table.digest != table.live_digest
    assert table.example is not None and "item_id" in table.example
    assert table.position == missed[0]  # the row is right until that event
    with Owner(database.conninfo(Role.OWNER)).session() as owner:
        kept = owner.execute("SELECT count(*) FROM read_kept.item_balance WHERE balance_minor = 3201")
        assert kept.fetchone() == (1,)
        assert drop_kept(owner) == ["item_balance"]
        assert drop_kept(owner) == []


def test_rows_whose_key_may_be_null_are_counted_as_often_as_they_occur(told: Story):
    told.app.execute(ADD_TWO_LOTS)
    told.app.execute(
        "DELETE FROM read.application_lot WHERE ctid = (SELECT min(ctid) FROM read.application_lot)"
    )

    tables = told.rebuilder().rebuild("application").tables

    found = {table.name: (table.wrong, table.missing) for table in tables}
    assert found == {"application_group": (0, 0), "application_lot": (2, 1)}


def test_verifying_finds_what_is_wrong_and_touches_nothing(told: Story):
    told.app.execute(TAMPER)
    told.app.execute("UPDATE read.account_balance SET invoice_minor = invoice_minor + 1")
    ((told_at,),) = told.app.execute(TAMPERED_ROW).fetchall()
    before = told.tables()

    report = verify_projections(told.owner, "main", silent)

    found = {check.name: check.first for check in report.checks if not check.ok}
    assert found.keys() == {"item_balance_live", "account_balance_live"}
    # A row that tells no event goes back to the last that was folded.
    blamed = found["item_balance_live"], found["account_balance_live"]
    assert [one.position for one in blamed if one] == [told_at, told.head]
    assert told.tables() == before and green_schemas(told) == []
    told.rebuilder().rebuild("item_balance", "account_balance")
    assert verify_projections(told.owner, "main", silent).ok


@pytest.mark.parametrize("by_pages", [True, False])
def test_an_event_that_cannot_be_folded_ends_the_rebuild_and_is_named(told: Story, by_pages: bool):
    before = told.tables()
    told.app.execute(
        "INSERT INTO log.event SELECT ledger_id, position + 1, gen_random_uuid(), 1, 'payment.applied.v9', "
        "state, effective_on, recorded_at, command_id FROM log.event WHERE position = %s",
        [told.head],
    )
    told.app.execute("UPDATE log.log_head SET position = position + 1")
    named = rf"Event {told.head + 1} of ledger main \(payment.applied.v9, stream .* cannot be folded"

    for _ in range(2):
        with pytest.raises(PoisonEvent, match=named):
            told.rebuilder(by_pages=by_pages).rebuild_from_events()

    assert told.tables() == before and green_schemas(told) == []


def test_a_rebuild_that_was_asked_to_stop_leaves_nothing_and_can_be_repeated(told: Story):
    before = told.tables()
    told.app.execute(TAMPER)
    tampered = told.tables()

    def stop(done: int, of: int) -> None:
        assert ask_to_stop(told.app, "item_balance") == ["item_balance"]
        assert [run.is_running for run in runs(told.app)] == [True]
        threading.Event().wait(1)

    with pytest.raises(RebuildStopped):
        told.rebuilder(page_size=5).rebuild("item_balance", progress=stop)

    assert told.tables() == tampered and green_schemas(told) == [] and runs(told.app) == []
    told.rebuilder().rebuild("item_balance")
    assert told.tables() == before


def test_two_rebuild_different_read_models_at_once_but_not_the_same(told: Story):
    with registered(told.owner, "item_balance", silent):
        assert told.rebuilder().rebuild("payment").differing == 0
        for rebuild in (
            lambda: told.rebuilder().rebuild("item_balance"),
            lambda: told.rebuilder().rebuild_from_events(),
        ):
            with pytest.raises(AlreadyRebuilding, match="item_balance"):
                rebuild()


def test_what_a_killed_rebuild_left_goes_with_the_next(told: Story, database: Database):
    with Owner(database.conninfo(Role.OWNER)).session() as owner:
        owner.execute("CREATE SCHEMA green_payment CREATE TABLE payment (ledger_id text)")
        told.rebuilder().rebuild("item_balance")
        owner.execute("INSERT INTO rebuilding.run VALUES ('payment', now(), 'building', 1, 2, 3, false)")
    (killed,) = [one.rebuild for one in standings(told.app, "main") if one.name == "payment"]
    assert killed is not None and not killed.is_running

    assert told.rebuilder().rebuild("payment").differing == 0

    assert green_schemas(told) == [] and runs(told.app) == []


def test_a_read_that_lasts_holds_the_swap_up_and_sees_one_state_and_others_go_on(
    told: Story, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("settlebook.projecting.beside.swapping.PAUSE", 0.05)
    with (
        psycopg.connect(told.database.conninfo(Role.APP), autocommit=True) as reader,
        ThreadPoolExecutor(1) as beside,
    ):
        with snapshot(reader, "main") as books:
            rebuild = beside.submit(told.rebuilder().rebuild, "item_balance", "payment")
            for _ in range(10):
                assert len(books.records("account", "page", kind=None, after=0, limit=9, account=None)) == 1
                assert told.table("item_balance")
                threading.Event().wait(0.1)
            assert not rebuild.done()
        assert rebuild.result(timeout=60).differing == 0


def test_ledgers_are_rebuilt_together_and_their_rows_stay(told: Story):
    other = Story(told.database, "other")
    other.tell_of_account()
    other.tell()
    other.catch_up()
    mine, others = told.tables(), other.tables()

    for by_pages in (True, False):
        assert told.rebuilder(by_pages=by_pages).rebuild_from_events().differing == 0

    assert (told.tables(), other.tables()) == (mine, others)
    other.close()


def test_live_tables_that_are_far_behind_are_compared_where_they_are_and_built_to_the_end(
    story: Story, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("settlebook.projecting.rebuilding.FAR", 5)
    story.projector().catch_up(upto=1)
    story.tell()
    story.app.execute("UPDATE read.account SET status = 'Canceled'")

    rebuilt = story.rebuilder(by_pages=False).rebuild_from_events()
    built = story.tables()

    assert (rebuilt.compared_at, rebuilt.position) == (1, story.head)
    (wrong,) = (table for table in rebuilt.tables if table.differing)
    assert (wrong.name, wrong.wrong, wrong.missing, wrong.position) == ("account", 1, 1, 1)
    assert wrong.digest != wrong.live_digest
    assert {table.name: table.rows for table in rebuilt.tables} == {
        name: len(rows) for name, rows in built.items()
    }
    assert story.catch_up() == story.head and story.tables() == built
    story.forget_reading()
    story.catch_up()
    assert story.tables() == built


def test_verifying_compares_all_there_is_however_far_the_live_tables_are_behind(
    told: Story, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("settlebook.projecting.rebuilding.FAR", 5)
    told.forget_reading()
    told.projector().catch_up(upto=2)
    told.app.execute("UPDATE read.account SET status = 'Canceled'")

    report = verify_projections(told.owner, "main", silent)

    assert [check.name for check in report.checks if not check.ok] == ["account_live"]
    assert report.position == told.head


def test_a_view_that_only_somebody_else_can_change_is_named(told: Story, database: Database):
    with psycopg.connect(database.conninfo(Role.OWNER), autocommit=True) as owner:
        owner.execute("CREATE SCHEMA mine; GRANT ALL ON SCHEMA mine TO settlebook_app")
    told.app.execute("CREATE VIEW mine.open AS SELECT * FROM read.item_balance WHERE balance_minor > 0")

    with pytest.raises(NotSwapped, match=r"mine\.open"):
        told.rebuilder().rebuild("item_balance")

    told.app.execute("DROP VIEW mine.open")
    assert told.rebuilder().rebuild("item_balance").differing == 0


def test_an_added_model_is_rebuilt_at_once_and_its_views_follow(
    story: Story, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write(tmp_path, FOLD.format(sign=""))
    monkeypatch.setenv(SETTING, str(tmp_path))
    reinstall(database)
    story.tell()
    story.catch_up()
    story.projector().catch_up_added()
    story.app.execute("UPDATE added.takings SET minor = 1")

    rebuilt = story.rebuilder(by_pages=False).rebuild("takings")

    assert rebuilt.differing == 1
    assert story.rows("SELECT code, minor FROM best_takings") == [("GBP", 100_00)]
    (standing,) = [one for one in standings(story.app, "main") if one.name == "takings"]
    assert (standing.position, standing.lag, standing.rows, standing.is_current) == (story.head, 0, 1, True)
    assert standing.kept is not None


def test_where_a_read_model_stands_is_told_without_moving_it(story: Story):
    story.tell()
    story.projector().catch_up(upto=5)

    (standing,) = [one for one in standings(story.app, "main") if one.name == "payment"]

    assert (standing.position, standing.lag) == (5, story.head - 5)
    assert standing.lag_seconds > 0 and standing.is_current and standing.rebuild is None


def test_little_is_folded_by_pages_and_much_at_once(told: Story, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(replacement, "LITTLE", 3)

    assert told.rebuilder().rebuild_from_events().differing == 0
