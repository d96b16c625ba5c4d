"""Several programs with memories of their own, several threads in each, and no penny is spent twice."""

import json
from collections import Counter

import psycopg

from settlebook.domain.events import PaymentApplied
from settlebook.engine import Role
from settlebook.ledger.opening import LedgerLog
from tests import programs
from tests.conftest import Database
from tests.house.tree import ROOT
from tests.ledger.spender import INVOICES
from tests.ledger.toys import bill, do, open_account, receive, unapplied_minor

PROGRAMS, ROUNDS = 4, 40
MONEY_MINOR = 100_00  # for a hundred applications; the programs ask for 160


def answers_of_all(database: Database) -> Counter[str]:
    words = ["-m", "tests.ledger.spender", database.conninfo(Role.APP), str(ROUNDS)]
    pipe = programs.PIPE
    started = [programs.start(words, cwd=ROOT, stdin=pipe, stdout=pipe) for _ in range(PROGRAMS)]
    for program in started:
        assert program.stdout is not None and program.stdout.readline() == "ready\n"
    outputs = [program.communicate("\n", timeout=120)[0] for program in started]
    return sum((Counter(json.loads(output)) for output in outputs), Counter())


def test_programs_that_spend_the_same_money_spend_it_once(log: LedgerLog, database: Database):
    do(log, open_account("A-1"))
    do(log, receive(MONEY_MINOR, "P-1"))
    for number in range(INVOICES):
        do(log, bill(MONEY_MINOR, f"INV-{number}"))

    answers = answers_of_all(database)

    assert answers == {"done": 100, "exceeds_unapplied": 60}
    assert unapplied_minor(log) == 0
    applied = [entry for entry in log.facts(0) if isinstance(entry.fact, PaymentApplied)]
    assert [entry.originator_version for entry in applied] == list(range(2, 102))
    with psycopg.connect(database.conninfo(Role.APP)) as connection:
        row = connection.execute("SELECT count(*), max(position) FROM log.event").fetchone()
    assert row is not None and row[0] == row[1] == log.head
