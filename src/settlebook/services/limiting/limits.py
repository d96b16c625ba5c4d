"""How large a request may be: the numbers of limits.toml, as the ledger's settings leave or lift them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from settlebook.domain.allocation import Policy
from settlebook.domain.decisions.settling.spreading import Rule
from settlebook.domain.errors import LimitExceeded
from settlebook.domain.events import Settings
from settlebook.ledger.deciding.books import Books

_TABLE = Path(__file__).with_name("limits.toml")


@dataclass(frozen=True, slots=True)
class Limit:
    """One row of the table: `most` is allowed of what it `counts`."""

    name: str
    most: int
    counts: str
    source: str


@cache
def table() -> Mapping[str, Limit]:
    """Every limit by its name, in the order of the file."""
    rows = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return {name: Limit(name=name, **row) for name, row in rows.items()}


def most(settings: Settings, name: str) -> int | None:
    """What is allowed now; None for any number."""
    own = settings.limit_of.get(name)
    if own is not None:
        return own
    return None if settings.limits == "lifted" else table()[name].most


def require(settings: Settings, name: str, asked: int) -> None:
    """Refuses: LimitExceeded."""
    allowed = most(settings, name)
    if allowed is not None and asked > allowed:
        raise LimitExceeded(name, table()[name].counts.partition(";")[0], asked, allowed)


def prorated(books: Books, rule: Rule, name: str, product: int) -> Rule:
    """The rule itself, or fifo where it would be prorated over more than the limit: the answer says so."""
    allowed = most(books.settings, name)
    if allowed is None or product <= allowed or not rule.name.startswith("prorate"):
        return rule
    return replace(Rule(Policy.current("fifo")), instead_of=rule.policy)
