"""New SQL of Settlebook's own read models: built beside the old, which are read until all of it is there."""

import threading

import psycopg
import pytest

from settlebook.engine import Role
from settlebook.progress import silent
from settlebook.projecting import bring_up_to_date, is_installed
from settlebook.projecting.beside.register import registered
from settlebook.projecting.poison import PoisonEvent
from tests.conftest import Database
from tests.projections.story import Story, green_schemas

# As another version would have left them: another fold, another column, a table that is no more.
OLD = """
UPDATE read.installed SET digest = 'of another version';
ALTER TABLE read.item_balance ADD former bigint;
UPDATE read.item_balance SET balance_minor = balance_minor + 1;
CREATE TABLE read.former (ledger_id text);
"""
# Whatever stands in the schemas, with its keys, indexes and rights.
SHAPE = """
SELECT indexdef FROM pg_indexes WHERE schemaname = 'read'
 UNION ALL
SELECT conrelid::regclass || pg_get_constraintdef(oid) FROM pg_constraint
 WHERE connamespace = 'read'::regnamespace
 UNION ALL
SELECT concat_ws(' ', relname, relkind, relacl) FROM pg_class
 WHERE relnamespace IN ('read'::regnamespace, 'data_query'::regnamespace)
 UNION ALL
SELECT concat_ws(' ', proname, proacl, proconfig) FROM pg_proc WHERE pronamespace = 'read'::regnamespace
 UNION ALL
SELECT concat_ws(' ', nspname, nspacl) FROM pg_namespace WHERE nspname IN ('read', 'data_query')
 ORDER BY 1
"""


def make_old(database: Database) -> None:
    with psycopg.connect(database.conninfo(Role.OWNER)) as owner:
        owner.execute("SET ROLE settlebook_owner")
        owner.execute(OLD)


def test_what_is_read_is_there_all_along_while_new_sql_takes_its_place(told: Story, database: Database):
    before, shape = told.tables(), told.app.execute(SHAPE).fetchall()
    make_old(database)
    seen, ended = set[tuple[int, int]](), threading.Event()

    def look() -> None:
        with psycopg.connect(database.conninfo(Role.APP), autocommit=True) as reader:
            while not ended.is_set():
                # As all reads do, the position first.
                query = "SELECT position, (SELECT count(*) FROM read.item_balance) FROM read.progress"
                seen.update(reader.execute(query).fetchall())

    looking = threading.Thread(target=look)
    looking.start()
    bring_up_to_date(database.conninfo(Role.OWNER))
    ended.set()
    looking.join()

    assert seen == {(told.head, len(before["item_balance"]))}
    assert told.tables() == before and green_schemas(told) == []
    assert is_installed(told.app) and len(told.rows("SELECT * FROM invoice")) == 2
    assert told.app.execute(SHAPE).fetchall() == shape
    assert told.rebuilder().rebuild("item_balance").differing == 0


def test_programs_that_find_the_old_at_once_wait_for_the_one_that_builds(told: Story, database: Database):
    before = told.tables()
    make_old(database)

    with registered(told.owner, "item_balance", silent):
        programs = [
            threading.Thread(target=bring_up_to_date, args=[database.conninfo(Role.OWNER)]) for _ in "ab"
        ]
        for program in programs:
            program.start()
        programs[0].join(0.5)
        assert programs[0].is_alive() and not is_installed(told.app)
    for program in programs:
        program.join()

    assert is_installed(told.app) and told.tables() == before


def test_an_event_that_cannot_be_folded_keeps_nobody_from_the_new_version(told: Story, database: Database):
    told.app.execute(
        "INSERT INTO log.event SELECT ledger_id, position + 1, gen_random_uuid(), 1, 'payment.applied.v9', "
        "state, effective_on, recorded_at, command_id FROM log.event WHERE position = %s",
        [told.head],
    )
    told.app.execute("UPDATE log.log_head SET position = position + 1")
    make_old(database)
    told.app.execute("UPDATE read.progress SET position = %s", [told.head])

    bring_up_to_date(database.conninfo(Role.OWNER))

    assert is_installed(told.app) and green_schemas(told) == []
    with pytest.raises(PoisonEvent):
        told.catch_up()
