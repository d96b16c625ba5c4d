"""Statements of every command: prepared once a connection, sent and read with nothing of Python in between.

A cursor looks at each parameter to find out how it is to be written and under which name it was prepared;
of these statements all that is known, and it takes half of what a round trip costs a program.
Where psycopg prepares statements of its own, it drops all there are when a transaction is rolled back: only a
connection on which it prepares none is sent these directly, any other by a cursor.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from psycopg import pq
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.generators import execute

from settlebook.ledger.database.arrays import Array
from settlebook.ledger.database.statements import statement

_BIGINT, _TEXT = 20, 25  # oids
_PARAMETER = re.compile(rb"%\((\w+)\)s")
Parameter = Array | str | int
LARGE = 1024 * 1024  # bytes of a message
_numbers = count(1)  # a name is never given twice, as one who was interrupted does not know what was prepared


class Prepared:
    """A statement of `sql/NAME.sql`, whose parameters always have the same types."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._text = statement(name)
        self._order = list(dict.fromkeys(found.decode() for found in _PARAMETER.findall(self._text)))
        self._formats = [pq.Format.BINARY] * len(self._order)
        self._known: WeakKeyDictionary[psycopg.Connection[Any], bytes] = WeakKeyDictionary()

    def rows(
        self, connection: psycopg.Connection[Any], parameters: Mapping[str, Parameter]
    ) -> list[tuple[Any, ...]]:
        """What it answers; raises what psycopg raises."""
        if connection.prepare_threshold is not None:
            return connection.execute(self._text, parameters, prepare=True, binary=True).fetchall()
        values = [parameters[name] for name in self._order]
        with connection.lock:
            name = self._known.get(connection) or self._prepare(connection, values)
            sent = [_written(value) for value in values]
            is_large = sum(map(len, sent)) >= LARGE
            with _whole(connection.pgconn) if is_large else nullcontext():
                connection.pgconn.send_query_prepared(name, sent, self._formats, pq.Format.BINARY)
            result = _result(connection)
        transformer = Transformer(connection)
        transformer.set_pgresult(result)
        return transformer.load_rows(0, result.ntuples, tuple)

    def _prepare(self, connection: psycopg.Connection[Any], values: list[Parameter]) -> bytes:
        name = f"settlebook_{self._name}_{next(_numbers)}".encode()
        places = {name.encode(): b"$%d" % place for place, name in enumerate(self._order, 1)}
        text = _PARAMETER.sub(lambda found: places[found[1]], self._text).replace(b"%%", b"%")
        connection.pgconn.send_prepare(name, text, [_type_of(value) for value in values])
        _result(connection)
        self._known[connection] = name
        return name


@contextmanager
def _whole(pgconn: pq.abc.PGconn) -> Iterator[None]:
    """A large message leaves in one go, the server meanwhile taking it in.

    Where it leaves bit by bit, libpq moves all that is left of it to the front after each bit: of 100 MB that
    is as long as all else that a command does.
    """
    pgconn.nonblocking = 0
    try:
        yield
    finally:
        pgconn.nonblocking = 1


def _result(connection: psycopg.Connection[Any]) -> pq.abc.PGresult:
    """The answer to what was sent; one who is interrupted while waiting cancels it."""
    result: pq.abc.PGresult
    (result,) = connection.wait(execute(connection.pgconn))
    if result.status not in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
        raise error_from_result(result, connection.info.encoding)
    return result


def _type_of(value: Parameter) -> int:
    if isinstance(value, Array):
        return value.OID
    return _TEXT if isinstance(value, str) else _BIGINT


def _written(value: Parameter) -> bytes | bytearray:
    if isinstance(value, Array):
        return value.content
    return value.encode() if isinstance(value, str) else value.to_bytes(8, signed=True)
