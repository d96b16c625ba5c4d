"""The published test vectors are what is computed, from the rows of a database up to the hash of a block."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from settlebook.engine import Role
from settlebook.sealing import merkle
from settlebook.sealing.canonical import Block, fields, instant_of, microseconds
from settlebook.sealing.reading import Sealable, sealable
from tests.conftest import Database
from tests.house.tree import ROOT
from tests.sealing.sealed import the_script

VECTORS: dict[str, Any] = json.loads((ROOT / "tests" / "sealing" / "vectors.json").read_text("utf-8"))
LEAVES = [bytes.fromhex(event["leaf"]) for event in VECTORS["events"]]

# The leaves and roots that certificate transparency logs are tested with (RFC 6962).
KNOWN_ENTRIES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
KNOWN_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
]


@pytest.fixture
def stored(database: Database) -> list[Sealable]:
    """The events of the vectors, as they come back from the tables of the log."""
    with psycopg.connect(database.conninfo(Role.APP)) as connection:
        for command in VECTORS["commands"]:
            connection.execute(
                "INSERT INTO log.command VALUES ('main', %(command_id)s, %(client)s, %(key)s, %(kind)s,"
                " %(actor)s, %(request)s, %(outcome)s, %(first_position)s, %(last_position)s,"
                " %(recorded_at)s)",
                command,
            )
        for event in VECTORS["events"]:
            connection.execute(
                "INSERT INTO log.event VALUES ('main', %(position)s, %(stream_id)s, %(stream_version)s,"
                " %(topic)s, decode(%(state)s, 'hex'), %(effective_on)s, %(recorded_at)s, %(command_id)s)",
                event,
            )
        return list(sealable(connection, "main", 0))


def test_events_and_their_commands_have_the_published_bytes(stored: list[Sealable]):
    assert [event.canonical.hex() for event in stored] == [event["canonical"] for event in VECTORS["events"]]
    assert [merkle.leaf_hash(event.canonical) for event in stored] == LEAVES


def test_the_bytes_of_an_event_hold_the_hash_of_the_published_bytes_of_its_command():
    digests = {
        one["command_id"]: sha256(bytes.fromhex(one["canonical"])).digest() for one in VECTORS["commands"]
    }

    assert [digest.hex() for digest in digests.values()] == [one["sha256"] for one in VECTORS["commands"]]
    assert all(digests[one["command_id"]] in bytes.fromhex(one["canonical"]) for one in VECTORS["events"])


@pytest.mark.parametrize("tree", VECTORS["trees"], ids=lambda tree: f"{tree['leaves']} leaves")
def test_trees_have_the_published_roots_and_paths(tree: dict[str, Any]):
    leaves = LEAVES[: tree["leaves"]]

    assert merkle.root(leaves).hex() == tree["root"]
    assert [[one.hex() for one in merkle.path(at, leaves)] for at in range(len(leaves))] == tree["paths"]


def test_trees_have_the_roots_that_the_rfc_is_tested_with():
    leaves = [merkle.leaf_hash(bytes.fromhex(entry)) for entry in KNOWN_ENTRIES]

    assert [merkle.root(leaves[:size]).hex() for size in range(1, 8)] == KNOWN_ROOTS
    assert merkle.root([]) == sha256(b"").digest()


def test_blocks_have_the_published_headers_and_hashes():
    for told in VECTORS["blocks"]:
        block = Block(
            VECTORS["ledger"],
            told["block"],
            told["first_position"],
            told["last_position"],
            bytes.fromhex(told["merkle_root"]),
            bytes.fromhex(told["previous_hash"]),
            microseconds(datetime.fromisoformat(told["sealed_at"])),
        )

        assert (block.header.hex(), block.hash.hex()) == (told["header"], told["hash"])


def test_the_documentation_shows_the_published_hashes():
    document = (ROOT / "docs" / "seals.md").read_text("utf-8")

    shown = [VECTORS["events"][0]["leaf"], VECTORS["trees"][2]["root"], VECTORS["blocks"][1]["hash"]]

    assert [hash for hash in shown if hash not in document] == []


@given(st.lists(st.binary(max_size=6), min_size=1, max_size=70), st.data())
@settings(max_examples=50)
def test_a_path_leads_from_its_leaf_to_the_root_and_from_no_other(entries: list[bytes], data: st.DataObject):
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    index = data.draw(st.integers(0, len(leaves) - 1))
    climb, path, root = the_climb, merkle.path(index, leaves), merkle.root(leaves)

    assert climb(leaves[index], index, len(leaves), path) == root
    assert climb(merkle.leaf_hash(b"another"), index, len(leaves), path) != root
    other = data.draw(st.integers(0, len(leaves) - 1))
    assert leaves[other] == leaves[index] or leads_elsewhere(leaves[index], other, len(leaves), path, root)


the_climb = the_script().climb


def leads_elsewhere(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    try:
        return bool(the_climb(leaf, index, size, path) != root)
    except AssertionError:
        return True


VALUES = st.lists(st.none() | st.binary(max_size=5) | st.text(max_size=5) | st.integers())


@given(VALUES, VALUES)
@settings(max_examples=50)
def test_two_lists_of_fields_have_the_same_bytes_only_if_they_say_the_same(one: list[Any], other: list[Any]):
    assert (fields(*one) == fields(*other)) == (spelled(one) == spelled(other))


def spelled(values: list[Any]) -> list[bytes | None]:
    return [one if one is None or isinstance(one, bytes) else str(one).encode() for one in values]


@given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)))
def test_an_instant_comes_back_from_its_microseconds(naive: datetime):
    instant = naive.replace(tzinfo=instant_of(0).tzinfo)

    assert instant_of(microseconds(instant)) == instant
