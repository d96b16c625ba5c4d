"""Custom fields as columns of free queries: `region__c` becomes a look into its table's `customFields`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import Scope, traverse_scope

from settlebook.domain.errors import InvalidRequest

CUSTOM = re.compile(r"__(?:c|ns)\b", re.IGNORECASE)
# The views that have custom fields.
TABLES = frozenset(
    {
        *("account", "accountingcode", "accountingperiod", "journalrun", "payment", "refund"),
        *("invoice", "invoiceitem", "taxationitem"),
        *("debitmemo", "debitmemoitem", "debittaxationitem"),
        *("creditmemo", "creditmemoitem", "credittaxationitem"),
    }
)


class _Change(NamedTuple):
    """Text that takes the place of the statement's from `start` to before `end`."""

    start: int
    end: int
    text: str


def with_custom_columns(statement: str) -> str:
    """The statement with each `name__c` and `name__NS` looked up in the custom fields of its table.

    It stays as it is where it has none, and where it is not understood: the database says what is wrong.
    Refuses: InvalidRequest, where several tables could have the field.
    """
    if not CUSTOM.search(statement):
        return statement
    try:
        scopes = traverse_scope(parse_one(statement, dialect="postgres"))
    except SqlglotError:
        return statement
    changes = {change.start: change for scope in scopes for change in _changes(scope)}
    for start in sorted(changes, reverse=True):
        _, end, text = changes[start]
        statement = statement[:start] + text + statement[end:]
    return statement


def _changes(scope: Scope) -> Iterator[_Change]:
    for column in scope.columns:
        name, place = column.name, column.this.meta
        if not CUSTOM.search(name) or "start" not in place:
            continue
        table = _table_of(column, scope)
        if table is None:
            continue
        qualifier = column.args.get("table")
        start = qualifier.meta["start"] if qualifier is not None else place["start"]
        label = (
            f' AS "{name}"' if column.parent is scope.expression and column.arg_key == "expressions" else ""
        )
        text = f"custom_field({table}.customfields, '{name.replace(chr(39), chr(39) * 2)}'){label}"
        yield _Change(start, place["end"] + 1, text)


def _table_of(column: exp.Column, scope: Scope) -> str | None:
    """The table that the field belongs to, as the query names it; None where it is an ordinary column.

    Refuses: InvalidRequest.
    """
    known = {name: source for name, (_, source) in scope.selected_sources.items()}
    if column.table:
        source = known.get(column.table)
        return _quoted(column.table) if isinstance(source, exp.Table) and _has_fields(source) else None
    if any(isinstance(source, Scope) and _gives(source, column.name) for source in known.values()):
        return None
    tables = [name for name, source in known.items() if isinstance(source, exp.Table) and _has_fields(source)]
    if len(tables) > 1:
        raise InvalidRequest("QUERY", f"{column.name} may be of {' or '.join(tables)}: say of which")
    return _quoted(tables[0]) if tables else None


def _gives(source: Scope, name: str) -> bool:
    expression = source.expression
    return isinstance(expression, exp.Query) and name.lower() in map(str.lower, expression.named_selects)


def _has_fields(table: exp.Table) -> bool:
    return table.name.lower() in TABLES and table.db.lower() in ("", "data_query")


def _quoted(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) else '"' + name.replace('"', '""') + '"'
