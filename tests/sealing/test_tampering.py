"""Whatever who may write everywhere does to sealed events and to seals is found, block and event named."""

from pathlib import Path

import pytest

from settlebook.sealing.errors import ChainBroken
from tests.sealing.sealed import Superuser, found

SIX = "position = 6"  # an event of block 2, which holds 5 to 8
ITS_COMMAND = "command_id = (SELECT command_id FROM log.event WHERE position = 6)"
FIRST_OF_COMMAND = 4  # the events of that command are 4 to 6
ANOTHER = "'00000000-0000-0000-0000-00000000abcd'"


def test_books_that_nobody_touched_verify(superuser: Superuser, anchors: Path):
    report = superuser.verifies(anchors)

    assert (report.ok, report.events, report.position) == (True, superuser.last, superuser.last)
    assert len(report.checks) == 5 and superuser.last > 3 * 4


@pytest.mark.parametrize(
    "change",
    [
        "leaf_hashes = overlay(leaf_hashes placing sha256('') from 1) WHERE block = 2",
        "leaf_hashes = substr(leaf_hashes, 1, 32) WHERE block = 2",
        "merkle_root = sha256('') WHERE block = 2",
        "sealed_at = sealed_at - interval '1 microsecond' WHERE block = 2",
        "previous_hash = sha256('') WHERE block = 3",
        "sealed_at = sealed_at + interval '1 day' WHERE block = (SELECT max(block) FROM log.seal)",
        "first_position = first_position - 1, leaf_hashes = sha256('') || leaf_hashes WHERE block = 3",
    ],
)
def test_no_proof_is_given_by_a_block_that_is_not_as_it_was_sealed(superuser: Superuser, change: str):
    """Nobody who has an anchor would be convinced by it."""
    assert superuser.proves(6).positions == (6,)
    superuser.does("ALTER TABLE log.seal DROP CONSTRAINT seal_check1")

    superuser.does(f"UPDATE log.seal SET {change}")

    with pytest.raises(ChainBroken, match=r"Block \d is not as it was sealed"):
        superuser.proves(6)


@pytest.mark.parametrize(
    "change",
    [
        "state = convert_to(replace(convert_from(state, 'UTF8'), '1', '2'), 'UTF8')",
        "state = state || ' '",
        "topic = 'payment.unapplied.v1'",
        "effective_on = effective_on - 1",
        "effective_on = '-infinity'",
        "recorded_at = recorded_at + interval '1 microsecond'",
        "recorded_at = 'infinity'",
        "recorded_at = '2026-01-01 BC'",
        f"stream_id = {ANOTHER}",
        "stream_version = stream_version + 100",
        f"command_id = {ANOTHER}",
        "command_id = (SELECT command_id FROM log.event WHERE position = 1)",
    ],
)
def test_any_column_of_an_event_that_is_changed_is_found_at_it(superuser: Superuser, change: str):
    superuser.does(f"UPDATE log.event SET {change} WHERE {SIX}")

    assert found(superuser.verifies()) == {"sealed_events": (6, "block 2 (events 5 to 8)")}


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'mallory'",
        "actor = NULL",
        "request = replace(request, '1', '2')",
        "outcome = outcome || ' '",
        "client = 'other'",
        "key = 'other'",
        "kind = 'payment.refund'",
        "first_position = first_position - 1",
        "last_position = last_position + 1",
        "recorded_at = recorded_at - interval '1 microsecond'",
    ],
)
def test_any_column_of_a_command_that_is_changed_is_found_at_its_first_event(
    superuser: Superuser, change: str
):
    superuser.does(f"UPDATE log.command SET {change} WHERE {ITS_COMMAND}")

    assert found(superuser.verifies()) == {"sealed_events": (FIRST_OF_COMMAND, "block 1 (events 1 to 4)")}


def test_a_command_that_is_removed_is_found_at_its_first_event(superuser: Superuser):
    superuser.does(f"DELETE FROM log.command WHERE {ITS_COMMAND}")

    assert found(superuser.verifies()) == {"sealed_events": (FIRST_OF_COMMAND, "block 1 (events 1 to 4)")}


LAST = "(SELECT max(position) FROM log.event)"
RENUMBER = (
    "UPDATE log.event SET position = position + 1000 WHERE position > 6",
    "UPDATE log.event SET position = position - 1001 WHERE position > 1000",
)
MAKE_ROOM = (
    "UPDATE log.event SET position = position + 1000 WHERE position >= 6",
    "UPDATE log.event SET position = position - 999 WHERE position > 1000",
)
INSERT = (
    "INSERT INTO log.event SELECT ledger_id, 6, stream_id, 1000, topic, state, effective_on, recorded_at,"
    " command_id FROM log.event WHERE position = 5",
)
SWAP = (
    "UPDATE log.event SET position = 1007 WHERE position = 6",
    "UPDATE log.event SET position = 6 WHERE position = 7",
    "UPDATE log.event SET position = 7 WHERE position = 1007",
)
MOVE_HEAD = (f"UPDATE log.log_head SET position = {LAST}",)
REMOVE = ("DELETE FROM log.event WHERE position = 6",)
CUT = (f"DELETE FROM log.event WHERE position = {LAST}",)


@pytest.mark.parametrize(
    ("steps", "position"),
    [
        (REMOVE, 6),
        ((*REMOVE, *RENUMBER), 6),
        ((*REMOVE, *RENUMBER, *MOVE_HEAD), 6),
        ((*MAKE_ROOM, *INSERT), 6),
        ((*MAKE_ROOM, *INSERT, *MOVE_HEAD), 6),
        (SWAP, 6),
        (CUT, None),
        ((*CUT, *MOVE_HEAD), None),
        (("DELETE FROM log.event",), 1),
    ],
    ids=[
        "removed",
        "closed up",
        "head too",
        "inserted",
        "inserted, head too",
        "swapped",
        "cut",
        "cut, head too",
        "all",
    ],
)
def test_events_removed_inserted_reordered_or_cut_off_are_found_at_the_first(
    superuser: Superuser, steps: tuple[str, ...], position: int | None
):
    last = superuser.last
    for step in steps:
        superuser.does(step)

    offences = found(superuser.verifies())
    (at, block) = offences["sealed_events"]
    assert at == (position or last)
    assert position is not None or offences["sealed_tail"] == (last, "the log")
    assert position != 6 or block == "block 2 (events 5 to 8)"


NO_KEYS = (
    "ALTER TABLE log.event DROP CONSTRAINT event_pkey,"
    " DROP CONSTRAINT event_ledger_id_stream_id_stream_version_key, DROP CONSTRAINT event_position_check",
    "ALTER TABLE log.command DROP CONSTRAINT command_pkey, DROP CONSTRAINT command_ledger_id_client_key_key",
)


@pytest.mark.parametrize(
    ("insert", "position"),
    [
        ("INSERT INTO log.event SELECT * FROM log.event WHERE position = 6", 6),
        (INSERT[0].replace(" 6,", " 0,"), 0),
        (INSERT[0].replace(" 6,", " -7,"), -7),
        (f"INSERT INTO log.command SELECT * FROM log.command WHERE {ITS_COMMAND}", FIRST_OF_COMMAND),
    ],
    ids=["an event twice", "before the first", "far before it", "a command twice"],
)
def test_what_is_inserted_where_no_look_from_position_to_position_comes_is_found(
    superuser: Superuser, insert: str, position: int
):
    for step in (*NO_KEYS, insert):
        superuser.does(step)

    assert found(superuser.verifies())["sealed_events"][0] == position


@pytest.mark.parametrize(
    ("change", "checks"),
    [
        ("UPDATE log.seal SET merkle_root = sha256('x') WHERE block = 2",
         {"seal_blocks", "seal_chain", "sealed_events"}),
        ("UPDATE log.seal SET block_hash = sha256('x') WHERE block = 2", {"seal_blocks"}),
        ("UPDATE log.seal SET previous_hash = sha256('x') WHERE block = 2", {"seal_blocks", "seal_chain"}),
        ("UPDATE log.seal SET sealed_at = sealed_at - interval '1 day' WHERE block = 2",
         {"seal_blocks", "seal_chain"}),
        ("UPDATE log.seal SET leaf_hashes = set_byte(leaf_hashes, 0, 1 + get_byte(leaf_hashes, 0) % 9)"
         " WHERE block = 2", {"seal_blocks"}),
        ("UPDATE log.seal SET format = 2 WHERE block = 2", {"seal_blocks"}),
        ("DELETE FROM log.seal WHERE block = 2", {"seal_chain"}),
        ("DELETE FROM log.seal WHERE block = 1", {"seal_chain"}),
        ("UPDATE log.seal SET block = 99 WHERE block = 2", {"seal_chain", "seal_blocks"}),
    ],
)  # fmt: skip
def test_seals_that_are_changed_or_removed_are_found(superuser: Superuser, change: str, checks: set[str]):
    superuser.does(change)

    assert set(found(superuser.verifies())) == checks


def test_a_whole_block_that_is_taken_out_of_events_and_seals_is_found(superuser: Superuser):
    superuser.does("DELETE FROM log.event WHERE position BETWEEN 5 AND 8")
    superuser.does("DELETE FROM log.seal WHERE block = 2")

    assert found(superuser.verifies())["seal_chain"] == (5, "block 3 (events 9 to 12)")


def test_a_tail_that_is_cut_off_with_its_seals_is_found_by_the_head(superuser: Superuser):
    superuser.does("DELETE FROM log.seal WHERE block > 2")
    superuser.does("DELETE FROM log.event WHERE position > 8")

    assert found(superuser.verifies()) == {"sealed_tail": (9, "the log")}


# Against anchors: who rewrote everything in the database, seals and head included.


@pytest.mark.parametrize("most", [4, 3, 1000], ids=lambda most: f"blocks of {most}")
def test_an_event_changed_under_seals_made_anew_is_named_by_the_anchors(
    superuser: Superuser, anchors: Path, most: int
):
    superuser.does(f"UPDATE log.event SET state = state || ' ' WHERE {SIX}")
    superuser.seals(most)

    assert superuser.verifies().ok
    assert found(superuser.verifies(anchors)) == {"seal_anchors": (6, "block 2 (events 5 to 8)")}


@pytest.mark.parametrize(
    "steps", [(*REMOVE, *RENUMBER), (*MAKE_ROOM, *INSERT), SWAP], ids=["out", "in", "swapped"]
)
def test_a_log_of_other_events_under_seals_made_anew_is_named_by_the_anchors(
    superuser: Superuser, anchors: Path, steps: tuple[str, ...]
):
    for step in (*steps, *MOVE_HEAD):
        superuser.does(step)
    superuser.seals()

    assert superuser.verifies().ok
    assert found(superuser.verifies(anchors)) == {"seal_anchors": (6, "block 2 (events 5 to 8)")}


def test_an_event_changed_with_the_hash_its_block_keeps_of_it_is_named_by_the_anchors(
    superuser: Superuser, anchors: Path
):
    superuser.does(f"UPDATE log.event SET state = state || ' ' WHERE {SIX}")
    superuser.does(
        "UPDATE log.seal SET leaf_hashes = set_byte(leaf_hashes, 32, 1 + get_byte(leaf_hashes, 32) % 9)"
        " WHERE block = 2"
    )

    assert found(superuser.verifies())["sealed_events"] == (5, "block 2 (events 5 to 8)")  # one of them
    assert found(superuser.verifies(anchors))["sealed_events"] == (6, "block 2 (events 5 to 8)")


def test_an_actor_changed_under_seals_made_anew_is_named_by_the_anchors(superuser: Superuser, anchors: Path):
    superuser.does(f"UPDATE log.command SET actor = 'mallory' WHERE {ITS_COMMAND}")
    superuser.seals()

    assert found(superuser.verifies(anchors)) == {
        "seal_anchors": (FIRST_OF_COMMAND, "block 1 (events 1 to 4)")
    }


def test_a_tail_cut_off_with_seals_and_head_is_named_by_the_anchors(superuser: Superuser, anchors: Path):
    superuser.does("DELETE FROM log.seal WHERE block > 2")
    for step in ("DELETE FROM log.event WHERE position > 8", *MOVE_HEAD):
        superuser.does(step)

    assert superuser.verifies().ok
    assert found(superuser.verifies(anchors)) == {"seal_anchors": (9, "block 3 (events 9 to 12)")}


def test_an_anchor_of_a_later_block_finds_what_was_changed_before_it(superuser: Superuser, anchors: Path):
    lines = anchors.read_text("utf-8").splitlines(keepends=True)
    anchors.write_text(lines[0] + lines[2], "utf-8")
    superuser.does(f"UPDATE log.event SET state = state || ' ' WHERE {SIX}")
    superuser.seals(after=1)

    (position, what) = found(superuser.verifies(anchors))["seal_anchors"]
    assert (position, what) == (5, "block 3 (events 9 to 12)")  # somewhere after what block 1 vouches for


def test_a_ledger_that_was_emptied_is_told_from_one_that_is_new(superuser: Superuser, anchors: Path):
    for table in ("seal", "event", "command", "log_head"):
        superuser.does(f"DELETE FROM log.{table}")

    assert superuser.verifies().ok
    assert found(superuser.verifies(anchors)) == {"seal_anchors": (1, "block 1 (events 1 to 4)")}
