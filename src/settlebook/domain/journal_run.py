"""Journal runs: state and evolve; which entries a run took follows from where its fact stands in the log."""

from dataclasses import dataclass, replace
from uuid import UUID

from settlebook.domain.events import Event, JournalRunCanceled, JournalRunCreated


@dataclass(frozen=True, slots=True)
class JournalRun:
    run_id: UUID
    number: str
    is_canceled: bool = False


def evolve(run: JournalRun | None, event: Event) -> JournalRun:
    match event:
        case JournalRunCreated():
            return JournalRun(event.run_id, event.number)
        case JournalRunCanceled() if run is not None:
            return replace(run, is_canceled=True)
        case _:
            raise AssertionError(f"a journal run has no {type(event).__name__}")
