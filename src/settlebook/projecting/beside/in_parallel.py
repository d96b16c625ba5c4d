"""Does the same to many things on several sessions at once; all ends when one fails or is to stop."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import Any, TypeVar

from psycopg import Connection

from settlebook.projecting.beside.register import LOOK, Registered

T = TypeVar("T")
R = TypeVar("R")


def in_parallel(
    run: Registered,
    jobs: int,
    things: Sequence[T],
    work: Callable[[Connection[Any], T], R],
    within: Callable[[Connection[Any]], AbstractContextManager[object]] = nullcontext,
) -> Iterator[R]:
    """What `work` makes of each thing, in their order, on as many sessions as there are jobs.

    `within`  what each session is in as long as it lasts, such as a snapshot.
    """
    with ExitStack() as stack:
        sessions = [stack.enter_context(run.session()) for _ in range(min(jobs, len(things)))]
        for session in sessions:
            stack.enter_context(within(session))
        idle = list(sessions)

        def on_one(thing: T) -> R:
            session = idle.pop()
            try:
                return work(session, thing)
            finally:
                idle.append(session)

        pool = ThreadPoolExecutor(len(sessions) or 1)
        futures = [pool.submit(on_one, thing) for thing in things]
        try:
            for future in futures:
                yield _awaited(future, run)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for session in sessions:
                session.cancel_safe()
            raise
        finally:
            pool.shutdown()


def _awaited(future: Future[R], run: Registered) -> R:
    while not wait([future], LOOK, FIRST_COMPLETED).done:
        run.look()
    return future.result()
