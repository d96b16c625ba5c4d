"""One try at deciding a batch: command after command, each on what the ones before it have decided."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import psycopg

from settlebook.domain.errors import Failed, NeedsUnreadable, NotRun, Refusal, Refused, RolledBack
from settlebook.engine import EngineError
from settlebook.ledger.deciding.batch import Entry, Group
from settlebook.ledger.deciding.books import Books, Candidates
from settlebook.ledger.deciding.decided import Decided, Replay, StoredCommand, Tentative, repeated
from settlebook.ledger.deciding.known import Name
from settlebook.ledger.deciding.layer import Layer
from settlebook.ledger.deciding.numbers import Numbers
from settlebook.ledger.deciding.reads import Reads
from settlebook.ledger.log.upcasting import UnreadableEvent
from settlebook.ledger.requests.outcome import Answer, Mode

R = TypeVar("R", bound=Refusal)
OF_THE_DATABASE = (EngineError, psycopg.Error)  # they fail the batch, not one command


@dataclass(frozen=True, slots=True)
class Ground:
    """What every decision of a ledger stands on."""

    ledger_id: str
    today: Callable[[], date]
    sequences: Numbers
    candidates: Candidates


class Draft:
    """What was decided so far and will be recorded: of the batch, or above it of one atomic group."""

    def __init__(self, reads: Reads, below: "Draft | None" = None) -> None:
        self.layer: Layer = Layer(reads, below.layer if below else None)
        self.decided: list[Decided] = []
        self._below = below
        self._by_name: dict[Name, Decided] = {}

    def add(self, decided: Decided) -> None:
        self.decided.append(decided)
        self._by_name[decided.entry.client, decided.entry.key] = decided

    def find(self, name: Name) -> Decided | None:
        found = self._by_name.get(name)
        return found or (self._below.find(name) if self._below else None)

    def rest_on_the_log(self) -> None:
        """What is below was recorded meanwhile: it is found in the log from now on."""
        self._below = self.layer.below = None

    def merge(self) -> None:
        if self._below is None:
            raise AssertionError("the batch's draft is recorded, not merged")
        self.layer.merge()
        self._below.decided.extend(self.decided)
        self._below._by_name |= self._by_name


class Attempt:
    """Answers for every entry of a batch, which hold if what was read still holds when it is recorded.

    `below` is the attempt at the batch before, which is being recorded.
    """

    def __init__(
        self,
        ground: Ground,
        reads: Reads,
        stored: Mapping[Name, StoredCommand],
        below: "Attempt | None" = None,
    ) -> None:
        self.reads = reads
        self.draft: Draft = Draft(reads, below.draft if below else None)
        self.is_recorded = False
        self._below = below
        self.answers: dict[Entry, Tentative] = {}
        self._ground = ground
        self._today = ground.today()  # one day for a whole batch
        self._stored = stored
        self._taken: set[tuple[str, int]] = set()

    def decide(self, groups: list[Group]) -> None:
        for group in groups:
            match group.mode:
                case Mode.CONTINUE:
                    for entry in group.entries:
                        self.answers[entry] = self._decide(entry, self.draft)
                case Mode.STOP:
                    self._decide_until_refused(group)
                case Mode.ATOMIC:
                    self._decide_all_or_nothing(group)

    def is_on_the_log(self) -> bool:
        """Whether what it was decided upon is recorded; from then on nothing below is asked any more."""
        if self._below is not None and not self._below.is_recorded:
            return False
        self._below = None
        self.draft.rest_on_the_log()
        return True

    def conclude(self) -> None:
        """After the commit: the answers may leave."""
        self.is_recorded = True
        for entry, tentative in self.answers.items():
            entry.answer = final(tentative)
        spelled, used = self._ground.sequences.spelled, self.draft.layer.numbers
        self._taken = {(kind, n) for kind, n in self._taken if (kind, spelled(kind, n)) not in used}

    def close(self) -> None:
        """Numbers that nobody got are free again."""
        for kind, number in self._taken:
            self._ground.sequences.give_back(kind, number)
        self._taken.clear()

    def _decide_until_refused(self, group: Group) -> None:
        is_refused = False
        for line in group.lines:
            if isinstance(line, Refusal):
                is_refused = True
            elif is_refused:
                self.answers[line] = NotRun()
            else:
                self.answers[line] = self._decide(line, self.draft)
                is_refused = is_refusal(self.answers[line])

    def _decide_all_or_nothing(self, group: Group) -> None:
        draft = Draft(self.reads, self.draft)
        is_refused = any(isinstance(line, Refusal) for line in group.lines)
        for entry in group.entries:
            if is_refused:
                self.answers[entry] = RolledBack()
            else:
                self.answers[entry] = self._decide(entry, draft)
                is_refused = is_refusal(self.answers[entry])
        if is_refused:
            self._roll_back(group, set(draft.decided))
        else:
            draft.merge()

    def _roll_back(self, group: Group, undone: set[Decided]) -> None:
        """The refused line keeps its refusal, and what was done in an earlier run stays done."""
        for entry in group.entries:
            tentative = self.answers[entry]
            first = self._first((entry.client, entry.key), self.draft)
            if isinstance(tentative, RolledBack) and first is not None:
                self.answers[entry] = repeated(first, entry)
            elif not is_refusal(tentative) and first_of(tentative) in undone:
                self.answers[entry] = RolledBack()

    def _decide(self, entry: Entry, draft: Draft) -> Tentative:
        first = self._first((entry.client, entry.key), draft)
        if first is not None:
            return repeated(first, entry)
        layer = Layer(self.reads, draft.layer)
        entry.fault = None
        try:
            outcome = entry.decide(self._books(entry, layer))
        except Refused as refusal:
            if self.reads.learn(layer.claimed_numbers, layer.asked_ids):
                return self._decide(entry, draft)  # an earlier reason to refuse it
            decided = Decided(entry, _forgetting(refusal), None)
        except Refusal as refusal:
            return _forgetting(refusal)
        except OF_THE_DATABASE:
            raise
        except UnreadableEvent as error:
            entry.fault = error
            return NeedsUnreadable(error.told)
        except Exception as error:
            entry.fault = error
            return Failed(f"{type(error).__name__}: {error}")
        else:
            layer.merge()
            decided = Decided(entry, outcome, layer)
        draft.add(decided)
        return decided

    def _first(self, name: Name, draft: Draft) -> Decided | StoredCommand | None:
        """What was done under a key before."""
        return self._stored.get(name) or draft.find(name)

    def _books(self, entry: Entry, layer: Layer) -> Books:
        ground = self._ground
        return Books(layer, ground.ledger_id, self._today, entry.command_id, self._take, ground.candidates)

    def _take(self, kind: str) -> str:
        number = self._ground.sequences.take(kind)
        self._taken.add((kind, number))
        return self._ground.sequences.spelled(kind, number)


def final(tentative: Tentative) -> Answer:
    """The answer once the batch is committed."""
    return tentative if isinstance(tentative, Refusal) else tentative.answer()


def _forgetting(refusal: R) -> R:
    """Without where it was raised, which would keep a whole batch in memory until garbage is looked for."""
    refusal.__cause__ = refusal.__context__ = None  # they know where they were raised as well
    return refusal.with_traceback(None)


def is_refusal(tentative: Tentative) -> bool:
    return isinstance(tentative, Refusal) or tentative.is_refusal


def first_of(tentative: Tentative) -> Tentative:
    """What an answer repeats, or itself."""
    return tentative.first if isinstance(tentative, Replay) else tentative
