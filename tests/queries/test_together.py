"""Work that many want at once is done by one for all, and each has what was begun after it asked."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from settlebook.library.together import Together

WITHIN = 20  # seconds
MANY, TIMES = 16, 5


class Count:
    """Work that takes a moment, and answers how often it was begun."""

    begun = 0

    def __call__(self) -> int:
        self.begun += 1
        number = self.begun
        time.sleep(0.01)
        return number


def test_each_has_what_was_begun_after_it_asked_and_many_have_the_same():
    work = Count()
    together, ready = Together(work), Barrier(MANY)

    def ask(_: int) -> list[tuple[int, int]]:
        ready.wait(WITHIN)
        return [(work.begun, together()) for _ in range(TIMES)]

    with ThreadPoolExecutor(MANY) as pool:
        asked = [each for told in pool.map(ask, range(MANY)) for each in told]

    assert all(answer > begun_before for begun_before, answer in asked)
    assert work.begun < MANY * TIMES / 2


def test_who_is_interrupted_leaves_it_to_another_of_those_who_wait():
    begun, failing = Event(), Event()
    times = Count()

    def work() -> int:
        number = times()
        begun.set()
        if number == 2:
            raise KeyboardInterrupt
        assert failing.wait(WITHIN)
        return number

    together = Together(work)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(together)
        assert begun.wait(WITHIN)
        later = [pool.submit(together) for _ in range(3)]
        failing.set()
        told = [each.exception(WITHIN) or each.result() for each in later]

    assert first.result(WITHIN) == 1
    assert [type(each) for each in told].count(KeyboardInterrupt) == 1
    assert all(each >= 3 for each in told if isinstance(each, int))


def test_one_alone_does_it_each_time_anew():
    together = Together(Count())

    assert [together(), together()] == [1, 2]


def test_a_failure_is_told_to_those_who_waited_for_it_and_the_next_time_is_another():
    begun, failing = Event(), Event()

    def work() -> str:
        begun.set()
        if failing.is_set():
            return "done"
        assert failing.wait(WITHIN)
        raise ValueError("the first time")

    together = Together(work)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(together)
        assert begun.wait(WITHIN)
        second = pool.submit(together)
        failing.set()

        with pytest.raises(ValueError, match="the first time"):
            first.result(WITHIN)
        assert second.result(WITHIN) == "done"
