"""Cyclic garbage is not looked for while very many objects are made, and is looked for again afterwards."""

import gc
from collections.abc import Iterator
from contextlib import ExitStack
from threading import Thread

import pytest

from settlebook.garbage import unsought


@pytest.fixture(autouse=True)
def _looking() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_nothing_is_looked_for_within_the_block_only():
    with unsought():
        assert not gc.isenabled()
        with unsought():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_when_the_first_block_ends_the_search_goes_on_whatever_other_threads_do():
    first, other = ExitStack(), ExitStack()
    first.enter_context(unsought())
    thread = Thread(target=lambda: other.enter_context(unsought()))
    thread.start()
    thread.join()

    first.close()

    assert gc.isenabled()
    other.close()
    assert gc.isenabled()


def test_a_failure_within_ends_the_block_too():
    with pytest.raises(ValueError, match="lost"), unsought():
        raise ValueError("lost")
    assert gc.isenabled()


def test_a_program_that_never_looks_is_left_alone():
    gc.disable()
    with unsought():
        pass
    assert not gc.isenabled()
