"""Whoever closes an accounting period while others settle: nothing lands in it once it is closed."""

from collections.abc import Iterator
from datetime import date
from threading import Event, Thread
from typing import Any

import pytest

from settlebook.commands import parse_command
from settlebook.domain.calendar import Calendar
from settlebook.domain.errors import PeriodIsClosed, PeriodNotContiguous, Refusal
from settlebook.domain.events import PeriodClosed
from settlebook.domain.postings import moves_money
from settlebook.ledger.opening import LedgerLog
from settlebook.services import decide
from tests.ledger.toys import Decide, do, interrupted

LAST_OF_MARCH = date(2024, 3, 31)
ENOUGH = 40  # settlements before the period is closed under the hands of those who settle


@pytest.fixture
def march(log: LedgerLog) -> LedgerLog:
    """March 2024 is open; INV-1 and P-1 are of its first day."""
    do(log, said("account.create", name="Ada", currency="GBP", accountNumber="A-1"))
    invoice = {"accountNumber": "A-1", "number": "INV-1", "invoiceDate": "2024-03-01", "status": "Posted"}
    do(log, said("invoice.create", **invoice, invoiceItems=[{"amount": "900.00"}]))
    payment = {"accountNumber": "A-1", "number": "P-1", "amount": "900.00"}
    do(log, said("payment.create", **payment, effectiveDate="2024-03-01"))
    days = {"startDate": "2024-03-01", "endDate": "2024-03-31"}
    do(log, said("accounting-period.create", name="March", **days))
    return log


def said(verb: str, key: str | None = None, **body: Any) -> Decide:
    return lambda books: decide(books, parse_command(verb, key, body))


def settle_on(day: str) -> Decide:
    invoices = [{"invoiceNumber": "INV-1", "amount": "0.01"}]
    return said("payment.apply", "P-1", invoices=invoices, effectiveDate=day)


def landed_late(log: LedgerLog) -> list[str]:
    """What moves money on a closed day and was recorded after that was closed."""
    positions = [
        entry.position for entry in log.facts(0, limit=10_000) if isinstance(entry.fact, PeriodClosed)
    ]
    return [
        f"{entry.position} {entry.fact.TOPIC}"
        for entry in log.facts(positions[0], limit=10_000)
        if moves_money(entry.fact) and entry.fact.effective_on <= LAST_OF_MARCH
    ]


def test_a_settlement_that_was_decided_before_the_close_is_refused_after_it(
    march: LedgerLog, other: LedgerLog
) -> None:
    close = said("accounting-period.close", "March")

    with pytest.raises(PeriodIsClosed) as refused:
        do(march, interrupted(settle_on("2024-03-31"), lambda: do(other, close)))

    assert refused.value.first_open == date(2024, 4, 1)
    assert landed_late(march) == []


def test_a_settlement_that_named_no_day_moves_to_the_first_open_one(
    march: LedgerLog, other: LedgerLog
) -> None:
    """Even where there was no period at all when it was decided."""
    far = {"startDate": "2024-04-01", "endDate": "2199-12-30"}

    def close_all_days() -> None:
        do(other, said("accounting-period.create", name="For ever", **far))
        do(other, said("accounting-period.close", "March"))
        do(other, said("accounting-period.close", "For ever"))

    invoices = [{"invoiceNumber": "INV-1", "amount": "0.01"}]
    answer = do(march, interrupted(said("payment.apply", "P-1", invoices=invoices), close_all_days))

    assert answer.effective_on == date(2199, 12, 31)


def test_of_two_that_define_the_next_period_one_is_refused(march: LedgerLog, other: LedgerLog) -> None:
    april = {"startDate": "2024-04-01", "endDate": "2024-04-30"}
    rival = said("accounting-period.create", name="April", **april)

    with pytest.raises(PeriodNotContiguous, match="the day after April is 2024-05-01"):
        do(
            march,
            interrupted(said("accounting-period.create", name="Q2", **april), lambda: do(other, rival)),
        )

    state = march.repository.get(next(iter(_calendars(march)))).state
    assert isinstance(state, Calendar)
    assert [period.name for period in state.periods] == ["March", "April"]


def _calendars(log: LedgerLog) -> Iterator[Any]:
    yield from (entry.originator_id for entry in log.facts(0) if "accounting_period" in entry.fact.TOPIC)


def test_many_settle_while_the_period_is_closed_and_none_lands_in_it_afterwards(
    march: LedgerLog, other: LedgerLog
) -> None:
    settled, is_enough = [0, 0], Event()
    refusals: list[Refusal] = []

    def settle(clerk: int, log: LedgerLog) -> None:
        while True:
            try:
                do(log, settle_on("2024-03-31"))
            except Refusal as refusal:
                refusals.append(refusal)
                return
            settled[clerk] += 1
            if sum(settled) >= ENOUGH:
                is_enough.set()

    clerks = [Thread(target=settle, args=(clerk, log)) for clerk, log in enumerate((march, other))]
    for thread in clerks:
        thread.start()
    assert is_enough.wait(60)
    do(other, said("accounting-period.close", "March"))
    for thread in clerks:
        thread.join(60)

    assert [type(refusal) for refusal in refusals] == [PeriodIsClosed] * 2
    assert landed_late(march) == []
    assert sum(settled) >= ENOUGH
