"""Has a command previewed, then sends it, and holds the one against the other."""

from contextlib import suppress
from typing import Any

from settlebook import Answer, Command, Ledger, NotFound, Outcome, Preview, Refusal

# Each with its kind: what of an object of that kind is open or unapplied.
OPEN_AMOUNT = {
    "invoice": lambda ledger, number: ledger.invoice(number).balance,
    "debit_memo": lambda ledger, number: ledger.debit_memo(number).balance,
    "credit_memo": lambda ledger, number: ledger.credit_memo(number).unapplied_amount,
    "payment": lambda ledger, number: ledger.payment(number).unapplied_amount,
}


def foreseen_and_sent(ledger: Ledger, command: Command, key: str | None = None) -> Answer:
    """The answer; the preview said it, changed nothing, and said what would change."""
    before = standing(ledger)
    foreseen = ledger.preview(command, key)
    assert standing(ledger) == before

    answer = sent(ledger, command, key)

    assert gist(answer) == gist(foreseen.answer)
    assert recorded_since(ledger, before) == [fact.TOPIC for fact in foreseen.facts]
    assert_came_true(ledger, foreseen)
    if isinstance(answer, Refusal):
        assert foreseen.refusals[0].code == answer.code
    return answer


def sent(ledger: Ledger, command: Command, key: str | None) -> Answer:
    try:
        return ledger.carry_out(command, key)
    except Refusal as refusal:
        return refusal


def standing(ledger: Ledger) -> tuple[Any, ...]:
    """Where the log stands, what was asked of it, which numbers were taken, and what is kept of persons."""

    def rows(connection: Any) -> tuple[Any, ...]:
        key = (ledger.ledger_id,)
        return tuple(
            tuple(connection.execute(question, key).fetchall())
            for question in (
                "SELECT position FROM log.log_head WHERE ledger_id = %s",
                "SELECT count(*) FROM log.command WHERE ledger_id = %s",
                "SELECT kind, next FROM log.number_sequence WHERE ledger_id = %s ORDER BY kind",
                "SELECT count(*) FROM log.personal WHERE ledger_id = %s",
            )
        )

    return ledger._log.connections.read(rows)


def recorded_since(ledger: Ledger, before: tuple[Any, ...]) -> list[str]:
    position = before[0][0][0] if before[0] else 0
    return [envelope.fact.TOPIC for envelope in ledger._log.facts(position)]


def gist(answer: Outcome | Refusal) -> tuple[Any, ...]:
    """What an answer says, but for ids that are drawn anew."""
    if isinstance(answer, Refusal):
        return answer.code, answer.message
    applications = [
        (applied.document, applied.amount_minor, applied.policy, [_line(line) for line in applied.lines])
        for applied in answer.applications
    ]
    made = [(each.kind, each.number) for each in answer.made]
    refunded = [_line(line) for line in answer.refunded]
    return answer.number, answer.status, answer.effective_on, applications, made, refunded


def _line(line: Any) -> tuple[Any, ...]:
    return line.source, line.item, line.amount_minor


def assert_came_true(ledger: Ledger, foreseen: Preview) -> None:
    """The read models show what the preview said would be open; what was deleted they do not show."""
    last = {(change.kind, change.number): change.after for change in foreseen.balances}
    for (kind, number), after in last.items():
        with suppress(NotFound):
            assert OPEN_AMOUNT[kind](ledger, number) == after.decimal, (kind, number)
