"""Measures ours against the stock library and the floor, and prints a table: see docs/benchmarks.md."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import applying, bulk, history, huge, reading, rebuilding, serving
from benchmarks.machine import described
from benchmarks.place import Server, server
from benchmarks.results import Result, table, write, write_into

ROOMS = (applying, bulk, rebuilding, reading, history, huge, serving)
DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
NAMES = tuple(name for room in ROOMS for name in room.NAMES)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument(
        "--only", nargs="+", metavar="NAME", choices=NAMES, help=f"some of: {', '.join(NAMES)}"
    )
    parser.add_argument("--quick", action="store_true", help="small and rough, to see that all of it runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the list; FILE.about.json beside it")
    parser.add_argument("--write", choices=["docs"], help="put the figures into docs/benchmarks.md")
    parser.add_argument(
        "--folder", type=Path, help="where the server's files are to be, and so on which disk"
    )
    parser.add_argument("--bindir", type=Path, help="the programs of another PostgreSQL")
    return parser.parse_args()


def measured(place: Server, names: set[str], *, quick: bool) -> Iterator[Result]:
    for room in ROOMS:
        for result in room.measure(place, names, quick=quick):
            print(f"{result.name}: {result.as_json()}", file=sys.stderr, flush=True)
            yield result


def main() -> int:
    asked = arguments()
    names = set(asked.only or NAMES)
    with server(asked.folder, asked.bindir) as place:
        about = described(place)
        results = list(measured(place, names, quick=asked.quick))
    for name, value in about.items():
        print(f"{name}: {value}")
    print()
    print(table(results))
    if asked.json:
        write(asked.json, results, about)
    if asked.write:
        write_into(DOCUMENT, results, about)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
