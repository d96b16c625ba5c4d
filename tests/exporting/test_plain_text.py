"""The ledger as beancount and hledger read it: accepted by them, and added up by a reader of our own."""

import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settlebook import Ledger
from settlebook.domain.errors import InvalidRequest
from settlebook.exporting.gl_account import GlAccount
from tests.exporting.plain_text import Reading, read

BEAN_CHECK = [str(Path(sys.executable).parent / "bean-check")]
HLEDGER = ["hledger", "check", "--strict", "ordereddates", "-f"]
# hledger is tried where it is installed; what is written for it is added up either way.
CHECKS = {"beancount": BEAN_CHECK, **({"hledger": HLEDGER} if shutil.which("hledger") else {})}
PROGRAMS = ("beancount", "hledger")


def exported(ledger: Ledger, program: str, **when: object) -> str:
    file = StringIO()
    ledger.export_ledger(file, program, **when)  # type: ignore[arg-type]
    return file.getvalue()


def check(program: str, file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*CHECKS[program], str(file)], capture_output=True, text=True)


@pytest.fixture(scope="module", params=PROGRAMS)
def reading(request: pytest.FixtureRequest, told: Ledger) -> Reading:
    return read(exported(told, request.param))


@pytest.mark.parametrize("program", CHECKS)
def test_the_program_accepts_the_file_and_finds_a_cent_that_is_missing(
    told: Ledger, tmp_path: Path, program: str
):
    file = tmp_path / f"life.{program}"
    told.export_ledger(file, program)
    assert check(program, file).returncode == 0, check(program, file)

    standing = re.compile(r"(balance .*|= )144\.52 ")
    assert standing.search(file.read_text("utf-8"))
    file.write_text(standing.sub(r"\g<1>144.53 ", file.read_text("utf-8")), "utf-8")
    assert check(program, file).returncode != 0


def test_every_transaction_is_balanced_and_in_the_order_of_days(reading: Reading):
    for transaction in reading.transactions:
        by_currency: defaultdict[str, Decimal] = defaultdict(Decimal)
        for _, amount, currency in transaction.legs:
            by_currency[currency] += amount
        assert set(by_currency.values()) == {0}
    assert all(one.on <= other.on for one, other in pairwise(reading.transactions))


def test_what_the_file_says_stands_at_the_end_of_a_month_is_what_its_legs_add_up_to(reading: Reading):
    assert reading.balances
    for day, name, amount, currency in reading.balances:
        assert reading.sums_until(day)[name, currency] == amount
        assert (day + timedelta(days=1)).day == 1


def test_every_account_that_moved_or_holds_something_has_a_balance_each_month(reading: Reading):
    wanted: Counter[tuple[date, str, str]] = Counter()
    month, last = (_end(reading.transactions[place].on) for place in (0, -1))
    quiet = 0
    while month <= last:
        moved = {
            (name, currency)
            for transaction in reading.transactions
            if _end(transaction.on) == month
            for name, _, currency in transaction.legs
        }
        left = {key for key, amount in reading.sums_until(month).items() if amount}
        wanted.update((month, *key) for key in moved | left)
        quiet += not moved
        month = _end(month + timedelta(days=1))

    assert quiet  # some months in which nothing moves are among them
    assert Counter((day, name, currency) for day, name, _, currency in reading.balances) == wanted


def _end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def test_it_is_the_trial_balance_of_the_ledger(told: Ledger, reading: Reading):
    by_code: defaultdict[tuple[str | None, str, str], Decimal] = defaultdict(Decimal)
    for row in told.trial_balance():
        plain = GlAccount(row.accounting_code_type or "", row.accounting_code, None).name.removesuffix(
            ":General"
        )
        by_code[plain, row.currency] += row.debits - row.credits  # type: ignore[index]

    summed: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for (name, currency), amount in reading.sums.items():
        summed[":".join(name.split(":")[:2]), currency] += amount
    assert dict(summed) == dict(by_code)


def test_each_event_that_moves_money_is_one_transaction_that_names_its_position(
    told: Ledger, reading: Reading
):
    positions = [
        int(found[1]) for one in reading.transactions if (found := re.search(r"position: ?(\d+)", one.said))
    ]

    entries = told.journal_entries(limit=10_000)
    assert sorted(positions) == sorted({int(entry.number.split("-")[1]) for entry in entries})
    assert sum(len(one.legs) for one in reading.transactions) == 2 * len(entries)
    (applied,) = (one for one in reading.transactions if "Payment P-1 applied to INV-1" in one.head)
    assert re.search(r"document: ?\"?P-1 INV-1", applied.said)
    assert re.search(r"application: ?\"?[0-9a-f]{32}", applied.said)


def test_amounts_have_exactly_the_decimals_of_their_currency(reading: Reading):
    digits = {"GBP": 2, "JPY": 0, "KWD": 3}

    assert {amount[-3:] for amount in reading.amounts} == digits.keys()
    for text in reading.amounts:
        amount, currency = text.split()
        assert len(amount.partition(".")[2]) == digits[currency]


def test_accounts_are_declared_with_all_that_is_booked_on_them(reading: Reading):
    assert {name for name, _ in reading.sums} == reading.opened.keys()
    assert "Assets:Receivable:ADA" in reading.opened
    assert "Liabilities:CustomerCashOnAccount:Unassigned" in reading.opened
    assert "Income:SalesRevenue-40-x3A-00-x20-Erlöse-x3B--x20--x22-x-x22--x20--x2D-x" in reading.opened


def test_the_same_state_gives_the_same_file(told: Ledger):
    assert exported(told, "beancount") == exported(told, "beancount", known_at=told.position)


@pytest.mark.parametrize("program", PROGRAMS)
def test_it_can_be_of_a_day_and_of_what_was_known(told: Ledger, program: str):
    day, position = date(2024, 2, 9), 60

    of_day, known = read(exported(told, program, as_of=day)), read(exported(told, program, known_at=position))

    assert of_day.transactions == [one for one in read(exported(told, program)).transactions if one.on <= day]
    assert known.transactions
    assert all(int(re.findall(r"position: ?(\d+)", one.said)[0]) <= position for one in known.transactions)
    with pytest.raises(InvalidRequest):
        exported(told, program, known_at=told.position + 1)


def test_an_empty_ledger_is_a_file_without_transactions(ledger: Ledger, tmp_path: Path):
    assert ledger.export_ledger(tmp_path / "empty.beancount", "beancount") == 0

    assert check("beancount", tmp_path / "empty.beancount").returncode == 0


CODES = st.none() | st.text(alphabet="aX9-x:_ é#\u0301\u200b\U0001f600", min_size=1, max_size=6)
CUSTOMERS = st.none() | st.just("") | st.text(alphabet="aXx5F-_9GeneralU", min_size=1, max_size=8)
PLACES = st.builds(
    GlAccount, st.sampled_from(["AccountsReceivable", "Cash", "OtherAssets"]), CODES, CUSTOMERS
)


@given(PLACES, PLACES)
def test_accounts_have_legal_names_each_its_own_and_none_above_another(one: GlAccount, other: GlAccount):
    place, *parts = one.name.split(":")
    assert place == "Assets"
    for part in parts:
        assert part[0] in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        assert all(character.isalnum() or character == "-" for character in part)
    assert (one.name == other.name) == (one == other)
    assert not other.name.startswith(one.name + ":")
