"""Cyclic garbage is not looked for while very many objects are made, and is looked for again afterwards."""

import gc
from collections.abc import Iterator
from contextlib import ExitStack
from threading import Thread

import pytest

from settlebook.garbage import no_garbage, seldom_sought, unsought


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


def test_a_long_program_searches_seldom_and_as_before_when_it_is_done():
    before = gc.get_threshold()

    with pytest.raises(ValueError, match="lost"), seldom_sought():
        seldom, passed_over = gc.get_threshold(), gc.get_freeze_count()
        raise ValueError("lost")

    assert seldom > before and passed_over > 0
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)


def test_what_is_made_to_last_is_old_at_once_and_searched_again():
    with no_garbage():
        lasting: list[object] = [[]]

    assert gc.isenabled() and gc.get_freeze_count() == 0
    assert any(each is lasting for each in gc.get_objects(generation=2))


def test_what_others_keep_out_of_sight_stays_there():
    kept: list[object] = [[]]
    gc.freeze()

    with no_garbage(), seldom_sought():
        pass

    in_sight, frozen = gc.get_objects(), gc.get_freeze_count()
    gc.unfreeze()
    assert frozen > 0 and not any(each is kept for each in in_sight)
    assert any(each is kept for each in gc.get_objects())
