"""What a decision sees of the ledger: states by number or id, and where it records its facts."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from settlebook.domain.account import Account
from settlebook.domain.accounting_codes import AccountingCodes
from settlebook.domain.calendar import Calendar
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.debit_memo import DebitMemo
from settlebook.domain.errors import InvalidRequest, NotFound, NumberTaken, PeriodIsClosed, Refused
from settlebook.domain.events import DocumentKind, Event, PersonalRef, Settings
from settlebook.domain.ids import as_id, derived_id, is_number
from settlebook.domain.invoice import Invoice
from settlebook.domain.journal_run import JournalRun
from settlebook.domain.payment import Payment
from settlebook.domain.postings import moves_money
from settlebook.domain.receivable import Receivable
from settlebook.domain.settleable import Settleable
from settlebook.domain.source import Refund
from settlebook.ledger.deciding.layer import Layer
from settlebook.ledger.log.personal import PersonalRow
from settlebook.random_ids import random_id

S = TypeVar("S")
T = TypeVar("T")
_NUMBERS_ARE = "up to 32 of letters, digits, - and _, and not 32 hexadecimal digits"
TakeNumber = Callable[[str], str]  # of a kind, the next number of its sequence
Candidates = Callable[[UUID], Iterable[UUID]]  # of an account, the committed streams that may be open

_NO_PERIODS, _NOTHING_CHOSEN, _NO_CODES = Calendar(), Settings(), AccountingCodes()  # of a young ledger

_RECEIVABLES: Mapping[DocumentKind, type[Receivable]] = {
    DocumentKind.INVOICE: Invoice,
    DocumentKind.DEBIT_MEMO: DebitMemo,
}


class Books:
    """The ledger for the time of one decision.

    Keys are ids (32 hexadecimal digits, with or without dashes) or numbers; the id of something else is
    NotFound. Everything that is read becomes an expectation: if it is no longer so when the facts are
    recorded, the decision is made again.
    """

    def __init__(
        self,
        layer: Layer,
        ledger_id: str,
        today: date,
        command_id: UUID,
        take: TakeNumber,
        candidates: Candidates,
    ) -> None:
        self.ledger_id = ledger_id
        self.today = today  # in the ledger's time zone
        self.command_id = command_id
        self.calendar_id, self.settings_id, self.codes_id = _own_ids(ledger_id)
        self.only: UUID | None = None  # the one account whose things are there for this command
        self._layer = layer
        self._calendar: Calendar | None = None  # as far as it is known; a fact may change it
        self._settings: Settings | None = None
        self._take = take
        self._candidates = candidates

    @property
    def calendar(self) -> Calendar:
        """The accounting periods; reading them makes a decision safe against whoever closes one."""
        if self._calendar is None:
            state = self._layer.stream(self.calendar_id).state
            self._calendar = state if isinstance(state, Calendar) else _NO_PERIODS
        return self._calendar

    @property
    def settings(self) -> Settings:
        if self._settings is None:
            state = self._layer.stream(self.settings_id).state
            self._settings = state if isinstance(state, Settings) else _NOTHING_CHOSEN
        return self._settings

    @property
    def codes(self) -> AccountingCodes:
        state = self._layer.stream(self.codes_id).state
        return state if isinstance(state, AccountingCodes) else _NO_CODES

    @property
    def open_day(self) -> date:
        """Today, or where the accounting period is closed already the first day that is open."""
        return self.calendar.open_from(self.today)

    def account(self, key: str) -> Account:
        return self._find("account", Account, key)

    def invoice(self, key: str) -> Invoice:
        return self._find("invoice", Invoice, key)

    def debit_memo(self, key: str) -> DebitMemo:
        return self._find("debit_memo", DebitMemo, key)

    def credit_memo(self, key: str) -> CreditMemo:
        return self._find("credit_memo", CreditMemo, key)

    def payment(self, key: str) -> Payment:
        return self._find("payment", Payment, key)

    def receivable(self, kind: DocumentKind, key: str) -> Receivable:
        return self._find(kind.value, _RECEIVABLES[kind], key)

    def refund(self, key: str) -> tuple[Payment | CreditMemo, Refund]:
        """A refund, and the payment or credit memo whose money it is."""
        id = as_id(key)
        if id is None and is_number(key):
            id = self._layer.id_of("refund", key)
        owner = self._layer.owner_of(id) if id is not None else None
        source = self._layer.stream(owner).state if owner is not None else None
        if id is None or not isinstance(source, Payment | CreditMemo) or id not in source.refunds:
            raise NotFound("refund", key)
        if not self._is_shown(source):
            raise NotFound("refund", key)
        return source, source.refunds[id]

    def journal_run(self, key: str) -> JournalRun:
        return self._find("journal_run", JournalRun, key)

    def payment_by_id(self, id: UUID) -> Payment:
        return self._load("payment", Payment, id, id.hex)

    def credit_memo_by_id(self, id: UUID) -> CreditMemo:
        return self._load("credit_memo", CreditMemo, id, id.hex)

    def account_by_id(self, id: UUID) -> Account:
        return self._load("account", Account, id, id.hex)

    def receivable_by_id(self, kind: DocumentKind, id: UUID) -> Receivable:
        return self._load(kind.value, _RECEIVABLES[kind], id, id.hex)

    def version(self, stream_id: UUID) -> int:
        """How many facts of a stream there are; 0 where there is none."""
        return self._layer.stream(stream_id).version

    def settleable(self, account_id: UUID) -> Settleable:
        """What is open of an account: committed, or decided before this command in the same batch.

        Each is loaded, so it is as it is now; what others record meanwhile is not seen by this command.
        """
        ids = dict.fromkeys((*self._candidates(account_id), *self._layer.uncommitted()))
        return Settleable.of(account_id, (self._layer.stream(id).state for id in ids))

    def number(self, kind: str, given: str | None = None) -> str:
        """The number given, or the next of the sequence; this command's from now on. Refuses NumberTaken."""
        if given is None:
            while not self._layer.claim_number(kind, number := self._take(kind)):
                pass  # the caller of another command gave it to something else
            return number
        if not is_number(given):
            raise InvalidRequest("number", _NUMBERS_ARE)
        if not self._layer.claim_number(kind, given):
            raise NumberTaken(_spoken(kind), given)
        return given

    def new_id(self, kind: str, given: str | UUID | None = None) -> UUID:
        """The id given, or a new one; this command's from now on. Refuses IdTaken."""
        id = given if isinstance(given, UUID) else random_id() if given is None else as_id(given)
        if id is None:
            raise InvalidRequest("id", f"the id of a new {_spoken(kind)} is 32 hexadecimal digits")
        if given is not None:
            self._layer.claim_ids([id])
        else:
            self._layer.ids.add(id)  # nobody can have it
        return id

    def keep_personal(self, owner_id: UUID, content: Mapping[str, Any]) -> PersonalRef | None:
        """Keep content where it can be erased; the fact holds what is returned. None for nothing."""
        kept = {name: value for name, value in content.items() if value is not None}
        if not kept:
            return None
        row = PersonalRow.of(owner_id, kept)
        self._layer.keep(row)
        return row.ref

    def kept_personal(self, ref: PersonalRef | None) -> Mapping[str, Any]:
        """What is kept of that which a fact points to; nothing once it was erased."""
        return self._layer.personal_content(ref.personal_id) if ref is not None else {}

    def part(self, work: Callable[["Books"], T]) -> T | Refused:
        """Carry out a part of the command by itself: where it is refused, nothing of it is recorded."""
        layer = Layer(self._layer.reads, self._layer)
        try:
            done = work(self._above(layer))
        except Refused as refusal:
            if layer.reads.learn(layer.claimed_numbers, layer.asked_ids):
                return self.part(work)  # an earlier reason to refuse it
            return refusal
        layer.hand_over()
        self._calendar = self._settings = None
        return done

    def _above(self, layer: Layer) -> "Books":
        books = Books(layer, self.ledger_id, self.today, self.command_id, self._take, self._candidates)
        books.only = self.only
        return books

    def record(self, *facts: Event) -> None:
        """Record facts in their order; what is read next sees them.

        Refuses PeriodIsClosed: a fact that moves money is dated on an open day.
        """
        calendar = self.calendar
        for fact in facts:
            if calendar.is_closed(fact.effective_on) and moves_money(fact):
                raise PeriodIsClosed(fact.effective_on, calendar.open_from(fact.effective_on))
            self._layer.record(fact)
            if fact.STREAM in ("calendar_id", "settings_id"):
                self._calendar = self._settings = None

    def _find(self, kind: str, wanted: type[S], key: str) -> S:
        id = as_id(key)
        if id is None and is_number(key):
            id = self._layer.id_of(kind, key)
        if id is None:
            raise NotFound(_spoken(kind), key)
        return self._load(kind, wanted, id, key)

    def _load(self, kind: str, wanted: type[S], id: UUID, key: str) -> S:
        state = self._layer.stream(id).state
        if not isinstance(state, wanted) or not self._is_shown(state):
            raise NotFound(_spoken(kind), key)
        return state

    def _is_shown(self, state: object) -> bool:
        return self.only is None or getattr(state, "account_id", None) == self.only


@cache
def _own_ids(ledger_id: str) -> tuple[UUID, UUID, UUID]:
    """Of the streams that a ledger has one of each: its calendar, its settings, its accounting codes."""
    return (
        derived_id(ledger_id, "calendar"),
        derived_id(ledger_id, "settings"),
        derived_id(ledger_id, "accounting-codes"),
    )


def _spoken(kind: str) -> str:
    return kind.replace("_", " ")
