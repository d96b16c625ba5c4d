"""A look that all share: what keeps one from being begun keeps nobody from trying again."""

import asyncio
import threading

import pytest

from settlebook.api.serving.looking import Look


def test_after_a_look_for_which_there_was_no_thread_the_next_one_is_begun():
    look: Look[str] = Look()
    before = threading.stack_size(2**46)  # more than there is: no thread can begin
    try:
        with pytest.raises(RuntimeError, match="thread"):
            asyncio.run(look.at(lambda: "seen", 5))
    finally:
        threading.stack_size(before)

    assert asyncio.run(look.at(lambda: "seen", 5)) == "seen"
