"""Seals on every engine: sealed, anchored, verified, proven, and a superuser's change is found."""

from pathlib import Path

import psycopg

from settlebook import Ledger
from settlebook.engine import Role
from tests.audit.conftest import record
from tests.sealing.sealed import found, seal_blocks, the_script


def test_a_ledger_is_sealed_verified_and_proven(ledger: Ledger, tmp_path: Path):
    anchors = tmp_path / "anchors.jsonl"
    record(ledger)
    seal_blocks(ledger)
    ledger.seal_now(str(anchors))
    application = ledger.payment_applications("PAY-1")[0]

    proof = ledger.prove([application.id.hex])

    the_script().check(proof.text, anchors.read_text())
    assert ledger.verify_seals([anchors]).ok and ledger.seal_status().unsealed == 0
    with psycopg.connect(ledger.conninfo(Role.OWNER)) as superuser:
        superuser.execute("ALTER TABLE log.event DISABLE TRIGGER ALL")
        superuser.execute("UPDATE log.event SET effective_on = effective_on + 1 WHERE position = 6")
    assert found(ledger.verify_seals([anchors])) == {"sealed_events": (6, "block 2 (events 5 to 8)")}
