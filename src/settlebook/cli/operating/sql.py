"""`settlebook sql`: free queries over the Data Query views and the read models, read-only."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from typing import Annotated

import typer

from settlebook import Role
from settlebook.cli.asking import options
from settlebook.cli.asking.words import read_when
from settlebook.cli.failures import REFUSED
from settlebook.cli.session import opened
from settlebook.cli.showing.free_query_formats import PRINTERS, print_as_csv
from settlebook.cli.showing.output import notice
from settlebook.cli.showing.safe_text import safe
from settlebook.queries.free_query import Row, Rows, answer


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def sql(
    context: typer.Context,
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="One statement, such as 'select * from invoice'.")
    ],
    format: Annotated[
        Format, typer.Option("--format", metavar="table|json|csv", help="How to print the rows.")
    ] = Format.TABLE,
    limit: Annotated[
        int,
        typer.Option(
            "--limit", min=1, max=10**9, metavar="ROWS", help="Print at most so many; a cut result exits 1."
        ),
    ] = 100_000,
    timeout: Annotated[
        int,
        typer.Option(
            "--timeout", min=1, max=86_400, metavar="SECONDS", help="Stop a query that takes longer."
        ),
    ] = 30,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    raw: options.Raw = False,
) -> None:
    """Query the Data Query views and the read models, brought up to date first.

    The session logs in as the reader, which may read views and read models and nothing else. With --as-of or
    --known-at, names mean what stood there then.
    """
    with opened(context) as ledger:
        conninfo = ledger.conninfo(Role.READER)
        for failure in ledger.catch_up_for(query):
            notice(safe(str(failure)))
        moment = ledger.moment(**read_when(as_of, known_at))
        with answer(conninfo, ledger.ledger_id, query, timeout, moment) as found:
            cut = _Cut(found, limit)
            if format is Format.CSV:
                print_as_csv(found, iter(cut), raw=raw)
            else:
                PRINTERS[format](found, iter(cut))
    if cut.happened:
        notice(f"Only the first {limit:,} rows are printed: raise --limit, or ask for less.")
        raise typer.Exit(REFUSED)


class _Cut:
    """The first rows of an answer; afterwards it knows whether there were more."""

    def __init__(self, found: Rows, limit: int) -> None:
        self._rows, self._limit = found.rows, limit
        self.happened = False

    def __iter__(self) -> Iterator[Row]:
        yield from islice(self._rows, self._limit)
        self.happened = next(self._rows, None) is not None
