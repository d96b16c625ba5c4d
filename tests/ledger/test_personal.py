"""A person can be forgotten: content and salt go, the log stays as it is and still verifies."""

import hashlib
import json
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from settlebook.domain.errors import KeyReused, NotFound
from settlebook.domain.events import AccountCreated
from settlebook.engine import Role
from settlebook.ledger.deciding.batch import Submission
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.requests.outcome import Mode, Outcome, Recorded
from tests.conftest import Database
from tests.ledger.toys import Request, open_account

ADA = {"name": "Ada Lovelace", "notes": "Ünïcode"}


def open_for(log: LedgerLog, person: dict[str, Any], key: str | None = None, **body: Any) -> Recorded:
    def decide(books: Books) -> Outcome:
        return open_account("A-1", name=person.get("name"))(books)

    return log.committer.submit("account.create", Request(body, person), decide, key)


def everything(database: Database) -> str:
    """Every row of the log as text, but for what was kept beside it."""
    tables = ("event", "command", "number", "identity", "setting")
    with psycopg.connect(database.conninfo(Role.APP)) as connection:
        rows = [connection.execute(f"SELECT * FROM log.{table}".encode()).fetchall() for table in tables]
    return repr(rows)


def salts(database: Database) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.conninfo(Role.APP)) as connection:
        return connection.execute("SELECT salt, content, erased_at IS NOT NULL FROM log.personal").fetchall()


def test_the_log_holds_an_id_and_a_salted_hash_of_what_is_personal(log: LedgerLog, database: Database):
    done = open_for(log, ADA)

    fact = log.facts(0)[0].fact
    assert isinstance(fact, AccountCreated) and fact.personal and isinstance(done.id, UUID)
    assert "Ada" not in everything(database)
    assert log.personal_of(done.id) == {fact.personal.personal_id: {"name": "Ada Lovelace"}}
    ((salt, content, _),) = salts(database)
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert fact.personal.digest == hashlib.sha256(salt + text.encode()).hexdigest()


def test_nothing_personal_is_kept_of_nothing(log: LedgerLog, database: Database):
    done = open_for(log, {})

    assert isinstance(done.id, UUID)
    assert log.personal_of(done.id) == {} and salts(database) == []


def test_the_same_personal_fields_are_known_again(log: LedgerLog):
    open_for(log, ADA, "key")

    assert open_for(log, dict(reversed(ADA.items())), "key").replayed


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({**ADA, "name": "Ada"}, "name"),
        ({"name": ADA["name"]}, "notes"),
        ({**ADA, "comment": "x"}, "comment"),
        ({}, "name"),
    ],
)
def test_other_personal_fields_are_another_request(log: LedgerLog, other: dict[str, Any], field: str):
    open_for(log, ADA, "key")

    with pytest.raises(KeyReused) as refused:
        open_for(log, other, "key")

    assert refused.value.field == field


def test_a_request_that_had_nothing_personal_differs_from_one_that_has(log: LedgerLog):
    open_for(log, {}, "key")

    with pytest.raises(KeyReused) as refused:
        open_for(log, ADA, "key")

    assert refused.value.field == "name"


def test_what_is_forgotten_is_gone_and_the_log_is_as_before(log: LedgerLog, database: Database):
    done = open_for(log, ADA, "key")
    assert isinstance(done.id, UUID)
    before = everything(database)

    erased = log.erase_personal(done.id)

    assert (erased, log.erase_personal(done.id)) == (1, 0)
    assert log.personal_of(done.id) == {}
    assert salts(database) == [(None, None, True)]
    assert everything(database) == before


def test_what_is_forgotten_leaves_the_files_where_the_app_may_vacuum(log: LedgerLog, database: Database):
    done = open_for(log, ADA)
    assert isinstance(done.id, UUID)
    log.erase_personal(done.id)

    log.vacuum_personal()

    with psycopg.connect(database.conninfo(Role.APP)) as connection:
        may = connection.info.server_version >= 170000
        row = connection.execute("SELECT pg_stat_get_vacuum_count('log.personal'::regclass)").fetchone()
    assert row == (int(may),)


def test_once_forgotten_personal_fields_are_not_compared_but_the_others_are(log: LedgerLog):
    done = open_for(log, ADA, "key", currency="GBP")
    assert isinstance(done.id, UUID)
    log.erase_personal(done.id)

    assert open_for(log, {"name": "Somebody else"}, "key", currency="GBP").replayed
    with pytest.raises(KeyReused) as refused:
        open_for(log, ADA, "key", currency="EUR")
    assert refused.value.field == "currency"


def test_of_a_refused_request_nothing_personal_is_kept(log: LedgerLog, database: Database):
    def refused(books: Books) -> Outcome:
        raise NotFound("account", "A-9")

    with pytest.raises(NotFound):
        log.committer.submit("account.create", Request({}, ADA), refused, "key")

    assert "Ada" not in everything(database)
    assert salts(database) == []
    with pytest.raises(NotFound) as again:
        log.committer.submit("account.create", Request({}, ADA), refused, "key")
    assert again.value.replayed


def test_of_a_refused_request_nothing_personal_is_compared_in_one_batch_as_later(log: LedgerLog):
    def refused(books: Books) -> Outcome:
        raise NotFound("account", "A-9")

    lines = [
        Submission("account.create", Request({}, {"name": name}), refused, "key") for name in ("Ada", "Bo")
    ]

    _, in_the_batch = log.committer.submit_many(lines, Mode.CONTINUE)
    _, later = log.committer.submit_many(lines, Mode.CONTINUE)

    assert isinstance(in_the_batch, NotFound) and in_the_batch.replayed
    assert isinstance(later, NotFound) and later.replayed


def test_personal_content_of_others_stays(log: LedgerLog):
    done = open_for(log, ADA)

    assert log.erase_personal(uuid4()) == 0
    assert isinstance(done.id, UUID) and log.personal_of(done.id)


def test_personal_content_can_be_erased_and_never_rewritten(log: LedgerLog, database: Database):
    open_for(log, ADA)

    with (
        psycopg.connect(database.conninfo(Role.APP)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="never rewritten"),
    ):
        connection.execute("UPDATE log.personal SET content = '{}'")
