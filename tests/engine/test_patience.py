"""How long is waited: as long as there are signs of life, and a limit without them."""

import pytest

from settlebook.engine import NotStarted
from settlebook.engine.patience import Patience


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_sign_of_life_begins_the_limit_anew() -> None:
    clock = Clock()
    patience = Patience(10, lambda _: None, clock)

    for _ in range(5):
        clock.now += 9
        patience.wait("starting up", sign_of_life=True)
    clock.now += 9
    patience.wait("silence")


def test_silence_beyond_the_limit_ends_the_wait_with_its_reason() -> None:
    clock = Clock()
    patience = Patience(10, lambda _: None, clock)
    clock.now = 10.5

    with pytest.raises(NotStarted, match="no sign of life for 10 s: nothing answers yet"):
        patience.wait("nothing answers yet")


def test_people_are_told_now_and_then_what_is_waited_for() -> None:
    clock, said = Clock(), list[str]()
    patience = Patience(60, said.append, clock)

    for second in (1, 6, 7, 12):
        clock.now = second
        patience.wait("recovery")

    assert said == ["Still waiting after 6 s: recovery.", "Still waiting after 12 s: recovery."]
