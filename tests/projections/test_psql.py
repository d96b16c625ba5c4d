"""Every fold is a file that psql runs, and psql makes the same tables of it."""

import subprocess

from psycopg.conninfo import make_conninfo

from settlebook.engine import Role, binaries
from settlebook.projecting.catalogue import built_in, folded
from tests.projections.story import Story


def test_psql_folds_the_journal_into_the_same_tables(story: Story):
    story.tell()
    story.catch_up()
    expected = story.tables()
    for table in expected:
        if not table.startswith("journal_"):
            story.app.execute(f"DELETE FROM read.{table}".encode())
    files = [f"--file={model.folder / 'fold.sql'}" for model in folded(built_in())]
    given = {"ledger": "'main'", "after": "0", "upto": str(story.head), "day": "NULL", "account": "NULL"}

    subprocess.run(
        [
            binaries.find().program("psql"),
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            *(f"--set={name}={value}" for name, value in given.items()),
            *files,
            make_conninfo(story.database.conninfo(Role.APP), options="-c search_path=read"),
        ],
        check=True,
    )

    assert story.tables() == expected
