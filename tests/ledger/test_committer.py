"""A command is decided, recorded and answered; its answer is kept under its key for ever."""

import json
from uuid import uuid4

import psycopg
import pytest

from settlebook.domain.errors import (
    ExceedsUnapplied,
    InvalidRequest,
    KeyReused,
    NotFound,
    NotOffered,
    NumberTaken,
    Refusal,
)
from settlebook.domain.events import AccountCreated, InvoiceCreated, ItemsSettled, PaymentApplied
from settlebook.engine import Role
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.requests.asked import LARGEST
from settlebook.ledger.requests.outcome import Outcome
from tests.conftest import Database
from tests.ledger.toys import Request, apply, bill, do, open_account, receive, settled_books


def refusal_of(log: LedgerLog, decide, key: str | None = None, **body: object) -> Refusal:
    with pytest.raises(Refusal) as refused:
        do(log, decide, key, **body)
    return refused.value


def commands(database: Database) -> list[tuple[str, dict]]:
    """The keys and outcomes that are stored, in the order they were recorded."""
    with psycopg.connect(database.conninfo(Role.APP)) as connection:
        rows = connection.execute("SELECT key, outcome FROM log.command ORDER BY last_position").fetchall()
    return [(key, json.loads(outcome)) for key, outcome in rows]


def test_a_command_is_answered_with_what_was_done_and_where_it_stands(log: LedgerLog):
    first = do(log, open_account("A-1"))
    second = do(log, receive(60_00))

    assert (first.number, first.position) == ("A-1", 1)
    assert (second.number, second.position) == ("P-00000001", 2)
    assert not second.replayed


def test_all_facts_of_a_command_stand_in_the_log_under_one_command(log: LedgerLog):
    settled_books(log)

    done = do(log, apply(60_00))

    source, mirror = log.facts(done.position - 2)
    assert isinstance(source.fact, PaymentApplied) and isinstance(mirror.fact, ItemsSettled)
    assert source.command_id == mirror.command_id == done.command_id
    assert source.recorded_at == mirror.recorded_at
    assert (source.originator_version, mirror.originator_version) == (2, 3)


def test_a_command_sees_what_the_ones_before_it_recorded(log: LedgerLog):
    settled_books(log, paid_minor=100_00)
    do(log, apply(60_00))

    refusal = refusal_of(log, apply(40_01))

    assert isinstance(refusal, ExceedsUnapplied) and refusal.available.minor == 40_00


def test_another_program_sees_the_same_books(log: LedgerLog, database: Database):
    settled_books(log)
    do(log, apply(60_00))

    with LedgerLog(database) as other:
        refusal = refusal_of(other, apply(40_01))

    assert isinstance(refusal, ExceedsUnapplied) and refusal.available.minor == 40_00


def test_the_same_request_under_the_same_key_gets_the_first_outcome_again(log: LedgerLog):
    do(log, open_account("A-1"))
    first = do(log, receive(60_00), "key", amount="60.00")

    again = do(log, receive(60_00), "key", amount="60.00")

    assert again.replayed
    assert again.model_copy(update={"replayed": False}) == first
    assert log.head == 2


def test_a_key_is_known_to_programs_that_start_later(log: LedgerLog, database: Database):
    first = do(log, open_account("A-1"), "key")

    with LedgerLog(database) as other:
        again = do(other, open_account("A-1"), "key")

    assert again.replayed and again.command_id == first.command_id


def test_a_key_belongs_to_one_client(log: LedgerLog, database: Database):
    do(log, open_account(), "key")

    with LedgerLog(database, client="api") as other:
        done = do(other, open_account(), "key")

    assert not done.replayed and done.number == "A00000002"


@pytest.mark.parametrize(
    ("first", "other", "field"),
    [
        ({"amount": "60.00"}, {"amount": "60.01"}, "amount"),
        ({"amount": "60.00"}, {}, "amount"),
        ({}, {"comment": "late"}, "comment"),
        ({"a": 1, "b": 1}, {"a": 2, "b": 2}, "a"),
        ({"invoices": [{"amount": "1"}]}, {"invoices": [{"amount": "2"}]}, "invoices[0].amount"),
        ({"invoices": [{"amount": "1"}]}, {"invoices": [{"amount": "1"}, {}]}, "invoices[1]"),
        ({"flag": True}, {"flag": 1}, "flag"),
        ({"nested": {"a": {"b": "x"}}}, {"nested": {"a": {"b": "y"}}}, "nested.a.b"),
    ],
)
def test_another_request_under_a_used_key_is_refused_and_the_first_difference_named(
    log: LedgerLog, first: dict, other: dict, field: str
):
    do(log, open_account(), "key", **first)

    refusal = refusal_of(log, open_account(), "key", **other)

    assert isinstance(refusal, KeyReused) and (refusal.key, refusal.field) == ("key", field)
    assert log.head == 1


def test_another_act_under_a_used_key_is_refused_whatever_its_fields(log: LedgerLog):
    do(log, open_account(), "key")

    with pytest.raises(KeyReused) as refused:
        log.committer.submit("payment.create", Request(), open_account(), "key")

    assert refused.value.field == "do"


def test_a_refusal_is_kept_as_the_answer_even_when_the_books_would_allow_it_later(log: LedgerLog):
    settled_books(log, paid_minor=10_00)
    first = refusal_of(log, apply(60_00), "key")
    do(log, receive(60_00, "P-2"))

    again = refusal_of(log, apply(60_00), "key")

    assert again.replayed and not first.replayed
    assert again.stored() == first.stored()


def test_not_found_is_an_answer_too_and_kept(log: LedgerLog):
    first = refusal_of(log, receive(60_00), "key")
    do(log, open_account("A-1"))

    again = refusal_of(log, receive(60_00), "key")

    assert isinstance(first, NotFound) and isinstance(again, NotFound)
    assert again.replayed and again.key == "A-1"


def test_a_request_that_cannot_be_read_is_not_kept(log: LedgerLog, database: Database):
    def malformed(books: Books) -> Outcome:
        raise NotOffered("currency", "payment.create")

    refusal = refusal_of(log, malformed, "key")
    done = do(log, open_account(), "key")

    assert isinstance(refusal, NotOffered) and not done.replayed
    assert [key for key, _ in commands(database)] == ["key"]


def test_what_was_asked_and_answered_is_stored_byte_for_byte_as_it_was_written(
    log: LedgerLog, database: Database
):
    refusal = refusal_of(log, receive(60_00), "key", amount="60", b=1)

    with psycopg.connect(database.conninfo(Role.APP)) as connection:
        row = connection.execute("SELECT request, outcome FROM log.command").fetchone()
    assert row == (
        '{"body":{"amount":"60","b":1},"v":1}',
        json.dumps({"refused": refusal.stored()}, sort_keys=True, separators=(",", ":")),
    )


def test_a_request_that_is_too_large_is_refused_with_its_size_and_not_kept(log: LedgerLog):
    refusal = refusal_of(log, open_account(), "key", notes="x" * LARGEST)

    assert isinstance(refusal, InvalidRequest) and f"at most {LARGEST:,}" in refusal.problem
    assert not do(log, open_account(), "key").replayed


def test_a_fault_of_the_program_reaches_its_caller_and_leaves_nothing(log: LedgerLog, database: Database):
    def faulty(books: Books) -> Outcome:
        open_account("A-1")(books)
        raise ZeroDivisionError("a fault of ours")

    with pytest.raises(ZeroDivisionError):
        do(log, faulty, "key")

    assert log.head == 0 and commands(database) == []
    assert do(log, open_account("A-1"), "key").position == 1


def test_nothing_of_a_refused_command_is_recorded_but_its_refusal(log: LedgerLog, database: Database):
    def half_done(books: Books) -> Outcome:
        open_account("A-2")(books)
        books.keep_personal(uuid4(), {"name": "Ada"})
        raise NotFound("payment", "P-9")

    refusal_of(log, half_done, "key")

    assert log.head == 0
    assert commands(database) == [("key", {"refused": NotFound("payment", "P-9").stored()})]
    assert do(log, open_account("A-2")).number == "A-2"
    with psycopg.connect(database.conninfo(Role.APP)) as connection:
        assert connection.execute("SELECT count(*) FROM log.personal").fetchone() == (0,)


def test_a_number_is_given_once_for_each_kind(log: LedgerLog):
    do(log, open_account("X-1"))
    do(log, open_account("A-1"))
    do(log, receive(1_00, "X-1"))

    refusal = refusal_of(log, open_account("X-1"))

    assert isinstance(refusal, NumberTaken) and (refusal.kind, refusal.number) == ("account", "X-1")


@pytest.mark.parametrize("key", ["", "x" * 256, "new\nline", "nul\0", "\ud800"])
def test_a_key_that_cannot_be_kept_is_refused(log: LedgerLog, key: str):
    assert isinstance(refusal_of(log, open_account(), key), InvalidRequest)


@pytest.mark.parametrize("text", ["a\0b", "half a pair \ud83d"])
def test_a_text_that_cannot_be_kept_is_refused_with_its_field(log: LedgerLog, text: str):
    refusal = refusal_of(log, open_account(), lines=[{"comment": text}])

    assert isinstance(refusal, InvalidRequest) and refusal.field == "lines[0].comment"


def test_a_text_that_only_looks_like_an_escape_is_kept(log: LedgerLog):
    assert do(log, open_account(), "key", comment="\\u0000").position == 1
    assert do(log, open_account(), "key", comment="\\u0000").replayed


@pytest.mark.parametrize("key", ["INV-1", "A-1", "no such", "A-1#1", "x" * 40, "", "0" * 32])
def test_a_key_that_names_no_payment_is_not_found(log: LedgerLog, key: str):
    settled_books(log)

    def decide(books: Books) -> Outcome:
        books.payment(key)
        return Outcome()

    assert isinstance(refusal_of(log, decide), NotFound)


def test_a_state_is_found_by_number_and_by_id_in_either_spelling(log: LedgerLog):
    settled_books(log)
    seen = []

    def decide(books: Books) -> Outcome:
        payment = books.payment("P-1")
        for key in (payment.payment_id.hex, str(payment.payment_id), payment.payment_id.hex.upper()):
            seen.append(books.payment(key) is payment)
        return Outcome()

    do(log, decide)

    assert seen == [True, True, True]


def test_the_id_of_something_else_is_not_found(log: LedgerLog):
    settled_books(log)

    def decide(books: Books) -> Outcome:
        books.payment(books.invoice("INV-1").document_id.hex)
        return Outcome()

    assert isinstance(refusal_of(log, decide), NotFound)


def test_a_command_without_facts_stands_where_the_log_stood(log: LedgerLog, database: Database):
    do(log, open_account("A-1"))

    done = do(log, lambda books: Outcome(status="nothing to do"), "key")

    assert (done.position, done.status) == (1, "nothing to do")
    with psycopg.connect(database.conninfo(Role.APP)) as connection:
        row = connection.execute("SELECT first_position, last_position FROM log.command WHERE key = 'key'")
        assert row.fetchone() == (1, 1)


def test_the_actor_and_the_client_are_kept_with_the_command(log: LedgerLog, database: Database):
    do(log, open_account(), "key")

    with psycopg.connect(database.conninfo(Role.APP)) as connection:
        row = connection.execute("SELECT actor, client, kind FROM log.command").fetchone()
    assert row == ("clerk", "local", "toy")


def test_a_document_of_many_rows_is_recorded_whole(log: LedgerLog):
    do(log, open_account("A-1"))

    done = do(log, bill(1_00, rows=20_000))

    created = log.facts(done.position - 2)[0].fact
    assert isinstance(created, InvoiceCreated) and len(created.items) == 20_000


def test_ledgers_of_one_database_do_not_see_each_other(database: Database):
    with LedgerLog(database, "one") as one, LedgerLog(database, "two") as two:
        first, second = do(one, open_account("A-1"), "key"), do(two, open_account("A-1"), "key")

        assert (first.position, second.position, second.replayed) == (1, 1, False)
        assert [type(envelope.fact) for envelope in two.facts(0)] == [AccountCreated]
