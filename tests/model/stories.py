"""Stories: sequences of commands as requests say them, told to a real ledger of their own."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from settlebook import Ledger
from settlebook.engine import Engine
from settlebook.ledger.opening import LedgerLog
from tests.model.book import Book
from tests.model.commands import Command, Unapply
from tests.model.expected import expected
from tests.model.live import Placed
from tests.model.sequences import sequences
from tests.model.spoken import Speech, sendable

TODAY = date(2026, 3, 9)
CURRENCIES = ("GBP", "JPY", "KWD")

# A story that fails is shown as drawn: to shrink it on a database takes minutes, in tests/domain it does not.
told_to_a_database = settings(
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)

speeches = st.builds(Speech, by_ids=st.booleans(), gives_ids=st.booleans(), tax_inclusive=st.booleans())
_names = (f"ledger-{number}" for number in count(1))


@st.composite
def stories(
    draw: st.DrawFn, longest: int = 32, of: Callable[..., st.SearchStrategy[list[Command]]] = sequences
) -> list[Placed]:
    """Commands at their places, in one of the currencies."""
    commands = draw(of(TODAY, longest, draw(st.sampled_from(CURRENCIES))))
    return list(enumerate(map(sendable, commands)))


@contextmanager
def a_ledger(engine: Engine) -> Iterator[Ledger]:
    """Within one database, a ledger that nobody else uses, on a day that does not pass."""
    log = LedgerLog(engine, next(_names), actor="tester", today=lambda: TODAY)
    with Ledger(engine, log) as ledger:
        yield ledger


def codes_expected(book: Book, commands: list[Placed]) -> list[str | None]:
    """Carries the commands out on the naive ledger."""
    return [expected(book, command, place, TODAY) for place, command in commands]


def waits_for(placed: Placed) -> int:
    """The place of the command that makes the application or the memo which this one names; else -1."""
    _, command = placed
    named = command.application if isinstance(command, Unapply) else None
    made = [int(place) for place in re.findall(r"@(\d+)\+", repr(command))]
    return max([named.command if named else -1, *made])


def batches(story: list[Placed], sizes: list[int]) -> Iterator[list[Placed]]:
    """Batches of these sizes; one that names an application comes after the batch that makes it."""
    remaining, batch = iter(sizes), list[Placed]()
    size = next(remaining, 1)
    for placed in story:
        first = batch[0][0] if batch else placed[0]
        if len(batch) >= size or waits_for(placed) >= first:
            yield batch
            batch, size = [], next(remaining, size)
        batch.append(placed)
    if batch:
        yield batch
