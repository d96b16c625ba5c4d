"""An answer that was stored is given again for ever: a refusal in its first words, whatever is said today."""

import json
from pathlib import Path
from typing import Any

import pytest

from settlebook.domain.errors import REFUSALS, ExceedsUnapplied, Refusal, Refused
from settlebook.domain.money import Money

STORED: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "samples" / "refusals.json").read_text(encoding="utf-8")
)


def test_every_refusal_that_is_kept_has_a_stored_sample():
    kept = {code for code, kind in REFUSALS.items() if issubclass(kind, Refused)}

    assert [stored["code"] for stored in STORED] == sorted(kept)


@pytest.mark.parametrize("stored", STORED, ids=lambda stored: stored["code"])
def test_a_stored_refusal_is_read_by_todays_code_and_written_as_it_was(stored: dict[str, Any]):
    restored = Refusal.restored(stored)

    assert type(restored) is REFUSALS[stored["code"]]
    assert restored.stored() == stored


def test_a_refusal_is_given_again_in_its_first_words():
    stored = ExceedsUnapplied("P-1", Money(2_00, "GBP"), Money(1_00, "GBP")).stored()

    restored = Refusal.restored(stored | {"message": "as it was said then"})

    assert str(restored) == restored.message == "as it was said then"
    assert isinstance(restored, ExceedsUnapplied) and restored.asked == Money(2_00, "GBP")


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("of_an_older_version", {"asked": {"minor": 200, "currency": "GBP"}}),
        ("exceeds_unapplied", {"wanted": {"minor": 200, "currency": "GBP"}}),
    ],
)
def test_a_refusal_of_another_version_keeps_its_code_words_and_facts(code: str, facts: dict[str, Any]):
    restored = Refusal.restored({"code": code, "facts": facts, "message": "as it was said then"})

    assert isinstance(restored, Refused)
    assert (restored.code, restored.message) == (code, "as it was said then")
    assert list(restored.facts().values()) == [Money(2_00, "GBP")]
    assert restored.stored() == {"code": code, "facts": facts, "message": "as it was said then"}
