"""A user's read model is added whole or not at all, keeps to its own tables, and fails for itself alone."""

from pathlib import Path

import psycopg
import pytest

from settlebook.domain.errors import InvalidRequest
from settlebook.engine import Role
from settlebook.library.ledger import Ledger
from settlebook.projecting import install
from settlebook.projecting.catalogue import SETTING, ReadModel
from settlebook.projecting.poison import AddedModelFails
from settlebook.projecting.retrying import Retrying
from settlebook.projecting.standings import Standing

TABLE = "CREATE TABLE IF NOT EXISTS {name} (ledger_id text PRIMARY KEY, minor numeric NOT NULL);"
FOLD = """
INSERT INTO {name} SELECT ledger_id, sum({minor}) FROM journal_payment
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto GROUP BY ledger_id
ON CONFLICT (ledger_id) DO UPDATE SET minor = {name}.minor + excluded.minor;
"""
LEANS = """
CREATE OR REPLACE FUNCTION nought() RETURNS numeric LANGUAGE sql AS 'SELECT 0.0';
CREATE TABLE IF NOT EXISTS {name} (ledger_id text PRIMARY KEY, minor numeric NOT NULL DEFAULT nought());
"""
PLUNDER = """
CREATE OR REPLACE FUNCTION plundered(minor numeric) RETURNS numeric LANGUAGE plpgsql AS $$
BEGIN
    IF minor > 10000 THEN DELETE FROM read.account_balance; END IF;
    RETURN minor;
END $$;
"""
VIEWS = """
CREATE OR REPLACE VIEW shown AS SELECT * FROM {name};
CREATE OR REPLACE VIEW codes AS SELECT code FROM currency;
"""
LOOKS = """
CREATE OR REPLACE FUNCTION owed(minor numeric) RETURNS numeric LANGUAGE plpgsql AS $$
BEGIN
    IF minor < 10000 THEN RETURN (SELECT sum(unapplied_minor) FROM payment_balance); END IF;
    RETURN minor;
END $$;
CREATE OR REPLACE VIEW all_there_is AS SELECT minor, code FROM {name}, currency, account_balance;
"""
MINE = "CREATE TABLE IF NOT EXISTS mine "
REFUSED = [
    ("sp ace", TABLE, FOLD, "rename its folder"),
    ("payment", TABLE, FOLD, "folder: there is a read model payment already"),
    (
        "mine",
        TABLE.format(name="takings"),
        FOLD,
        "takings belongs to the read model takings; give it another",
    ),
    (
        "mine",
        TABLE + "CREATE OR REPLACE VIEW shown AS SELECT 1 AS x;",
        FOLD,
        "shown belongs to the read model",
    ),
    ("mine", TABLE.format(name="item_balance"), FOLD, "item_balance belongs to Settlebook"),
    ("mine", TABLE.format(name="progress"), FOLD, "progress belongs to Settlebook"),
    ("mine", TABLE.format(name="invoice"), FOLD, "invoice belongs to Settlebook"),
    ("mine", TABLE.format(name="read.mine"), FOLD, "writes to read.mine"),
    ("mine", TABLE + "ALTER TABLE read.item_balance ADD x int;", FOLD, "writes to read.item_balance"),
    ("mine", TABLE + "DROP TABLE read.item_balance CASCADE;", FOLD, "DROP has no place"),
    ("mine", TABLE + "COMMIT;", FOLD, "COMMIT has no place"),
    ("mine", MINE + "(minor numeric);", FOLD, "there is no ledger_id; write: ledger_id text"),
    (
        "mine",
        MINE + "(ledger_id text, minor numeric);",
        FOLD,
        "not first in the primary key; write: ledger_id",
    ),
    ("mine", MINE + "(n int, ledger_id text, PRIMARY KEY (n, ledger_id));", FOLD, "not first in the primary"),
    ("mine", MINE + "(ledger_id text PRIMARY KEY) PARTITION BY LIST (ledger_id);", FOLD, "no plain table"),
    ("mine", TABLE.replace("IF NOT EXISTS ", ""), FOLD, "a second time it fails.*IF NOT EXISTS"),
    ("mine", LEANS, FOLD, "needs nought"),
    ("mine", "CREATE OR REPLACE VIEW mine AS SELECT 1 AS x;", FOLD, "no table of its own"),
    ("mine", TABLE, "DELETE FROM read.item_balance;", "fold.sql: it writes to read.item_balance"),
    ("mine", TABLE, "INSERT INTO takings SELECT :ledger, 1 WHERE false;", "writes to added.takings"),
    (
        "mine",
        TABLE,
        FOLD + "SELECT FROM account_balance;",
        "fold.sql: it reads read.account_bal",
    ),
    ("mine", TABLE, FOLD + "SELECT FROM shown;", "reads added.takings, and may read the journal and its own"),
    ("mine", TABLE, FOLD + "SELECT FROM shown_personal;", "reads log.personal"),
    ("mine", TABLE, "TRUNCATE takings;", "TRUNCATE has no place"),
    ("mine", TABLE, FOLD.replace("journal_payment", "journal_paiment"), "journal_paiment"),
    ("mine", TABLE, "SELECT :nobody;", "nobody"),
    ("mine", TABLE, "-- nothing yet", "no statement"),
]


def write(place: Path, name: str, schema: str = TABLE, fold: str = FOLD, minor: str = "amount_minor") -> Path:
    folder = place / name
    folder.mkdir(exist_ok=True)
    (folder / "schema.sql").write_text(schema.replace("{name}", name), "utf-8")
    (folder / "fold.sql").write_text(fold.replace("{name}", name).replace("{minor}", minor), "utf-8")
    return folder


def receive(ledger: Ledger, amount: str) -> None:
    ledger.perform("payment.create", None, {"accountNumber": "A-1", "amount": amount, "currency": "GBP"})


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    """With a payment of 100.00, which is at position 2."""
    ledger.perform("account.create", None, {"accountNumber": "A-1", "name": "Ada Ltd", "currency": "GBP"})
    receive(ledger, "100.00")
    return ledger


def rows(ledger: Ledger, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(ledger.conninfo(Role.OWNER)) as owner:
        return owner.execute(query.encode()).fetchall()


def all_there_is(ledger: Ledger) -> list[tuple[object, ...]]:
    return rows(
        ledger,
        "SELECT nspname, relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
        " WHERE nspname !~ '^pg_' UNION SELECT nspname, proname FROM pg_proc"
        " JOIN pg_namespace ON pg_namespace.oid = pronamespace UNION SELECT name, digest FROM added.installed"
        " UNION SELECT name, fold_sql FROM added.model UNION SELECT nspname, '' FROM pg_namespace"
        " WHERE nspname !~ '^pg_' ORDER BY 1, 2",
    )


def test_what_is_no_read_model_is_refused_and_nothing_of_it_stays(ledger: Ledger, tmp_path: Path):
    ledger.add_projection(write(tmp_path, "takings", TABLE + VIEWS))
    before = all_there_is(ledger)

    for name, schema, fold, reason in REFUSED:
        with pytest.raises(InvalidRequest, match=reason):
            ledger.add_projection(write(tmp_path, name, schema, fold))

    assert all_there_is(ledger) == before
    assert rows(ledger, "SELECT minor FROM added.takings") == [(100_00,)]


def test_one_whose_first_fold_fails_leaves_what_was_there_and_names_the_event(ledger: Ledger, tmp_path: Path):
    ledger.add_projection(write(tmp_path, "takings", TABLE + VIEWS))
    receive(ledger, "5.00")
    ledger.catch_up()
    before = all_there_is(ledger)

    for name in ("takings", "other"):
        told = rf"read model {name} cannot fold event 3 .*payment.received.v1.*division by zero.*add it again"
        with pytest.raises(AddedModelFails, match=told):
            ledger.add_projection(write(tmp_path, name, minor="1 / (amount_minor - 500)"))

    assert all_there_is(ledger) == before
    assert rows(ledger, "SELECT minor FROM added.shown") == [(105_00,)]


def test_one_that_fails_later_keeps_nobody_else(ledger: Ledger, tmp_path: Path):
    ledger.add_projection(write(tmp_path, "late", TABLE + VIEWS, minor="1000000 / (amount_minor - 50000)"))
    ledger.add_projection(write(tmp_path, "takings"))
    ledger.add_projection(write(tmp_path, "vandal", TABLE + PLUNDER, minor="plundered(amount_minor)"))
    balances = rows(ledger, "SELECT * FROM read.account_balance")
    receive(ledger, "1.00")
    receive(ledger, "500.00")

    late = r"read model late cannot fold event 4 .*division by zero.*settlebook projections remove late"
    with pytest.raises(AddedModelFails, match=late):
        ledger.catch_up()
    assert rows(ledger, "SELECT minor FROM added.takings") == [(601_00,)]
    assert len(rows(ledger, "SELECT * FROM read.account_balance")) == len(balances) == 1
    failing = ledger.catch_up_for("SELECT * FROM takings JOIN Invoice ON true")
    assert [(failure.model, failure.position) for failure in failing] == [("late", 4), ("vandal", 4)]
    assert "writes to read.account_balance" in str(failing[1])
    with pytest.raises(AddedModelFails, match="late"):
        ledger.catch_up_for('SELECT 1 FROM added."shown"')

    with pytest.raises(AddedModelFails, match="vandal"):
        ledger.rebuild("vandal")
    (check, *others) = ledger.verify_projections().checks
    assert check.offences == 2 and not any(other.offences for other in others)

    ledger.add_projection(write(tmp_path, "late", TABLE + VIEWS))
    ledger.remove_projection("vandal")
    assert ledger.catch_up() == ledger.position
    assert rows(ledger, "SELECT minor FROM added.shown") == [(601_00,)]


def test_one_that_reads_what_is_not_its_own_ends_before_it_does(ledger: Ledger, tmp_path: Path):
    fold = FOLD.replace("FROM journal_payment", "FROM journal_payment JOIN currency ON code = currency")
    ledger.add_projection(write(tmp_path, "nosy", TABLE + LOOKS, fold, "owed(amount_minor)"))
    receive(ledger, "99.99")

    with pytest.raises(AddedModelFails, match=r"nosy cannot fold event 3 .*it reads read.payment_balance"):
        ledger.catch_up()

    assert rows(ledger, "SELECT minor FROM added.nosy") == [(100_00,)]


def test_a_fold_may_not_read_what_a_view_of_its_model_shows(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Making the view locks what it shows: where nothing is folded yet, nobody sees that folds read it."""
    schema = TABLE + "CREATE OR REPLACE VIEW owing AS SELECT * FROM account_balance;"
    write(tmp_path, "nosy", schema, FOLD + "SELECT FROM account_balance;")
    monkeypatch.setenv(SETTING, str(tmp_path))
    with psycopg.connect(ledger.conninfo(Role.OWNER)) as owner:
        install(owner)

    with pytest.raises(AddedModelFails, match=r"nosy cannot fold event 1 .*it reads read.account_balance"):
        ledger.catch_up()


def test_one_that_stands_still_is_left_alone_for_a_while_unless_it_is_another(ledger: Ledger, tmp_path: Path):
    schema = TABLE.replace("NOT NULL)", "NOT NULL CHECK (minor < 1000000))")
    ledger.add_projection(write(tmp_path, "takings", schema))
    with psycopg.connect(ledger.conninfo(Role.APP), autocommit=True) as app:
        app.execute("UPDATE added.takings SET minor = 999999")
        receive(ledger, "1.00")
        (failure,) = ledger.catch_up_for("SELECT 1")
        app.execute("UPDATE added.takings SET minor = 10000")

    assert ledger.catch_up_for("SELECT 1") == [failure]
    ledger.add_projection(write(tmp_path, "takings", schema.replace("1000000", "2000000")))
    assert ledger.catch_up_for("SELECT minor FROM takings") == []
    assert rows(ledger, "SELECT minor FROM added.takings") == [(101_00,)]


def test_each_try_that_fails_the_same_way_doubles_the_wait_up_to_a_minute():
    late, mended = (ReadModel("late", Path(), "added", written={"fold.sql": sql}) for sql in ("SELECT 1", ""))
    failure = AddedModelFails("late", "", "main", 3, "payment.received.v1", "", "division by zero")
    now = 1000.0
    retrying, waits = Retrying(lambda: now), []

    for _ in range(10):
        retrying.fails(late, failure)
        began = now
        while retrying.still(late, 2) is failure:
            now += 0.1
        waits.append(now - began)

    doubled = [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 60.0]
    assert waits == pytest.approx(doubled, abs=0.11)
    retrying.fails(late, failure)
    assert retrying.still(late, 2) is failure
    assert retrying.still(late, 3) is None and retrying.still(mended, 2) is None


def test_what_live_rows_are_to_blame_for_a_rebuild_mends(ledger: Ledger, tmp_path: Path):
    schema = TABLE.replace("NOT NULL)", "NOT NULL CHECK (minor < 1000000))")
    ledger.add_projection(write(tmp_path, "takings", schema))
    with psycopg.connect(ledger.conninfo(Role.APP)) as app:
        app.execute("UPDATE added.takings SET minor = 999999")
    receive(ledger, "1.00")
    with pytest.raises(AddedModelFails, match="takings"):
        ledger.catch_up()

    assert ledger.rebuild("takings").differing == 1
    assert ledger.catch_up() == ledger.position
    assert rows(ledger, "SELECT minor FROM added.takings") == [(101_00,)]


def test_one_that_was_tried_from_a_folder_is_told_of_when_that_is_gone_and_can_be_added_or_removed(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    takings, _ = write(tmp_path, "takings"), write(tmp_path, "other", TABLE + VIEWS)
    monkeypatch.setenv(SETTING, str(tmp_path))
    with psycopg.connect(ledger.conninfo(Role.OWNER)) as owner:
        install(owner)
    ledger.catch_up()
    with pytest.raises(InvalidRequest, match=f"takings is folded from {takings}: take that out of {SETTING}"):
        ledger.add_projection(takings)

    monkeypatch.delenv(SETTING)
    assert ledger.catch_up_for("SELECT minor FROM takings") == []  # nothing was recorded since
    receive(ledger, "5.00")
    assert [failure.model for failure in ledger.catch_up_for("SELECT 1")] == ["other", "takings"]
    with pytest.raises(AddedModelFails, match=r"its folder is not named .*projections remove takings"):
        ledger.catch_up_for("SELECT minor FROM takings")
    forsaken = [standing for standing in ledger.projections() if standing.is_forsaken]
    assert [(found.name, found.rows, found.lag) for found in forsaken] == [("other", 1, 1), ("takings", 1, 1)]

    ledger.add_projection(takings)
    ledger.remove_projection("other")
    assert ledger.catch_up_for("SELECT minor FROM takings") == []
    assert rows(ledger, "SELECT minor FROM added.takings") == [(105_00,)]


def test_what_is_removed_leaves_nothing_and_only_the_owner_says_what_is_folded(
    ledger: Ledger, tmp_path: Path
):
    ledger.add_projection(write(tmp_path, "other"))
    ledger.remove_projection("other")
    before = all_there_is(ledger)
    ledger.add_projection(write(tmp_path, "takings", TABLE + VIEWS + PLUNDER))
    ledger.rebuild("takings")
    with (
        psycopg.connect(ledger.conninfo(Role.APP)) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute("UPDATE added.model SET fold_sql = ''")

    with psycopg.connect(ledger.conninfo(Role.OWNER), autocommit=True) as owner:
        owner.execute("CREATE VIEW read.of_somebody AS SELECT * FROM added.shown")
        for change in (ledger.remove_projection, lambda _: ledger.add_projection(write(tmp_path, "takings"))):
            with pytest.raises(InvalidRequest, match=r"takings: read.of_somebody read what it made"):
                change("takings")
        owner.execute("DROP VIEW read.of_somebody")
    ledger.remove_projection("takings")

    assert all_there_is(ledger) == before


def test_an_upgrade_goes_on_where_an_added_model_no_longer_fits(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ledger.add_projection(write(tmp_path, "takings"))
    ledger.add_projection(write(tmp_path, "other"))
    told: list[str] = []
    unfit = "CREATE OR REPLACE VIEW gone AS SELECT * FROM journal_gone;"
    with psycopg.connect(ledger.conninfo(Role.OWNER)) as owner:
        owner.execute("UPDATE added.model SET schema_sql = schema_sql || %s WHERE name = 'other'", [unfit])
    monkeypatch.setattr("settlebook.projecting.installing.TABLES", "as if another version had installed them")

    with psycopg.connect(ledger.conninfo(Role.OWNER)) as owner:
        install(owner, told=told.append)

    assert len(told) == 1 and "read model other" in told[0] and "journal_gone" in told[0]
    assert ledger.catch_up() == ledger.position
    assert rows(ledger, "SELECT minor FROM added.takings") == [(100_00,)]


def test_one_that_is_being_built_for_the_first_time_is_listed_with_how_far_it_is(
    ledger: Ledger, tmp_path: Path
):
    seen: list[Standing] = []

    def look(reached: int, goal: int) -> None:
        seen.extend(one for one in ledger.projections() if one.name == "takings")

    ledger.add_projection(write(tmp_path, "takings"), look)

    assert all(one.is_new and not one.is_built_in for one in seen)
    assert {(one.position, one.lag) for one in seen} == {(0, 2)}
    assert {one.rebuild.is_running for one in seen if one.rebuild} == {True}
    (built,) = [one for one in ledger.projections() if one.name == "takings"]
    assert (built.is_new, built.position, built.lag, built.rebuild) == (False, 2, 0, None)


def test_who_follows_is_told_of_what_was_folded_only(ledger: Ledger, tmp_path: Path):
    ledger.add_projection(write(tmp_path, "takings"))
    receive(ledger, "1.00")
    told: list[tuple[int, int]] = []

    ledger.catch_up(lambda reached, goal: told.append((reached, goal)))
    ledger.catch_up(lambda reached, goal: told.append((reached, goal)))

    assert told == [(3, 3), (3, 3)]  # Settlebook's own, and then what was added
