"""SQL files that psql runs are run by psycopg as well, whatever stands in their texts and comments."""

from pathlib import Path

import pytest

from settlebook.statements import naming, statements


@pytest.mark.parametrize(
    ("written", "run"),
    [
        ("SELECT :ledger;", [b"SELECT %(ledger)s"]),
        ("SELECT :day::date, x::text", [b"SELECT %(day)s::date, x::text"]),
        ("SELECT 'at 10:30, :ledger; -- 5%'", [b"SELECT 'at 10:30, :ledger; -- 5%%'"]),
        ("SELECT 'it''s :day'", [b"SELECT 'it''s :day'"]),
        ('SELECT "a:b;c"', [b'SELECT "a:b;c"']),
        ("SELECT $$ :a; $$, $b$ ; $$ $b$", [b"SELECT $$ :a; $$, $b$ ; $$ $b$"]),
        ("-- of :day; and more\nSELECT 7 % 3 /* ; :x */;", [b"SELECT 7 %% 3"]),
        ("SELECT 1; SELECT :upto;\n", [b"SELECT 1", b"SELECT %(upto)s"]),
        ("SELECT a[1:2]", [b"SELECT a[1:2]"]),
        ("-- nothing\n;", []),
    ],
)
def test_a_file_is_cut_into_statements_with_named_parameters(tmp_path: Path, written: str, run: list[bytes]):
    file = tmp_path / "some.sql"
    file.write_text(written, encoding="utf-8")

    assert list(statements(file)) == run


def test_an_identifier_is_filled_in_quoted(tmp_path: Path):
    file = tmp_path / "some.sql"
    file.write_text('DELETE FROM :"table";', encoding="utf-8")
    (statement,) = statements(file)

    named = naming(statement, table='a "b" 5%')

    assert named == b'DELETE FROM "a ""b"" 5%%"'


def test_several_identifiers_are_filled_in_as_columns_stand(tmp_path: Path):
    file = tmp_path / "some.sql"
    file.write_text('SELECT 1 FROM a JOIN b USING (:"key");', encoding="utf-8")
    (statement,) = statements(file)

    assert naming(statement, key=("a", 'b"')) == b'SELECT 1 FROM a JOIN b USING ("a", "b""")'
