"""Spells out what other query languages have and PostgreSQL has not: SHOW TABLES, SHOW COLUMNS, DESCRIBE."""

import re
from pathlib import Path

SQL = Path(__file__).parent / "sql"
_TABLES = re.compile(r"\s*show\s+tables\s*;?\s*", re.IGNORECASE)
_COLUMNS = re.compile(
    r"""\s*(?:show\s+columns\s+(?:from|in)|describe|desc)\s+"?(?P<table>[a-z_][a-z0-9_]*)"?\s*;?\s*""",
    re.IGNORECASE | re.ASCII,
)


def spelled_out(statement: str) -> str:
    """The statement that is meant; any other as it is."""
    if _TABLES.fullmatch(statement):
        return _file("show_tables")
    if (columns := _COLUMNS.fullmatch(statement)) is not None:
        return _file("show_columns").replace(":'table'", f"'{columns['table'].lower()}'")
    return statement


def _file(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8").rstrip().rstrip(";")
