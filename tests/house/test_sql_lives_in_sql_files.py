"""SQL lives in .sql files, which psql can run and a reader can find; Python only names them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import nodes_of, python_files, relative

# How a statement begins. Each pattern asks for more than the verb, since help texts are English:
# "Update the read models" is a sentence, "update item set" is not.
STATEMENT = re.compile(
    r"""\s* (?:
        select \s+ (?! (the | an? | which) \s ) .* \s from \s
      | select \s+ [\w.]+ \s* \(
      | with \s+ (recursive \s+)? \w+ .* \s as \s+ .* \(
      | insert \s+ into \s
      | update \s+ [\w.{}"]+ \s+ (as \s+ \w+ \s+)? set \s
      | (delete \s+ from | merge \s+ into) \s
      | (create | alter | drop) \s+ (or \s+ replace \s+)?
        ((unlogged | temp | temporary | materialized | unique) \s+)?
        ( table | view | index | schema | role | user | database
        | function | trigger | sequence | type | policy) \b
      | truncate \s+ (table \s+)? [\w."{}]+ \s* ;? $
      | copy \s+ .* \s (from | to) \s+ (stdin | stdout)
      | (grant | revoke) \s .* \s (to | from) \s
      | set \s+ (local | session | role | search_path | transaction) \b
      | reset \s+ (all | role) \b
      | lock \s+ table \s
      | (listen | notify) \s+ \w+ \s* ;? $
    )""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


def texts_of(path: Path) -> Iterator[tuple[int, str]]:
    """Every text in the code of a file, docstrings left out: they may show SQL, and run none."""
    documentation = {id(node) for node in _docstrings(path)}
    for node in nodes_of(path):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(_part(value) for value in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.lineno, node.value


def _docstrings(path: Path) -> Iterator[ast.expr]:
    for node in nodes_of(path):
        if isinstance(node, ast.Expr):
            yield node.value


def _part(value: ast.expr) -> str:
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else "{}"


def test_no_sql_statement_stands_in_python():
    statements = [
        f"{relative(path)}:{line} {text.strip()[:60]!r}"
        for path in python_files("src")
        for line, text in texts_of(path)
        if STATEMENT.match(text)
    ]

    assert statements == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT id FROM invoice",
        "select pg_advisory_lock(%s)",
        "UPDATE log.log_head SET position = position + 1",
        "with page as (select 1) select * from page",
        "CREATE DATABASE {}",
        "copy read.journal_posting (ledger_id) from stdin",
        "set local search_path = read",
    ],
)
def test_a_statement_is_known_when_it_is_seen(text):
    assert STATEMENT.match(text)


@pytest.mark.parametrize(
    "text",
    [
        "Select the rows to show, from the oldest",
        "Update the read models before reading",
        "Create a payment, and apply it where documents are named",
        "with a progress bar",
        "set",
    ],
)
def test_an_english_sentence_is_not_taken_for_a_statement(text):
    assert not STATEMENT.match(text)
