"""A proof convinces whoever has an anchor, and nothing that was forged does."""

import contextlib
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from settlebook import Ledger
from settlebook.domain.currency import CURRENCIES
from settlebook.domain.errors import NotFound
from settlebook.domain.money import format_minor
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.sealing import merkle
from settlebook.sealing.errors import NotSealed
from tests.audit.conftest import opened
from tests.conftest import a_database
from tests.house.tree import ROOT
from tests.sealing.made import Made, Told, spelled
from tests.sealing.sealed import the_script

SCRIPT = ROOT / "scripts" / "verify_proof.py"
THE_SCRIPT = the_script()
CHECK, WORDS = THE_SCRIPT.check, THE_SCRIPT.words


@pytest.fixture(scope="module")
def books(engine: EmbeddedEngine, sealed_template: tuple[str, str]) -> Iterator[Ledger]:
    """One ledger for all: proving changes nothing."""
    for database in a_database(engine, sealed_template[0]):
        with opened(database) as ledger:
            yield ledger


def an_application(books: Ledger) -> str:
    return books.payment_applications("PAY-1")[0].id.hex


def said(proof: str, anchors: str) -> str:
    """What the script prints of a proof; raises where it is refused."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        CHECK(proof, anchors)
    return out.getvalue()


def is_refused(proof: str, anchors: str) -> bool:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            CHECK(proof, anchors)
        except Exception:
            return out.getvalue() == ""
    return False


def test_an_application_is_proven_with_source_and_mirror_line_by_line(books: Ledger, anchors: Path):
    proof = books.prove([an_application(books)])
    words = said(proof.text, anchors.read_text())

    assert proof.positions == (5, 6)
    assert "Event 5, payment.applied.v1, effective 2026-01-02" in words
    assert "Event 6, document.items_settled.v1" in words
    assert words.count("amount: 50.00 GBP") == 4 and words.count("amount: 10.00 GBP") == 4
    assert "Proven: so recorded in ledger main" in words


def test_a_proof_is_checked_by_a_program_of_its_own(books: Ledger, anchors: Path, tmp_path: Path):
    file = tmp_path / "proof.json"
    file.write_text(books.prove([an_application(books)]).text)
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(file)]

    good = subprocess.run([*command, str(anchors)], capture_output=True, text=True)
    bad = subprocess.run([*command, str(file)], capture_output=True, text=True)

    assert (good.returncode, good.stderr) == (0, "") and "50.00 GBP" in good.stdout
    assert (bad.returncode, bad.stdout) == (1, "") and bad.stderr.startswith("Not proven: ")
    assert len(bad.stderr.splitlines()) == 1


def test_the_script_is_short_and_stands_alone():
    source = SCRIPT.read_text("utf-8")

    assert len(source.splitlines()) < 100 and "settlebook" not in [*the_imports(source)]
    assert the_imports(source) <= set(sys.stdlib_module_names)


def test_the_script_tells_amounts_with_the_decimals_that_the_ledger_gives_each_currency():
    told = {code: [*WORDS({"amount_minor": 123_456}, code)] for code in CURRENCIES}

    assert told == {code: [f"amount: {format_minor(123_456, code)} {code}"] for code in CURRENCIES}


def the_imports(source: str) -> set[str]:
    lines = [line.split() for line in source.splitlines() if line.startswith(("import ", "from "))]
    return {words[1].partition(".")[0] for words in lines}


def test_events_groups_refunds_and_several_of_them_are_proven(books: Ledger, anchors: Path):
    application = books.payment_applications("PAY-1")[0]
    group = application.application_group_id.hex
    proven = {
        key: books.prove(keys).positions
        for key, keys in {
            "event": ["1"],
            "group": [group],
            "refund": ["R-00000001"],
            "both": ["1", application.id.hex, "5"],
        }.items()
    }

    assert proven["event"] == (1,) and proven["group"] == (4, 5, 6) and proven["both"] == (1, 5, 6)
    assert "refund.issued.v1" in said(books.prove(["R-00000001"]).text, anchors.read_text())


@pytest.mark.parametrize("key", ["nothing", "0" * 32, "0", "99999", "9" * 30])
def test_what_is_not_there_cannot_be_proven(books: Ledger, key: str):
    with pytest.raises(NotFound):
        books.prove([key])


def test_what_is_not_sealed_or_not_anchored_is_not_proven_yet(
    engine: EmbeddedEngine, sealed_template: tuple[str, str], anchors: Path
):
    for database in a_database(engine, sealed_template[0]):
        with opened(database) as ledger:
            ledger.perform("account.create", None, {"name": "Ada", "currency": "GBP"})
            last = str(ledger.position)
            with pytest.raises(NotSealed, match="is not sealed yet"):
                ledger.prove([last])
            ledger.seal_now()
            with pytest.raises(NotSealed, match="no anchor"):
                ledger.prove([last], anchors=anchors)
            assert is_refused(ledger.prove([last]).text, anchors.read_text())
            ledger.seal_now(str(anchors))
            assert "account.created.v1" in said(ledger.prove([last]).text, anchors.read_text())


def test_one_anchor_of_a_later_block_is_enough_and_an_anchor_file_shortens_the_chain(
    books: Ledger, anchors: Path
):
    *_, last = anchors.read_text().splitlines()
    long = books.prove(["5"])
    short = books.prove(["5"], anchors=anchors)

    assert "Event 5" in said(long.text, last)
    assert (short.first.number, short.last.number) == (2, 2) and is_refused(short.text, last)
    assert "by the anchor of block 2" in said(short.text, anchors.read_text())


# Forgeries.


def change_amount(proof: Told) -> None:
    proof["events"][0]["event"] = proof["events"][0]["event"].replace(b"5000".hex(), b"9999".hex())


def change_path(proof: Told) -> None:
    proof["events"][0]["path"][0] = "00" * 32


def shorten_path(proof: Told) -> None:
    proof["events"][0]["path"].pop()


def lengthen_path(proof: Told) -> None:
    proof["events"][0]["path"].append("00" * 32)


def lengthen_path_at_the_leaf(proof: Told) -> None:
    proof["events"][0]["path"].insert(0, "00" * 32)


def swap_path(proof: Told) -> None:
    proof["events"][0]["path"].reverse()


def other_block(proof: Told) -> None:
    del proof["chain"][0]


def cut_chain(proof: Told) -> None:
    del proof["chain"][-1]


def without_chain(proof: Told) -> None:
    proof["chain"] = []


def gap_in_chain(proof: Told) -> None:
    del proof["chain"][1]


def no_events(proof: Told) -> None:
    proof["events"] = []


def an_event_twice(proof: Told) -> None:
    proof["events"].append(proof["events"][0])


def an_event_twice_spelled_apart(proof: Told) -> None:
    again = proof["events"][0]["event"]
    proof["events"].append(proof["events"][0] | {"event": f"{again[:2]}  {again[2:]}"})


def blanks_in_path(proof: Told) -> None:
    proof["events"][0]["path"][0] += "\n "


def blanks_in_chain(proof: Told) -> None:
    proof["chain"][0] = "  " + proof["chain"][0]


def more_parts(proof: Told) -> None:
    proof["events"][0]["note"] = "paid in full"


def remark(proof: Told) -> None:
    proof["note"] = "paid in full"


@pytest.mark.parametrize(
    "forge",
    [change_amount, change_path, shorten_path, lengthen_path, lengthen_path_at_the_leaf, swap_path,
     other_block, cut_chain, without_chain, gap_in_chain, no_events, an_event_twice,
     an_event_twice_spelled_apart, lambda proof: proof["events"].reverse(), blanks_in_path, blanks_in_chain,
     more_parts, remark],
)  # fmt: skip
def test_a_forged_proof_is_refused(books: Ledger, anchors: Path, forge: Callable[[Told], None]):
    proof = json.loads(books.prove(["5", "6"]).text)
    before = spelled(proof)
    forge(proof)

    assert not is_refused(before, anchors.read_text()) and spelled(proof) != before
    assert is_refused(spelled(proof), anchors.read_text())


SIZES = st.lists(st.integers(1, 9), min_size=1, max_size=4)


@given(SIZES, st.data())
@settings(max_examples=30)
def test_every_event_of_trees_of_any_shape_is_proven_and_no_other_in_its_place(
    sizes: list[int], data: st.DataObject
):
    at = data.draw(st.integers(1, sum(sizes)))
    made = Made(sizes, at)
    other = Made(sizes, data.draw(st.integers(1, sum(sizes))))

    assert f"Event {at}, x.v1" in said(made.text, made.anchor())
    mixed = made.proof | {"events": [made.proof["events"][0] | {"path": other.proof["events"][0]["path"]}]}
    assert mixed == made.proof or is_refused(spelled(mixed), made.anchor())


@pytest.mark.parametrize("sizes", [[2], [3, 1], [8]])
def test_every_single_bit_of_a_proof_counts(sizes: list[int]):
    made = Made(sizes, 1)
    spelling = made.text.encode()
    assert not is_refused(made.text, made.anchor())

    for index in range(len(spelling)):
        bit = 1 << index % 8 if len(sizes) > 1 else 255  # of the small ones every bit
        for one in [bit] if bit != 255 else [1 << place for place in range(8)]:
            flipped = bytearray(spelling)
            flipped[index] ^= one
            try:
                changed = flipped.decode("ascii")
            except UnicodeDecodeError:
                continue  # the script reads ASCII only
            assert is_refused(changed, made.anchor()), f"byte {index} xor {one}"


@given(SIZES, st.data())
@settings(max_examples=20)
def test_a_forgery_that_is_hashed_again_is_refused_by_any_anchor_of_the_truth(
    sizes: list[int], data: st.DataObject
):
    at = data.draw(st.integers(1, sum(sizes)))
    true, forged = Made(sizes, at), Made(sizes, at, amount=9000)

    assert not is_refused(forged.text, forged.anchor())
    assert all(is_refused(forged.text, true.anchor(number)) for number in range(len(sizes)))


def test_an_anchor_of_another_ledger_proves_nothing():
    mine, other = Made([3, 2], 2), Made([3, 2], 2, ledger_id="other")

    assert is_refused(mine.text, other.anchor()) and not is_refused(mine.text, mine.anchor())
    assert not is_refused(mine.text, other.anchor() + "\n" + mine.anchor() + "\n")


def test_one_anchor_that_differs_refuses_what_another_would_prove():
    made, forged = Made([3, 2], 2), Made([3, 2], 2, amount=9000)

    assert is_refused(made.text, made.anchor() + "\n" + forged.anchor(0))


def test_an_event_beyond_the_last_anchor_is_not_proven():
    first, later = Made([2, 2, 2], 1), Made([2, 2, 2], 5)
    both = spelled(first.proof | {"events": first.proof["events"] + later.proof["events"]})

    assert not is_refused(both, first.anchor(2)) and not is_refused(first.text, first.anchor(1))
    assert is_refused(both, first.anchor(1))


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "[" * 100_000, '{"a": NaN}\n', "\u00fc"])
def test_what_is_no_proof_is_refused(text: str):
    assert is_refused(text, Made([1], 1).anchor())


def test_what_is_sealed_but_of_an_unknown_form_is_not_taken_for_an_event():
    made = Made([3, 2], 2, tag=b"settlebook.event.v2")

    assert is_refused(made.text, made.anchor())


def test_an_event_of_another_ledger_proves_nothing_of_the_one_whose_block_it_stands_in():
    made = Made([3, 2], 2, told_ledger="other")

    assert is_refused(made.text, made.anchor())


def test_a_node_of_the_tree_cannot_pose_as_an_event():
    """Leaves and nodes are hashed apart, or a path could begin half-way up."""
    made = Made([4], 1)
    node = b"".join(made.leaves[0][:2])
    proof = made.proof | {"events": [{"event": node.hex(), "path": made.proof["events"][0]["path"][1:]}]}

    assert merkle.leaf_hash(node) != merkle.node_hash(*made.leaves[0][:2])
    assert is_refused(spelled(proof), made.anchor())


def test_forgetting_a_person_leaves_seals_and_proofs_as_they_are(ledger: Ledger, tmp_path: Path):
    anchors = tmp_path / "anchors.jsonl"
    ledger.perform(
        "account.create", None, {"accountNumber": "A-1", "name": "Ada Lovelace", "currency": "GBP"}
    )
    ledger.seal_now(str(anchors))
    before = ledger.prove(["1"])

    erased = ledger.erase_personal("A-1")

    assert erased == 1 and ledger.account("A-1").name != "Ada Lovelace"
    assert ledger.verify_seals([anchors]).ok and ledger.prove(["1"]) == before
    words = said(before.text, anchors.read_text())
    assert "account.created.v1" in words and "Ada" not in words and "Ada" not in before.text
    assert b"Ada".hex() not in before.text
