"""A program that decodes events and ends without an answer is told of: nobody waits for it for ever."""

import subprocess
import sys
from contextlib import suppress
from subprocess import PIPE

import pytest

from settlebook.projecting.beside import decoding
from settlebook.projecting.beside.decoding import Chunk


@pytest.mark.parametrize("code", ["pass", "input()", "input(); print('[1', end='')"])
def test_a_program_that_dies_is_what_went_wrong(code: str):
    words = [sys.executable, "-c", code]
    with suppress(BrokenPipeError), subprocess.Popen(words, stdin=PIPE, stdout=PIPE, text=True) as program:
        if code == "pass":
            program.wait(20)

        told = decoding._answer(program, Chunk("main", 0, 1))

    assert told == "a program that decodes events died"
