"""Ledgers, actors and clients are called by names that can be kept for ever and read by people."""

import pytest

from settlebook.domain.errors import InvalidRequest
from settlebook.ledger.deciding.batch import Submission
from settlebook.ledger.errors import BadName
from settlebook.ledger.opening import LedgerLog
from tests.conftest import Database
from tests.ledger.toys import Request, open_account


@pytest.mark.parametrize("name", ["", "a b", "a/b", "é", "a\n", "a\0", "\ud800", "x" * 65, "'; DROP"])
def test_a_ledger_with_another_name_is_not_opened(database: Database, name: str):
    with pytest.raises(BadName, match="no name for a ledger"):
        LedgerLog(database, name)


@pytest.mark.parametrize("name", ["a", "Books_2026.uk-1", "x" * 64])
def test_a_ledger_has_a_name_of_letters_digits_and_a_few_marks(database: Database, name: str):
    with LedgerLog(database, name) as log:
        assert log.ledger_id == name


@pytest.mark.parametrize("name", ["", "a\nb", "a\0", "\ud800", "x" * 256])
def test_who_acts_and_whose_keys_count_have_names_that_can_be_printed(database: Database, name: str):
    with pytest.raises(BadName, match="no name for the actor"):
        LedgerLog(database, actor=name)
    with pytest.raises(BadName, match="no name for the client"):
        LedgerLog(database, client=name)


def test_names_of_people_are_free(database: Database):
    with LedgerLog(database, actor="Zoë from accounts", client="x" * 255) as log:
        assert log.head == 0


@pytest.mark.parametrize("field", ["actor", "client"])
def test_a_command_with_another_name_is_refused_and_nothing_recorded(log: LedgerLog, field: str):
    named = Submission("toy", Request(), open_account(), **{field: "a\0"})

    with pytest.raises(InvalidRequest) as refused:
        log.committer.record(named)

    assert refused.value.field == field and log.head == 0
