"""What a server takes away while it serves, since it may serve for months."""

import pytest

from settlebook import Ledger
from settlebook.api.processes import tidying
from settlebook.api.processes.tidying import Tidying
from settlebook.engine import server_log
from tests.conftest import Database
from tests.engine.servers import until


def test_a_server_cuts_the_log_of_its_database_while_it_serves(
    ledger: Ledger, database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tidying, "EVERY", 0.01)
    monkeypatch.setattr(server_log, "LONGEST", 10_000)
    log = database.engine.folder / "server.log"
    with log.open("a") as stream:
        stream.write("early\n" * 10_000)
    work = Tidying(ledger)

    work.start()
    is_cut = until(lambda: log.stat().st_size < 10_000)
    work.stop()

    assert is_cut
