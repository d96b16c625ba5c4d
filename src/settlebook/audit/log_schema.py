"""Holds the schema of the log against what migrations make of it: what keeps wrong rows out is there."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from psycopg import Connection

from settlebook.audit.findings import Findings
from settlebook.audit.report import Check, Offence
from settlebook.audit.statements import statement
from settlebook.domain.currency import shorten

CHECK = "log_schema"
SENTENCES = {
    CHECK: "The tables of the log have the columns, keys, triggers and rights that migrations give them."
}
EXPECTED = Path(__file__).parent / "log_schema.txt"
LONGEST = 200  # characters of what is shown of a thing
NOTHING = "nothing of that name"


def checked_schema(connection: Connection[Any]) -> tuple[Check, ...]:
    """One check; it is about the whole database, so no event is to blame."""
    findings = Findings(SENTENCES)
    expected, found = expected_schema(), found_schema(connection)
    for thing in [*expected, *sorted(found.keys() - expected.keys())]:
        wanted, there = (said.get(thing, NOTHING) for said in (expected, found))
        if wanted != there:
            offence = Offence(None, thing, shorten(wanted, LONGEST), shorten(there, LONGEST))
            findings.offend(CHECK, offence)
    return findings.checks()


@cache
def expected_schema() -> Mapping[str, str]:
    """What is said of each thing by its name, as the newest migration leaves it."""
    lines = EXPECTED.read_text("utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines if line and not line.startswith("#"))


def found_schema(connection: Connection[Any]) -> Mapping[str, str]:
    """The same of the database; of two things of one name, as functions may be, both are said."""
    tables = [thing.removeprefix("table log.") for thing in expected_schema() if thing.startswith("table ")]
    found: dict[str, str] = {}
    for thing, said in connection.execute(statement("sql", "log_schema"), {"tables": tables}):
        found[thing] = f"{found[thing]}; {said}" if thing in found else said
    return found
