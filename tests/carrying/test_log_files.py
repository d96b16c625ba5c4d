"""A ledger goes out into a file and in again elsewhere, byte for byte; only its epoch tells that it moved."""

import gzip
from io import BytesIO
from pathlib import Path

import psycopg
import pytest

from settlebook import Ledger
from settlebook.domain.errors import AnotherEpoch, InvalidRequest
from settlebook.engine import Role
from settlebook.ledger.requests.outcome import Recorded
from tests.carrying.conftest import exported
from tests.carrying.lines import rows, section

SAMPLE = Path(__file__).parent / "samples" / "main.v1.log"
ALL_BUT_EPOCHS = (
    *("setting", "event", "command", "number", "identity", "number_sequence", "personal", "seal", "log_head"),
)


def test_exporting_twice_gives_the_same_bytes_packed_or_not(carried: Ledger, tmp_path: Path):
    carried.export_log(tmp_path / "one.log")
    carried.export_log(tmp_path / "one.gz")
    carried.export_log(tmp_path / "two.gz")

    assert (tmp_path / "one.log").read_bytes() == exported(carried)
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()
    assert gzip.decompress((tmp_path / "one.gz").read_bytes()) == (tmp_path / "one.log").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.gz", "one.log", "two.gz"]


def test_what_is_imported_is_what_was_exported(file: bytes, elsewhere: Ledger):
    elsewhere.import_log(BytesIO(gzip.compress(file)))

    again = exported(elsewhere)
    assert [name for name in ALL_BUT_EPOCHS if section(again, name) != section(file, name)] == []
    assert rows(again, "epoch")[:-1] == rows(file, "epoch")
    assert elsewhere.verify_all().failed == ()


def test_a_ledger_that_was_imported_goes_on_where_it_stopped(carried: Ledger, file: bytes, elsewhere: Ledger):
    elsewhere.import_log(BytesIO(file))
    body = {"name": "Zoë\u2028Bloggs \t\\", "accountNumber": "ZOE", "currency": "JPY"}

    known = elsewhere.perform("account.create", None, body, idempotency_key="zoe")
    new = [
        ledger.perform("account.create", None, {**body, "accountNumber": None})
        for ledger in (carried, elsewhere)
    ]

    assert isinstance(known, Recorded) and known.replayed
    assert [one.position for one in new] == [elsewhere.position] * 2
    assert elsewhere.verify_log().ok


def test_a_reader_of_the_log_sees_that_it_was_put_back_and_where_the_histories_part(
    carried: Ledger, file: bytes, elsewhere: Ledger
):
    known, stood = carried.epoch.id, carried.position

    imported = elsewhere.import_log(BytesIO(file))

    assert elsewhere.epoch.id == imported.epoch_id and elsewhere.epoch.after == stood
    assert carried.events(stood - 1, epoch=known).events[0].position == stood
    with pytest.raises(AnotherEpoch) as refused:
        elsewhere.events(stood, epoch=known)
    assert (refused.value.current, refused.value.shared_upto) == (imported.epoch_id, stood)


def test_a_reader_who_stands_behind_the_end_of_the_log_is_told_where_it_ends(carried: Ledger):
    known, stood = carried.epoch.id, carried.position

    assert carried.events(stood, epoch=known).events == ()
    with pytest.raises(InvalidRequest, match=f"the log ends at position {stood}"):
        carried.events(stood + 1, epoch=known)


def test_a_reader_follows_the_log_page_by_page(carried: Ledger):
    after, seen = 0, list[int]()
    while page := carried.events(after, epoch=carried.epoch.id, limit=7).events:
        seen += [event.position for event in page]
        after = seen[-1]

    assert seen == list(range(1, carried.position + 1))


@pytest.mark.parametrize("asked", [{"after": -1}, {"limit": 0}])
def test_a_page_that_nobody_can_mean_is_refused_rather_than_empty(carried: Ledger, asked: dict[str, int]):
    with pytest.raises(InvalidRequest, match="expected"):
        carried.events(**asked)


def test_personal_content_that_is_left_out_counts_as_erased(carried: Ledger, elsewhere: Ledger):
    file = exported(carried, personal=False)

    elsewhere.import_log(BytesIO(file))

    assert "Zoë" not in file.decode() and "Zoë" in exported(carried).decode()
    kept = rows(file, "personal")
    assert kept and all(salt is content is None and erased for _, _, salt, content, erased in kept)
    assert elsewhere.verify_log().ok


def test_a_file_of_an_older_version_is_read_for_ever_on_every_postgresql(elsewhere: Ledger):
    file = SAMPLE.read_bytes()

    elsewhere.import_log(BytesIO(file))

    again = exported(elsewhere)
    assert [name for name in ALL_BUT_EPOCHS if section(again, name) != section(file, name)] == []


def test_every_table_and_column_of_the_log_is_carried(carried: Ledger, file: bytes):
    with psycopg.connect(carried.conninfo(Role.OWNER)) as connection:
        stored = connection.execute(
            "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)"
            " FROM information_schema.columns WHERE table_schema = 'log' AND column_name <> 'ledger_id'"
            " GROUP BY table_name"
        ).fetchall()
    columns = {name: section(file, name).splitlines()[0] for name in (*ALL_BUT_EPOCHS, "epoch")}

    told = {
        name: [part.strip('"') for part in line.decode().split("[")[1].rstrip("]}").split(",")]
        for name, line in columns.items()
    }
    assert told == {name: found for name, found in stored if name not in NOT_CARRIED}


NOT_CARRIED = {"migration", "snapshot"}  # of the database itself, and made again from the events
