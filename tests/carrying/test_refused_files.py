"""A file that is cut off, changed, forged or meant for another ledger is refused, and none of it imported."""

import gzip
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from settlebook import Ledger
from settlebook.engine import EngineError
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.ledger.errors import AnotherLedger, LedgerInUse, LogFileRefused, UnknownTimeZone
from tests.audit.conftest import opened
from tests.carrying.lines import forged, parsed, written
from tests.conftest import a_database

PAID = 5  # the position of PaymentApplied


@pytest.fixture(scope="module")
def elsewhere(engine: EmbeddedEngine, template: str) -> Iterator[Ledger]:
    """One empty ledger for all: what is refused leaves nothing behind."""
    for database in a_database(engine, template):
        with opened(database) as ledger:
            yield ledger


def refused(ledger: Ledger, file: bytes, kind: type[EngineError] = LogFileRefused) -> str:
    with pytest.raises(kind) as error:
        ledger.import_log(BytesIO(file))
    assert ledger.position == 0 and len(ledger.epochs()) == 1
    return str(error.value)


def test_a_file_that_is_cut_off_anywhere_is_refused(file: bytes, elsewhere: Ledger):
    ends = [0, 1, 40, len(file) // 3, file.index(b'{"end"'), len(file) - 1]

    for end in ends:
        assert "cut off" in refused(elsewhere, file[:end]) or end <= 40
    for end in (12, len(file) // 30):
        refused(elsewhere, gzip.compress(file)[:end])


def test_a_file_that_goes_on_after_its_end_is_refused(file: bytes, elsewhere: Ledger):
    assert "after its end" in refused(elsewhere, file + b"\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"actor"', b'"actors"'),
        (b'"tester"', b'"toaster"'),
        (b"Europe/London", b"Europe/Lisbon"),
        (b'{"section":"number",', b'{"section":"numbers",'),
        (b'"position":', b'"place":'),
        (b'"end":{', b'"end":{"more":1,'),
    ],
)
def test_a_file_that_was_changed_is_refused(file: bytes, elsewhere: Ledger, old: bytes, new: bytes):
    assert old in file

    refused(elsewhere, file.replace(old, new, 1))


def test_what_is_no_file_of_the_log_is_said_to_be_none(elsewhere: Ledger):
    for other in (b"", b"\n", b"number,amount\n", b"[" * 100_000, b"\x00\xff" * 100, b'{"format":"other"}\n'):
        assert "no file of the log" in refused(elsewhere, other)


def test_a_file_of_a_newer_form_is_refused_by_its_version(file: bytes, elsewhere: Ledger):
    assert "version 2" in refused(elsewhere, file.replace(b'"version":1', b'"version":2', 1))


def test_a_file_of_another_ledger_names_the_ledger_it_holds(file: bytes, elsewhere: Ledger):
    said = refused(elsewhere, file.replace(b'"ledger":"main"', b'"ledger":"other"', 1), AnotherLedger)

    assert "ledger other" in said


def test_a_ledger_that_holds_anything_is_left_as_it_is(carried: Ledger, file: bytes):
    stood = carried.position

    with pytest.raises(LedgerInUse, match="it holds events"):
        carried.import_log(BytesIO(file))

    assert carried.position == stood


Change = Callable[[list[list[Any]]], Any]


def without(position: int) -> Change:
    return lambda events: events.pop(position - 1)


def with_column(column: int, value: Any, row: int = PAID - 1) -> Change:
    def change(events: list[list[Any]]) -> None:
        events[row][column] = value

    return change


def with_amount_changed(events: list[list[Any]]) -> None:
    for event in events[PAID - 1 : PAID + 1]:
        event[4] = event[4].replace('"amount_minor":', '"amount_minor":1')


def without_salts(contents: list[list[Any]]) -> None:
    for content in contents:
        content[2] = None


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("event", without(PAID), f"Event {PAID} is not in the file"),
        ("event", lambda events: events.pop(), "event 17"),
        ("event", with_amount_changed, f"event {PAID}"),
        ("event", with_column(3, "coin.minted.v1"), f"Event {PAID} has the topic coin.minted.v1"),
        ("event", with_column(2, 7), f"event {PAID}"),
        ("event", with_column(4, "{}"), f"event {PAID}"),
        ("event", with_column(4, {"hex": "ff"}), f"event {PAID}"),
        ("event", with_column(6, "2020-01-01 00:00:00+00"), f"event {PAID}"),
        ("event", with_column(6, "infinity", -1), "event 18"),
        ("event", with_column(5, "20000-01-01"), f"event {PAID}"),
        ("event", with_column(1, "no id"), f"row {PAID}"),
        ("event", with_column(1, 12), "text was expected"),
        ("event", with_column(0, "5"), "a whole number was expected"),
        ("event", lambda events: events[0].pop(), "8 columns were expected"),
        ("command", lambda commands: commands.pop(1), "event 2"),
        ("command", with_column(6, '{"do": 1}', 1), "event 2"),
        ("command", with_column(5, "no json", 1), "event 2"),
        ("command", with_column(5, "[" * 100_000, 1), "event 2"),
        ("seal", with_column(4, "00" * 32, 0), "The seals"),
        ("epoch", lambda epochs: epochs.clear(), "epoch"),
        ("epoch", with_column(3, 7, 0), "expected epoch 1 after 0"),
        ("epoch", lambda epochs: epochs.append([7, str(uuid4()), "restored", 2, epochs[0][4]]), "epoch 2"),
        ("epoch", lambda epochs: epochs.append([2, str(uuid4()), "restored", 99, epochs[0][4]]), "after 99"),
        ("epoch", with_column(4, "infinity", 0), "from infinity"),
        ("log_head", lambda heads: heads.clear(), "does not end where it says"),
        ("log_head", with_column(1, "infinity", 0), "at infinity"),
        ("log_head", with_column(1, "some day", 0), "The section log_head cannot be stored"),
        ("number", lambda numbers: numbers.append(numbers[0]), "duplicate key"),
        ("personal", without_salts, "personal"),
        ("personal", lambda contents: contents.clear(), "found nothing"),
    ],
)
def test_a_forged_file_is_refused_by_its_first_offence(
    file: bytes, elsewhere: Ledger, name: str, change: Change, said: str
):
    forgery = forged(file, name, change)

    assert parsed(forgery) != parsed(file)
    assert said in refused(elsewhere, forgery)


def test_a_ledger_of_a_time_zone_that_nobody_knows_here_is_refused(file: bytes, elsewhere: Ledger):
    forgery = forged(file, "setting", with_column(1, "Mars/Olympus", 0))

    assert "There is no time zone 'Mars/Olympus'" in refused(elsewhere, forgery, UnknownTimeZone)


def test_a_forgery_that_changes_nothing_is_no_forgery(file: bytes, elsewhere: Ledger):
    assert forged(file, "event", lambda events: None) == file == b"".join(map(written, parsed(file)))
    elsewhere.import_log(BytesIO(file))
