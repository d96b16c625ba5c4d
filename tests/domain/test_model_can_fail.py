"""The naive ledger with one rule wrong: the sequences come to where it answers or counts differently."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample

from tests.model import figures
from tests.model.book import Book
from tests.model.commands import Command
from tests.model.expected import expected
from tests.model.lives import lives
from tests.model.mistakes import MISTAKES
from tests.model.snapshot import Snapshot

TODAY = date(2026, 3, 9)

first_found = settings(
    max_examples=300,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


def told(commands: list[Command]) -> tuple[list[str | None], Snapshot, dict[str, str]]:
    """The answers, the figures at the end, and what the documents say then."""
    book = Book()
    codes = [expected(book, command, place, TODAY) for place, command in enumerate(commands)]
    return codes, figures.snapshot(book), figures.written(book)


def test_each_wrong_rule_is_noticed(monkeypatch: pytest.MonkeyPatch):
    unnoticed = dict(MISTAKES)

    def are_all_noticed(commands: list[Command]) -> bool:
        right = told(commands)
        for name, (place, rule, mistake) in list(unnoticed.items()):
            with monkeypatch.context() as wrong:
                wrong.setattr(place, rule, mistake)
                if told(commands) != right:
                    del unnoticed[name]
        return not unnoticed

    with suppress(NoSuchExample):
        find(lives(TODAY), are_all_noticed, settings=first_found)

    assert list(unnoticed) == []
