"""Which topics are meant by what a reader names: a kind of object, a kind of event, or one topic."""

from collections.abc import Iterable

from settlebook.domain.errors import InvalidRequest
from settlebook.domain.events import EVENTS
from settlebook.ledger.log.upcasting import UPCASTERS

OBJECTS = sorted({topic.partition(".")[0] for topic in EVENTS})


def topics_of(named: Iterable[str], field: str = "types") -> tuple[str, ...]:
    """`payment` names all that happens to payments, `payment.applied` one kind of event in every version.

    None at all means every topic. Refuses: InvalidRequest.
    """
    found = {topic for name in named for topic in _meant(name, field)}
    return tuple(sorted(found))


def split(text: str | None) -> tuple[str, ...]:
    """Names as a query has them, set apart by commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip()) if text else ()


def _meant(name: str, field: str) -> list[str]:
    stored = [*EVENTS, *UPCASTERS]
    if meant := [topic for topic in stored if topic == name or topic.startswith(f"{name}.")]:
        return meant
    raise InvalidRequest(field, f"no event is called {name[:64]!r}; there are those of {', '.join(OBJECTS)}")
