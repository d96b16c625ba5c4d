"""What was stored once is read for ever: a sample of each version of each fact is read by today's code."""

import json
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest
from eventsourcing.utils import resolve_topic

from settlebook.domain.events import EVENTS, Event
from settlebook.domain.events.base import AmountMinor, Currency
from settlebook.ledger.log.mapper import Envelope, FactMapper, StoredFact, state_of
from settlebook.ledger.log.upcasting import UPCASTERS, FactReader, UnreadableEvent, Upcaster
from tests.builders import MARCH_1, an_id

SAMPLES = Path(__file__).with_name("samples")
FILES = sorted(SAMPLES.glob("*.v*.json"))  # refusals.json is of answers, and no fact


def test_every_topic_has_a_stored_sample():
    assert {file.stem for file in FILES} == EVENTS.keys() | UPCASTERS.keys()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_stored_sample_is_read_by_todays_code(file: Path):
    fact = FactReader().read(file.stem, file.read_bytes())

    assert isinstance(fact, Event)


@pytest.mark.parametrize("file", [file for file in FILES if file.stem in EVENTS], ids=lambda file: file.stem)
def test_a_sample_is_written_today_as_it_was_stored(file: Path):
    fact = FactReader().read(file.stem, file.read_bytes())

    assert json.loads(state_of(fact)) == json.loads(file.read_bytes())


@pytest.mark.parametrize("topic", EVENTS)
def test_a_topic_is_a_name_with_a_version_and_the_library_knows_its_class(topic: str):
    assert topic.rpartition(".v")[2].isdigit()
    assert resolve_topic(topic) is EVENTS[topic]


class CashReceived(Event):
    """What an imaginary later version records instead of an older one."""

    TOPIC: ClassVar[str] = "cash.received.v3"
    STREAM: ClassVar[str] = "payment_id"
    payment_id: UUID
    currency: Currency
    amount_minor: AmountMinor


def in_minor_units(fields: dict[str, Any]) -> dict[str, Any]:
    amount = fields.pop("amount")
    return {**fields, "amount_minor": int(amount.replace(".", ""))}


def test_old_versions_are_brought_up_one_version_after_another():
    reader = FactReader(
        {CashReceived.TOPIC: CashReceived},
        {
            "cash.received.v1": Upcaster("cash.received.v2", lambda fields: {**fields, "currency": "GBP"}),
            "cash.received.v2": Upcaster("cash.received.v3", in_minor_units),
        },
    )
    stored = {"payment_id": an_id("payment").hex, "effective_on": "2024-03-01", "amount": "60.00"}

    fact = reader.read("cash.received.v1", json.dumps(stored).encode())

    assert fact == CashReceived(
        payment_id=an_id("payment"), effective_on=MARCH_1, currency="GBP", amount_minor=60_00
    )


@pytest.mark.parametrize(
    ("topic", "state"),
    [("payment.lost.v1", b"{}"), ("payment.received.v1", b"{}"), ("payment.received.v1", b"no JSON")],
)
def test_what_cannot_be_read_is_named(topic: str, state: bytes):
    with pytest.raises(UnreadableEvent, match=topic):
        FactReader().read(topic, state)


def test_a_fact_goes_into_the_library_and_comes_back_with_its_envelope():
    stored = (SAMPLES / "payment.applied.v1.json").read_bytes()
    row = StoredFact(an_id("payment"), 2, "payment.applied.v1", stored, 7)
    mapper = FactMapper()

    envelope = mapper.to_domain_event(row)

    assert (envelope.originator_version, envelope.position) == (2, 7)
    assert envelope.effective_on == envelope.fact.effective_on
    again = mapper.to_stored_event(envelope)
    assert (again.topic, again.id) == (row.topic, 7)
    assert mapper.to_domain_event(again) == envelope


def test_the_mapper_takes_nothing_but_facts():
    with pytest.raises(TypeError, match="str"):
        FactMapper().to_stored_event("a fact")  # type: ignore[arg-type]
    assert Envelope.__dataclass_params__.frozen
