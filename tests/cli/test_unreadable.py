"""What cannot be read of the log is told in the same words by whoever needs it, and hinders nobody else."""

import json
import re

import psycopg
import pytest

from settlebook.engine import Role
from tests.cli.conftest import Shell
from tests.conftest import Database

REFUND = ("payment", "refund", "P-1", "--amount", "1.00")
APPLY = {"do": "payment.apply", "key": "P-1", "body": {"invoices": [{"invoiceNumber": "INV-7", "amount": 9}]}}
LINES = (
    {"do": "payment.refund", "key": "P-1", "body": {"totalAmount": "1.00", "type": "External"}},
    {"do": "account.edit", "key": "A-1", "body": {"batch": "B"}},
)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (
            "UPDATE log.event SET state = '{{}}' WHERE topic = '{topic}'",
            "event 6 of stream [0-9a-f]{32}: payment.received.v1 cannot be read: effective_on: Field",
        ),
        (
            "UPDATE log.event SET topic = 'payment.lost.v9' WHERE topic = '{topic}'",
            "event 6 of stream [0-9a-f]{32}: no event has the topic payment.lost.v9",
        ),
        (
            "DELETE FROM log.event WHERE topic = '{topic}'",
            "event 7 of stream [0-9a-f]{32}: PaymentApplied does not fit what its stream told before",
        ),
    ],
    ids=["changed", "of another version", "removed"],
)
def test_a_stream_that_cannot_be_read_is_told_of_by_every_command_that_needs_it(
    shop: Shell, database: Database, harm: str, said: str
):
    shop.done("run", "-", given=json.dumps(APPLY))
    shop.done("project", "--once")
    with psycopg.connect(database.conninfo(Role.OWNER)) as owner:
        owner.execute("ALTER TABLE log.event DISABLE TRIGGER ALL")
        owner.execute(harm.format(topic="payment.received.v1").encode())

    single = shop.refused(*REFUND).err
    first, other = shop.refused("run", "-", given="\n".join(map(json.dumps, LINES))).lines
    (settled,) = shop.refused("settle", "--json").json

    for message in (single, first["message"], settled["message"]):
        assert re.search(f"{said}.*`settlebook verify log`", message), message
        assert "fault of Settlebook" not in message
    assert (first["code"], settled["code"], other["ok"]) == ("ledger_unreadable", "ledger_unreadable", True)
