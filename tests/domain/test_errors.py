"""Every refusal speaks: a stable code, a message with the numbers, and a stored form that is read back."""

from dataclasses import fields
from datetime import date
from uuid import UUID

import pytest

from settlebook.domain.errors import REFUSALS, ExceedsUnapplied, NotFound, Refusal, TooEarly
from settlebook.domain.money import Money

SAMPLES = {
    "Money": Money(120_00, "GBP"),
    "date": date(2026, 3, 1),
    "int": 3,
    "str": "P-00000001",
    "UUID": UUID(int=7),
}


def a_refusal(kind: type[Refusal]) -> Refusal:
    given = {field.name: SAMPLES[getattr(field.type, "__name__", str(field.type))] for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**given)


@pytest.mark.parametrize("kind", REFUSALS.values(), ids=REFUSALS.keys())
def test_every_refusal_fills_its_message_with_its_facts(kind):
    message = a_refusal(kind).message

    assert message
    assert [name for name in fields(kind) if f"{{{name.name}}}" in message] == []  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", REFUSALS.values(), ids=REFUSALS.keys())
def test_every_refusal_is_restored_as_it_was_stored(kind):
    refusal = a_refusal(kind)

    restored = Refusal.restored(refusal.stored())

    assert type(restored) is kind and restored.facts() == refusal.facts()


@pytest.mark.parametrize("kind", REFUSALS.values(), ids=REFUSALS.keys())
def test_every_refusal_says_in_its_docstring_what_rule_it_keeps(kind):
    assert kind.__doc__ and kind.__doc__.strip().endswith(".")


def test_amounts_in_messages_are_decimals_with_their_currency():
    refusal = ExceedsUnapplied("P-00000001", Money(120_00, "GBP"), Money(100_00, "GBP"))

    assert refusal.message.startswith("P-00000001 has 100.00 GBP unapplied, 120.00 GBP was asked.")


def test_a_braced_key_cannot_break_a_message():
    assert "{0.__class__}" in NotFound("payment", "{0.__class__}").message


def test_days_in_messages_are_iso_dates():
    refusal = TooEarly("INV-7", date(2026, 2, 28), date(2026, 3, 1))

    assert "2026-02-28 is before 2026-03-01" in refusal.message
