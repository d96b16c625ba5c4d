"""Clients over HTTP that send the next request when they have the answer to the last, and do little else."""

import asyncio
import json
from collections import deque
from collections.abc import Sequence
from time import perf_counter

from benchmarks.trade import Pair

END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length:"


def application(pair: Pair, token: str, *, minimal: bool) -> bytes:
    """The request that pays the items of an invoice, under a key."""
    body = json.dumps(pair.application_body()).encode()
    lines = [
        f"PUT /v1/payments/{pair.payment}/apply HTTP/1.1",
        "Host: bench",
        f"Authorization: Bearer {token}",
        "Content-Type: application/json",
        f"Idempotency-Key: apply-{pair.index}",
        *(["Prefer: return=minimal"] if minimal else []),
        f"Content-Length: {len(body)}",
    ]
    head = "\r\n".join(lines)
    return head.encode() + END_OF_HEAD + body


def latencies(port: int, connections: int, requests: Sequence[bytes]) -> tuple[float, list[float]]:
    """How many seconds all took, and each; SystemExit where one is refused."""
    return asyncio.run(_latencies(port, connections, deque(requests)))


async def _latencies(port: int, connections: int, waiting: deque[bytes]) -> tuple[float, list[float]]:
    taken: list[float] = []
    began = perf_counter()
    await asyncio.gather(*(_client(port, waiting, taken) for _ in range(connections)))
    return perf_counter() - began, sorted(taken)


async def _client(port: int, waiting: deque[bytes], taken: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while waiting:
        request, began = waiting.popleft(), perf_counter()
        writer.write(request)
        head = await reader.readuntil(END_OF_HEAD)
        body = await reader.readexactly(_length(head))
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"the server refused: {body.decode()}")
        taken.append(perf_counter() - began)
    writer.close()


def _length(head: bytes) -> int:
    (line,) = (line for line in head.lower().split(b"\r\n") if line.startswith(LENGTH))
    return int(line.removeprefix(LENGTH))
