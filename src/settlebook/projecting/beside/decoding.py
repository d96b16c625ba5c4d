"""Makes journal rows of ranges of events, in as many programs as there are jobs."""

import json
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, NamedTuple

from psycopg import Connection

from settlebook.garbage import unsought
from settlebook.projecting.beside.owner import Owner
from settlebook.projecting.beside.register import LOOK, Registered, run_sql
from settlebook.projecting.folding import copy_content, copy_rows
from settlebook.projecting.journal.item_balances_alone import read_alone
from settlebook.projecting.journal.packing import joined
from settlebook.projecting.journal.quick_facts import QuickReader
from settlebook.projecting.journal.rows import journal_page
from settlebook.projecting.journal.stored import page_ends, read_pages

CHUNK, LAST_CHUNK = 5_000, 1_000  # events that one program takes at a time
WORTH_A_PROGRAM = 40_000  # events: fewer are done before another program has begun
PROGRAM = (sys.executable, "-P", str(Path(__file__).parent / "decoder.py"))


class Chunk(NamedTuple):
    ledger_id: str
    after: int
    upto: int


class DecodingFailed(ValueError):
    """A program that decodes events ended with an error; folding page by page tells which event it is."""


def copy_range(owner: Connection[Any], ledger_id: str, after: int, upto: int, *, alone: bool) -> None:
    """Within a transaction: the rows of a range of events, into the journal that the search path names.

    `alone`  what item balances need of it, and nothing else.
    """
    if alone:
        for begin, end in page_ends(owner, ledger_id, after, upto):
            for table, cells in read_alone(owner, ledger_id, begin, end).filled():
                copy_content(owner, table, joined(cells))
        return
    for events in read_pages(owner, ledger_id, after, upto, read=QuickReader().read):
        copy_rows(owner, journal_page(events))


def copy_chunk(owner: Connection[Any], search_path: str, chunk: Chunk, *, alone: bool) -> None:
    with unsought(), owner.transaction():
        run_sql(owner, "use_whole", schemas=search_path)
        copy_range(owner, *chunk, alone=alone)


@contextmanager
def copying(
    run: Registered, search_path: str, goals: Mapping[str, int], jobs: int, *, alone: bool
) -> Iterator[Iterator[int]]:
    """Copies the rows of all events up to the goals while the block goes over it: events done so far."""
    chunks = [chunk for ledger_id, goal in goals.items() for chunk in _chunks(ledger_id, goal)]
    with run.session() as session:
        if jobs == 1 or sum(goals.values()) < WORTH_A_PROGRAM:
            yield _one_by_one(session, search_path, chunks, alone)
            return
        programs = Programs(run.owner, search_path, alone, chunks, min(jobs, len(chunks)) - 1)
        try:
            yield programs.done(session)
        finally:
            programs.end()


def _chunks(ledger_id: str, goal: int) -> Iterator[Chunk]:
    """The last ones are small, so that no program works on alone for long."""
    after = 0
    while after < goal:
        size = min(CHUNK, max(LAST_CHUNK, (goal - after) // 4))
        yield Chunk(ledger_id, after, min(after + size, goal))
        after += size


def _one_by_one(
    session: Connection[Any], search_path: str, chunks: Iterable[Chunk], alone: bool
) -> Iterator[int]:
    done = 0
    for chunk in chunks:
        copy_chunk(session, search_path, chunk, alone=alone)
        done += chunk.upto - chunk.after
        yield done


class Programs:
    """This program and others, each of which takes the next chunk when it is done with one."""

    def __init__(
        self, owner: Owner, search_path: str, alone: bool, chunks: Iterable[Chunk], others: int
    ) -> None:
        self._waiting = deque(chunks)
        self._search_path = search_path
        self._alone = alone
        self._goal = sum(chunk.upto - chunk.after for chunk in self._waiting)
        self._answers: SimpleQueue[int | str] = SimpleQueue()
        begin = {"conninfo": owner.conninfo, "search_path": search_path, "alone": alone}
        self._programs = [_program(begin) for _ in range(others)]
        for program in self._programs:
            Thread(target=self._serve, args=(program,), daemon=True).start()

    def done(self, session: Connection[Any]) -> Iterator[int]:
        """Events done so far, from time to time; ours are done on the session. Raises DecodingFailed."""
        done = 0
        while done < self._goal:
            done += self._own(session)
            yield done
            for answer in self._answered(waits=not self._waiting and done < self._goal):
                if isinstance(answer, str):
                    raise DecodingFailed(answer)
                done += answer
            yield done

    def _own(self, session: Connection[Any]) -> int:
        try:
            chunk = self._waiting.popleft()
        except IndexError:
            return 0
        copy_chunk(session, self._search_path, chunk, alone=self._alone)
        return chunk.upto - chunk.after

    def _answered(self, *, waits: bool) -> Iterator[int | str]:
        """What the others have done; where nothing else is left to do, what one of them does next."""
        while not self._answers.empty():
            waits = False
            yield self._answers.get()
        if waits:
            with suppress(Empty):
                yield self._answers.get(timeout=LOOK)

    def end(self) -> None:
        """None of them is left, whether they are done or not; what one had begun is rolled back."""
        self._waiting.clear()
        for program in self._programs:
            program.terminate()
        for program in self._programs:
            program.wait()
            for stream in (program.stdin, program.stdout):
                if stream is not None:
                    with suppress(OSError):  # what it did not take any more
                        stream.close()

    def _serve(self, program: "subprocess.Popen[str]") -> None:
        while self._waiting:
            try:
                chunk = self._waiting.popleft()
            except IndexError:  # another took the last one
                return
            answer = _answer(program, chunk)
            self._answers.put(answer)
            if isinstance(answer, str):
                return


def _answer(program: "subprocess.Popen[str]", chunk: Chunk) -> int | str:
    """How many events it has copied, or what was wrong."""
    assert program.stdin is not None and program.stdout is not None
    try:
        print(json.dumps(chunk), file=program.stdin, flush=True)
        answer: int | str = json.loads(program.stdout.readline())
    except (OSError, ValueError):  # it ended, or what it said broke off
        return "a program that decodes events died"
    return answer


def _program(begin: dict[str, object]) -> "subprocess.Popen[str]":
    """In a session of its own: an interrupt of the terminal is for us, who end it."""
    program = subprocess.Popen(
        PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert program.stdin is not None
    print(json.dumps(begin), file=program.stdin, flush=True)
    return program


def serve(lines: Iterable[str], answer: Callable[[str], None]) -> None:
    """What such a program does: one line says how it logs in, each other is a chunk to copy."""
    asked = iter(lines)
    begin = json.loads(next(asked))
    with Owner(begin["conninfo"]).session() as session:
        for line in asked:
            chunk = Chunk(*json.loads(line))
            try:
                copy_chunk(session, begin["search_path"], chunk, alone=begin["alone"])
            except Exception as error:
                answer(json.dumps(f"{type(error).__name__}: {error}"))
                return
            answer(json.dumps(chunk.upto - chunk.after))
