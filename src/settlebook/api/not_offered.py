"""Routes of Zuora that are not offered, and why: what not_offered.toml says."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).with_name("not_offered.toml")


class Table(NamedTuple):
    """`paths`: the reason by method and path; `under`: by how the paths of a whole area begin."""

    paths: Mapping[tuple[str, str], str]
    under: Mapping[str, str]


@cache
def table() -> Table:
    reasons = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["reasons"]
    paths = {(line.split()[0], line.split()[1]): each["why"] for each in reasons for line in each["paths"]}
    return Table(paths, {area: each["why"] for each in reasons for area in each["under"]})


def why_not(path: str) -> str | None:
    """Why nothing is offered at a path of a whole area; None where the area is not known."""
    parts = path.rstrip("/").split("/")
    areas = ("/".join(parts[:length]) for length in range(len(parts), 1, -1))
    return next((table().under[area] for area in areas if area in table().under), None)
