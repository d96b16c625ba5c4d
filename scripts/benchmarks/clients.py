"""Clients that send commands as fast as they are answered, and how many a second that makes."""

import gc
import threading
from collections import deque
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import TypeVar

Work = TypeVar("Work")


def rate(clients: int, work: Sequence[Work], do: Callable[[int, Work], object]) -> float:
    """Commands a second: each client, a thread, takes the next piece of work when it has its answer."""
    if clients == 1:
        return len(work) / seconds(lambda: [do(0, piece) for piece in work])
    waiting, faults = deque(work), list[BaseException]()
    ready = threading.Barrier(clients + 1)

    def client(number: int) -> None:
        ready.wait()
        try:
            while True:
                do(number, waiting.popleft())
        except IndexError:
            return
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    gc.collect()
    ready.wait()
    taken = seconds(lambda: [thread.join() for thread in threads])
    if faults:
        raise faults[0]
    return len(work) / taken


def seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began
