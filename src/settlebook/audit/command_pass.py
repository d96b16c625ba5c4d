"""One pass over the commands that are kept: each has to be answerable again, and comparable with another."""

from typing import Any

from psycopg import Connection

from settlebook.audit.findings import Findings
from settlebook.audit.paging import pages
from settlebook.audit.report import Check, Offence, briefly
from settlebook.domain.currency import shorten
from settlebook.ledger.deciding.decided import StoredCommand
from settlebook.ledger.requests.asked import SPELLING
from settlebook.ledger.requests.canonical import read_exactly

SENTENCES = {
    "command_outcomes": "Every outcome that is kept can be read, and answered again.",
    "command_requests": "Every request that is kept can be read, and compared with another of its key.",
}
# What reading raises of what was never written so.
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


def checked_commands(connection: Connection[Any], ledger_id: str) -> tuple[Check, ...]:
    findings = Findings(SENTENCES)
    for page in pages(
        connection, "log_commands", ledger_id, StoredCommand.__match_args__.index("command_id")
    ):
        for *row, first_position in page:
            _check(findings, first_position, StoredCommand(*row))
    return findings.checks()


def _check(findings: Findings, position: int | None, command: StoredCommand) -> None:
    try:
        command.answer(replayed=True)
    except UNREADABLE as error:
        findings.offend("command_outcomes", _offence(position, command, "an outcome", error))
    try:
        _require_comparable(command.request)
    except UNREADABLE as error:
        findings.offend("command_requests", _offence(position, command, "a request", error))


def _require_comparable(request: str) -> None:
    read = read_exactly(request)
    if not isinstance(read["body"], dict):
        raise ValueError("its body is no object")
    if read["v"] != SPELLING:
        raise ValueError(f"it is in spelling {read['v']}; {SPELLING} is known")


def _offence(position: int | None, command: StoredCommand, expected: str, error: Exception) -> Offence:
    said = briefly(f"{type(error).__name__}: {error}")
    what = f"the command {shorten(str(command.kind))} of key {shorten(str(command.key))}"
    return Offence(position, what, f"{expected} that can be read", said)
