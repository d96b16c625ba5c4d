"""The books of one ledger in memory: what services need of the ledger, without a database."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID, uuid4

from settlebook.commands import Command, parse_command
from settlebook.domain.account import Account
from settlebook.domain.accounting_codes import AccountingCodes
from settlebook.domain.calendar import Calendar
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.debit_memo import DebitMemo
from settlebook.domain.document import Document
from settlebook.domain.errors import IdTaken, NotFound, NumberTaken, PeriodIsClosed, Refused
from settlebook.domain.events import DocumentKind, Event, PersonalRef, Settings
from settlebook.domain.ids import as_id, derived_id
from settlebook.domain.invoice import Invoice
from settlebook.domain.journal_run import JournalRun
from settlebook.domain.payment import Payment
from settlebook.domain.postings import moves_money
from settlebook.domain.receivable import Receivable
from settlebook.domain.settleable import Settleable
from settlebook.domain.source import Refund
from settlebook.ledger.requests.outcome import Outcome
from settlebook.ledger.states.registry import identities_of, number_of
from settlebook.ledger.states.streams import evolve
from settlebook.services import decide

T = TypeVar("T")
RECEIVABLES = {DocumentKind.INVOICE: Invoice, DocumentKind.DEBIT_MEMO: DebitMemo}


class MemoryBooks:
    """Facts recorded so far, and the states they make.

    `personal`  what was kept beside the log, by its id.
    """

    def __init__(self, today: date, ledger_id: str = "main") -> None:
        self.ledger_id = ledger_id
        self.today = today
        self.calendar_id = derived_id(ledger_id, "calendar")
        self.settings_id = derived_id(ledger_id, "settings")
        self.codes_id = derived_id(ledger_id, "accounting-codes")
        self.facts: list[Event] = []
        self.states: dict[UUID, Any] = {}
        self.numbers: dict[tuple[str, str], UUID | None] = {}
        self.ids: set[UUID] = set()
        self.personal: dict[UUID, Mapping[str, Any]] = {}

    def do(self, verb: str, key: str | None = None, **body: Any) -> Outcome:
        """Carry out a command whose body is given by the names of the wire; a refusal changes nothing."""
        return self.carry_out(parse_command(verb, key, body))

    def carry_out(self, command: Command) -> Outcome:
        trial = self._copy()
        outcome = decide(trial, command)  # type: ignore[arg-type]
        self.__dict__.update(trial.__dict__)
        return outcome

    @property
    def calendar(self) -> Calendar:
        return self.states.get(self.calendar_id, Calendar())

    @property
    def settings(self) -> Settings:
        return self.states.get(self.settings_id, Settings())

    @property
    def codes(self) -> AccountingCodes:
        return self.states.get(self.codes_id, AccountingCodes())

    @property
    def open_day(self) -> date:
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
        return self._find(kind.value, RECEIVABLES[kind], key)

    def refund(self, key: str) -> tuple[Any, Refund]:
        id = as_id(key) or self.numbers.get(("refund", key))
        for source in self.states.values():
            if isinstance(source, Payment | CreditMemo) and id in source.refunds:
                return source, source.refunds[id]
        raise NotFound("refund", key)

    def journal_run(self, key: str) -> JournalRun:
        return self._find("journal_run", JournalRun, key)

    def payment_by_id(self, id: UUID) -> Payment:
        return self._find("payment", Payment, id.hex)

    def credit_memo_by_id(self, id: UUID) -> CreditMemo:
        return self._find("credit_memo", CreditMemo, id.hex)

    def account_by_id(self, id: UUID) -> Account:
        return self._find("account", Account, id.hex)

    def receivable_by_id(self, kind: DocumentKind, id: UUID) -> Receivable:
        return self._find(kind.value, RECEIVABLES[kind], id.hex)

    def settleable(self, account_id: UUID) -> Settleable:
        return Settleable.of(account_id, self.states.values())

    def number(self, kind: str, given: str | None = None) -> str:
        number = given or f"{kind.upper()}-{sum(known == kind for known, _ in self.numbers) + 1}"
        if (kind, number) in self.numbers:
            raise NumberTaken(kind.replace("_", " "), number)
        self.numbers[kind, number] = None
        return number

    def new_id(self, kind: str, given: str | UUID | None = None) -> UUID:
        id = (given if isinstance(given, UUID) else as_id(given)) if given else uuid4()
        assert id is not None
        self._claim([id])
        return id

    def keep_personal(self, owner_id: UUID, content: Mapping[str, Any]) -> PersonalRef | None:
        content = {name: value for name, value in content.items() if value is not None}
        if not content:
            return None
        ref = PersonalRef(personal_id=uuid4(), digest="not hashed in memory")
        self.personal[ref.personal_id] = content
        return ref

    def kept_personal(self, ref: PersonalRef | None) -> Mapping[str, Any]:
        return self.personal.get(ref.personal_id, {}) if ref is not None else {}

    def part(self, work: Callable[["MemoryBooks"], T]) -> T | Refused:
        trial = self._copy()
        try:
            done = work(trial)
        except Refused as refusal:
            return refusal
        self.__dict__.update(trial.__dict__)
        return done

    def record(self, *facts: Event) -> None:
        for fact in facts:
            if self.calendar.is_closed(fact.effective_on) and moves_money(fact):
                raise PeriodIsClosed(fact.effective_on, self.calendar.open_from(fact.effective_on))
            known = self.states.get(fact.stream_id)
            rows = known.rows if isinstance(known, Document) else ()
            self._claim(
                identity.id for identity in identities_of(fact, rows) if identity.kind in ("item", "tax_item")
            )
            self.states[fact.stream_id] = evolve(known, fact)
            named = number_of(fact)
            if named is not None:
                self.numbers[named.kind, named.number] = named.id
            self.facts.append(fact)

    def _find(self, kind: str, wanted: type[Any], key: str) -> Any:
        state = self.states.get(as_id(key) or self.numbers.get((kind, key)))  # type: ignore[arg-type]
        if not isinstance(state, wanted):
            raise NotFound(kind.replace("_", " "), key)
        return state

    def _claim(self, ids: Iterable[UUID]) -> None:
        for id in ids:
            if id in self.ids:
                raise IdTaken(id.hex)
            self.ids.add(id)

    def _copy(self) -> "MemoryBooks":
        copy = MemoryBooks(self.today, self.ledger_id)
        for name in ("facts", "states", "numbers", "ids", "personal"):
            setattr(copy, name, getattr(self, name).copy())
        return copy
