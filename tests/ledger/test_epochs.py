"""An epoch says which history a ledger tells; a reader who knows another is told where they part."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import psycopg
import pytest

from settlebook.domain.errors import AnotherEpoch
from settlebook.engine import Role, RoleMissing
from settlebook.ledger.database.statements import migrations
from settlebook.ledger.identity.epochs import begin_restored, epochs_of, require_epoch
from settlebook.ledger.opening import LedgerLog
from tests.conftest import Database
from tests.ledger.toys import do, open_account


@pytest.fixture
def owner(database: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database.conninfo(Role.OWNER), autocommit=True) as connection:
        yield connection


def test_the_first_use_of_a_ledger_begins_its_first_epoch(log: LedgerLog):
    (first,) = epochs_of(log.connections, "main")
    do(log, open_account("A-1"))

    assert (first.number, first.reason, first.after) == (1, "created", 0)
    assert epochs_of(log.connections, "main") == (first,)


def test_each_ledger_of_a_database_has_epochs_of_its_own(log: LedgerLog):
    (ours,), (theirs,) = epochs_of(log.connections, "main"), epochs_of(log.connections, "other")

    assert ours.id != theirs.id


def test_a_ledger_that_was_put_back_begins_another_epoch_where_it_stands(log: LedgerLog):
    (first,) = epochs_of(log.connections, "main")
    do(log, open_account("A-1"))

    begun = begin_restored(log.engine, "main")

    assert (begun.number, begun.reason, begun.after) == (2, "restored", log.head)
    assert epochs_of(log.connections, "main") == (first, begun)


def test_a_reader_of_an_older_epoch_is_told_up_to_where_both_tell_the_same(log: LedgerLog):
    (first,) = epochs_of(log.connections, "main")
    do(log, open_account("A-1"))
    shared = log.head
    second = begin_restored(log.engine, "main")
    do(log, open_account("A-2"))
    third = begin_restored(log.engine, "main")
    epochs = epochs_of(log.connections, "main")

    require_epoch(epochs, third.id)
    for known, upto in ((first.id, shared), (second.id, log.head), (uuid4(), 0)):
        with pytest.raises(AnotherEpoch) as refused:
            require_epoch(epochs, known)
        assert (refused.value.current, refused.value.shared_upto) == (third.id, upto)


def test_who_may_not_act_as_the_owner_cannot_say_that_a_ledger_was_put_back(
    log: LedgerLog, database: Database
):
    do(log, open_account("A-1"))
    login = replace(database, conninfos={**database.conninfos, Role.OWNER: database.conninfo(Role.READER)})

    with pytest.raises(RoleMissing, match="may not act as the ledger's owner"):
        begin_restored(login, "main")

    assert len(epochs_of(log.connections, "main")) == 1


def test_the_app_may_begin_no_epoch(log: LedgerLog, database: Database):
    epochs_of(log.connections, "main")

    with (
        psycopg.connect(database.conninfo(Role.APP)) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute("INSERT INTO log.epoch VALUES ('main', 2, gen_random_uuid(), 'restored', 0, now())")


@pytest.mark.parametrize(
    "change",
    ["UPDATE log.epoch SET after = 7", "DELETE FROM log.epoch", "TRUNCATE log.epoch"],
)
def test_epochs_of_a_ledger_that_holds_something_are_kept_even_by_its_owner(
    log: LedgerLog, owner: psycopg.Connection, change: str
):
    do(log, open_account("A-1"))

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner.execute(change.encode())


def test_copies_of_a_ledger_that_is_older_than_epochs_get_the_same_first_one(
    log: LedgerLog, owner: psycopg.Connection
):
    do(log, open_account("A-1"))
    (file,) = [file for number, file in migrations() if number == 4]

    assert _migrated_again(owner, file.read_bytes()) == _migrated_again(owner, file.read_bytes())


def _migrated_again(owner: psycopg.Connection, migration: bytes) -> UUID:
    owner.execute("DROP TABLE log.epoch")
    owner.execute("DROP FUNCTION log.begin_first_epoch CASCADE")
    owner.execute("DROP FUNCTION log.refuse_ending")
    owner.execute(migration)
    row = owner.execute("SELECT epoch_id FROM log.epoch WHERE ledger_id = 'main'").fetchone()
    assert row is not None
    return UUID(str(row[0]))
