"""Holds what read models are shown through against what Settlebook makes: views, functions, decimals."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from psycopg import Connection

from settlebook.audit.findings import Findings
from settlebook.audit.report import Check, Offence
from settlebook.audit.statements import statement
from settlebook.domain.currency import CURRENCIES
from settlebook.projecting.catalogue import LIVE
from settlebook.projecting.folding import use_schemas
from settlebook.projecting.installing import SHOWN, make_beside, unit_of

CHECK, MONEY = "shown_sql", "currencies"
SENTENCES = {
    CHECK: "Read models are shown through the views and functions of their folders, and no others.",
    MONEY: "Every currency is shown with the decimals it has.",
}
NOTHING = "nothing of that name"
NO_CURRENCY = "no such currency"
NO_SCHEMA = "pg_catalog"  # so that every name is told with its schema
# As the schemas are called in which everything is made again; no other name has these words.
MADE_AGAIN = {LIVE: "settlebook_made_again", SHOWN: "settlebook_shown_again"}

Said = Mapping[str, str]  # what is said of each thing, by its name
Made = tuple[
    Said, Said
]  # as it is installed, and as a rebuild leaves it: a view made of the database's own words

_made: dict[int, Made] = {}  # by version of PostgreSQL, each of which has its own spelling


def checked_shown(owner: Connection[Any]) -> tuple[Check, ...]:
    """Two checks; they are about the whole database, so no event is to blame. Nothing is left behind."""
    findings = Findings(SENTENCES)
    installed, rebuilt = _as_made(owner)
    found = _as_found(owner)
    followed = {thing: said for thing, said in found.items() if said == rebuilt.get(thing)}
    _hold(findings, CHECK, {**installed, **followed}, found, NOTHING)
    expected = {code: _decimals(digits, unit_of(digits)) for code, digits in CURRENCIES.items()}
    kept = owner.execute(statement("sql", "currencies"), {})
    _hold(findings, MONEY, expected, {code: _decimals(*told) for code, *told in kept}, NO_CURRENCY)
    return findings.checks()


def _hold(findings: Findings, check: str, expected: Said, found: Said, none: str) -> None:
    for thing in [*expected, *sorted(found.keys() - expected.keys())]:
        wanted, there = (said.get(thing, none) for said in (expected, found))
        if wanted != there:
            findings.offend(check, Offence(None, thing, wanted, there))


def _as_found(owner: Connection[Any]) -> Said:
    """Not while a rebuild puts tables in place, which makes the views of them again: that would deadlock."""
    with owner.transaction():
        owner.execute(statement("sql", "hold_tables"))
        return dict(_told(owner, [*MADE_AGAIN]))


def _as_made(owner: Connection[Any]) -> Made:
    version = owner.info.server_version
    if version not in _made:
        schemas = [*MADE_AGAIN.values()]
        with owner.transaction(force_rollback=True):
            make_beside(owner, *schemas)
            installed = dict(_told(owner, schemas))
            for (view,) in owner.execute(statement("sql", "views_again"), {"schemas": schemas}).fetchall():
                owner.execute(view)
            _made[version] = installed, dict(_told(owner, schemas))
    return _made[version]


def _told(owner: Connection[Any], schemas: list[str]) -> Iterator[tuple[str, str]]:
    use_schemas(owner, NO_SCHEMA)
    for thing, said, text in owner.execute(statement("sql", "shown"), {"schemas": schemas}):
        yield _as_live(thing), said if text is None else f"{said}, digest {_digest(text)}"


def _digest(text: str) -> str:
    return sha256(_as_live(text).encode()).hexdigest()[:12]


def _as_live(text: str) -> str:
    for live, again in MADE_AGAIN.items():
        text = text.replace(again, live)
    return text


def _decimals(digits: Any, unit: Any) -> str:
    return f"{digits} decimals, a minor unit of {unit}"
