"""Keeps Python from looking for cyclic garbage while very many objects are made that hold no cycles.

A document of 100,000 items is a million objects, and a collector that walks through all of them over and over
doubles the time of whatever makes them. What nobody refers to any more is freed at once all the same.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_turn = Lock()
_SELDOM = 400_000  # young objects before a search
_OLDER = (10, 100)  # how many searches before one of older ones, and of these before one of all


@contextmanager
def unsought() -> Iterator[None]:
    """No search for cyclic garbage as long as the block lasts.

    Of blocks in several threads only the first has this: when it ends, the search goes on whatever the others
    do, so that under a steady load garbage is found as well.
    """
    if not gc.isenabled() or not _turn.acquire(blocking=False):
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        _turn.release()


@contextmanager
def no_garbage() -> Iterator[None]:
    """No search in a block that leaves what lasts, such as modules: later searches come to that last."""
    with unsought():
        yield
        if not gc.get_freeze_count():  # what others keep out of sight stays there
            gc.freeze()
            gc.unfreeze()


@contextmanager
def seldom_sought(young: int = _SELDOM) -> Iterator[None]:
    """A search after so many young objects as long as the block lasts, which passes over what was before it.

    For a program that does one thing after another for as long as it lasts: garbage stays bounded.
    """
    before, is_frozen = gc.get_threshold(), gc.get_freeze_count() > 0
    gc.freeze()
    gc.set_threshold(young, *_OLDER)
    try:
        yield
    finally:
        gc.freeze()  # what the program is left with counts as old: nobody walks through it when it ends
        gc.set_threshold(*before)
        if not is_frozen:  # what was kept out of sight before stays there
            gc.unfreeze()
