"""Streams: which facts begin one, and the state they make, by the pure domain's own rules."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from settlebook.domain import (
    account,
    accounting_codes,
    calendar,
    credit_memo,
    debit_memo,
    invoice,
    journal_run,
    payment,
    settings,
)
from settlebook.domain.account import Account
from settlebook.domain.accounting_codes import AccountingCodes
from settlebook.domain.calendar import Calendar
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.debit_memo import DebitMemo
from settlebook.domain.events import (
    AccountCreated,
    AccountingCodeCreated,
    CreditMemoCreated,
    DebitMemoCreated,
    Event,
    InvoiceCreated,
    JournalRunCreated,
    PaymentReceived,
    PeriodCreated,
    Settings,
    SettingsChanged,
)
from settlebook.domain.invoice import Invoice
from settlebook.domain.journal_run import JournalRun
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable
from settlebook.ledger.log.mapper import Envelope
from settlebook.ledger.log.upcasting import UnreadableEvent

State = Account | Receivable | CreditMemo | Payment | Calendar | Settings | AccountingCodes | JournalRun
_Evolve = Callable[[Any, Event], Any]


class HistoryImpossible(UnreadableEvent):
    """A fact does not fit what its stream told before it, as where one was removed."""

    def __init__(self, fact: Event, why: str) -> None:
        super().__init__(f"{type(fact).__name__} does not fit what its stream told before: {why}")
        self.place = f"stream {fact.stream_id.hex}"
        self.why = why


class Stream(NamedTuple):
    """What a stream's facts add up to; version 0 and no state where there is none."""

    state: State | None
    version: int


NOTHING = Stream(None, 0)
# What a history that was tampered with does to rules that never judge it.
UNFIT = (AssertionError, LookupError, TypeError, ValueError, AttributeError)

_LOT = 4  # a lot and some pairs of rows

_BEGUN_BY: dict[type[Event], _Evolve] = {
    AccountCreated: account.evolve,
    InvoiceCreated: invoice.evolve,
    DebitMemoCreated: debit_memo.evolve,
    CreditMemoCreated: credit_memo.evolve,
    PaymentReceived: payment.evolve,
    PeriodCreated: calendar.evolve,
    SettingsChanged: settings.evolve,
    AccountingCodeCreated: accounting_codes.evolve,
    JournalRunCreated: journal_run.evolve,
}
# These begin a stream, and may come again on it.
_MAY_FOLLOW = {PeriodCreated, SettingsChanged, AccountingCodeCreated}
_ONLY_BEGIN = frozenset(_BEGUN_BY.keys() - _MAY_FOLLOW)
_EVOLVED_BY: dict[type[Any], _Evolve] = {
    Account: account.evolve,
    Invoice: invoice.evolve,
    DebitMemo: debit_memo.evolve,
    CreditMemo: credit_memo.evolve,
    Payment: payment.evolve,
    Calendar: calendar.evolve,
    Settings: settings.evolve,
    AccountingCodes: accounting_codes.evolve,
    JournalRun: journal_run.evolve,
}


def begins(fact: Event) -> bool:
    """Whether the fact is the first of its stream, so that there is nothing to load before it."""
    return type(fact) in _ONLY_BEGIN


def evolve(state: State | None, fact: Event) -> State:
    """The state after one more fact of its stream. Raises HistoryImpossible where it cannot follow."""
    rule = _BEGUN_BY.get(type(fact)) if state is None else _EVOLVED_BY[type(state)]
    if rule is None:
        raise HistoryImpossible(fact, f"no stream begins with {type(fact).__name__}")
    try:
        evolved: State = rule(state, fact)
    except UNFIT as error:
        raise HistoryImpossible(fact, " ".join(str(error).split()) or type(error).__name__) from error
    return evolved


def after(stream: Stream, envelopes: Iterable[Envelope]) -> Stream:
    """The stream after more of its facts."""
    state, version = stream
    for envelope in envelopes:
        state, version = _followed(state, envelope), envelope.originator_version
    return Stream(state, version)


def project(state: State | None, envelopes: Iterable[Envelope]) -> State | None:
    """For the library's repository: `application.repository.get(id, projector_func=project)`."""
    for envelope in envelopes:
        state = _followed(state, envelope)
    return state


def _followed(state: State | None, envelope: Envelope) -> State:
    """Raises HistoryImpossible, which says where."""
    try:
        return evolve(state, envelope.fact)
    except HistoryImpossible as error:
        error.found_at(envelope.position, envelope.originator_id)
        raise


def weight(stream: Stream) -> int:
    """About how much memory a stream takes, told without a walk through it: 1 is a row."""
    match stream.state:
        case Receivable() as document:
            return 1 + len(document.rows) + len(document.settled)
        case CreditMemo() as memo:
            return 1 + len(memo.rows) + _LOT * len(memo.lots) + len(memo.spent)
        case Payment() as received:
            return 1 + _LOT * len(received.lots) + len(received.spent)
    return 1
