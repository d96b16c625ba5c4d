"""Previews: commands decided as if they were recorded, on one state of the ledger, and then forgotten."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from threading import Lock

from settlebook.domain.errors import Outdated, Refusal, Refused
from settlebook.domain.money import Money
from settlebook.ledger.database.connections import Connections
from settlebook.ledger.database.statements import statement
from settlebook.ledger.deciding.attempt import OF_THE_DATABASE, Attempt, Draft, Ground, is_refusal
from settlebook.ledger.deciding.batch import MOST_ENTRIES, Decide, Entry, Group
from settlebook.ledger.deciding.decided import Decided, Replay, StoredCommand, Tentative
from settlebook.ledger.deciding.known import LogOfCommands, Name
from settlebook.ledger.deciding.layer import Layer
from settlebook.ledger.deciding.numbers import Foreseen, Sequences
from settlebook.ledger.deciding.reads import Reads
from settlebook.ledger.log.recorder import LogRecorder
from settlebook.ledger.previews.preview import Preview, previewed
from settlebook.ledger.requests.outcome import Mode, Outcome
from settlebook.ledger.states.repository import Repository

OPTIMISTIC_TRIES = 4
MOST_TRIES = 1_000  # of parts of one refused command


class Trial(Attempt):
    """An attempt that is never recorded. Of what it refuses, it looks for every other reason."""

    def __init__(self, ground: Ground, reads: Reads, stored: Mapping[Name, StoredCommand]) -> None:
        super().__init__(ground, reads, stored)
        self.others: dict[Entry, list[Refusal]] = {}

    def preview_of(self, entry: Entry, others: Iterable[Refusal]) -> Preview:
        """What became of a command, with what else was found against it."""
        tentative = self.answers[entry]
        said = _said(tentative)
        if isinstance(said, Refusal):
            return previewed(said, [other for other in others if _reason(other) != _reason(said)])
        if not isinstance(tentative, Decided):
            return previewed(said, others)
        return previewed(said, others, tentative, lambda id: self.draft.layer.stream(id).state)

    def _decide(self, entry: Entry, draft: Draft) -> Tentative:
        tentative = super()._decide(entry, draft)
        if isinstance(tentative, Decided) and isinstance(tentative.outcome, Refusal):
            self.others[entry] = list(self._other_reasons(entry, draft, tentative.outcome))
        return tentative

    def _other_reasons(self, entry: Entry, draft: Draft, first: Refusal) -> Iterator[Refusal]:
        """What refuses parts of a command, each reason once."""
        known, tries = {_reason(first)}, count(1)

        def tried(part: Decide) -> Refusal | None:
            return self._reason_against(part, entry, draft) if next(tries) <= MOST_TRIES else None

        for refusal in entry.reasons(tried):
            if _reason(refusal) not in known:
                known.add(_reason(refusal))
                yield refusal

    def _reason_against(self, part: Decide, entry: Entry, draft: Draft) -> Refusal | None:
        """Decided on a layer of its own, which is dropped; its numbers are free again."""
        taken_before = set(self._taken)
        try:
            part(self._books(entry, Layer(self.reads, draft.layer)))
        except Refused as refusal:
            return refusal
        except Refusal:
            return None  # of how the part is spelled, which the command is not
        except OF_THE_DATABASE:
            raise
        except Exception:
            return None  # a part that no caller could send tells nothing
        finally:
            for kind, number in self._taken - taken_before:
                self._ground.sequences.give_back(kind, number)
            self._taken = taken_before
        return None


class Previews:
    """Decides without recording: on what is known, and again where it turns out to be of yesterday."""

    def __init__(
        self,
        connections: Connections,
        recorder: LogRecorder,
        repository: Repository,
        ground: Ground,
        sequences: Sequences,
    ) -> None:
        self._connections = connections
        self._recorder = recorder
        self._repository = repository
        self._ground = ground
        self._sequences = sequences
        self._commands = LogOfCommands(connections, ground.ledger_id)
        self._one_waits = Lock()  # for the ledger's lock: deciding takes further connections

    def of(self, group: Group) -> list[Preview]:
        """A preview for each line, in order; later lines see what earlier ones would do.

        Where others record all the time, it is done once more under the ledger's lock, which they wait for;
        of more lines than one batch has, nobody is made to wait, and the answer is Outdated.
        """
        for _ in range(OPTIMISTIC_TRIES):
            found, reads = self._try(group)
            if reads.still_hold():
                return found
            self._repository.bring_forward(reads.expected)
        if len(group.lines) > MOST_ENTRIES:
            return [previewed(Outdated(OPTIMISTIC_TRIES)) for _ in group.lines]
        return self._try_locked(group, reads)

    def _try_locked(self, group: Group, failed: Reads) -> list[Preview]:
        with (
            self._one_waits,
            self._connections.borrow() as connection,
            connection.transaction(force_rollback=True),
        ):
            connection.execute(statement("lock_head"), {"ledger_id": self._ground.ledger_id})
            self._repository.bring_forward(failed.expected)
            found, _ = self._try(group)
            return found

    def _try(self, group: Group) -> tuple[list[Preview], Reads]:
        trial = self._trial(group.entries)
        trial.decide([group])
        others = trial.others
        if group.mode is not Mode.CONTINUE and any(map(is_refusal, trial.answers.values())):
            others = others | self._refusals_of_each(group)
        found = [
            trial.preview_of(line, others.get(line, [])) if isinstance(line, Entry) else previewed(line)
            for line in group.lines
        ]
        return found, trial.reads

    def _refusals_of_each(self, group: Group) -> dict[Entry, list[Refusal]]:
        """Of lines that would not even be tried: what would refuse them, if refused ones were passed over."""
        trial = self._trial(group.entries)
        trial.decide([replace(group, mode=Mode.CONTINUE)])
        found: dict[Entry, list[Refusal]] = {}
        for entry, tentative in trial.answers.items():
            if is_refusal(tentative):
                first = _said(tentative)
                found[entry] = [
                    *([first] if isinstance(first, Refusal) else []),
                    *trial.others.get(entry, []),
                ]
        return found

    def _trial(self, entries: Iterable[Entry]) -> Trial:
        names = [(entry.client, entry.key) for entry in entries if entry.has_own_key]
        ground = replace(self._ground, sequences=Foreseen(self._sequences))
        reads = Reads(self._repository, self._recorder, asks=True)
        return Trial(ground, reads, self._commands.find(names))


def _said(tentative: Tentative) -> Outcome | Refusal:
    """What recording would answer; what is not recorded has no position yet."""
    match tentative:
        case Refusal():
            return tentative
        case Decided():
            return tentative.outcome
        case Replay() | StoredCommand():
            return tentative.answer()
    raise AssertionError(f"no answer is a {type(tentative).__name__}")


def _reason(refusal: Refusal) -> tuple[object, ...]:
    """The same reason, whichever amounts it names."""
    facts = refusal.facts().items()
    return refusal.code, *((name, str(value)) for name, value in facts if not isinstance(value, Money))
