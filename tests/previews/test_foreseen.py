"""Whatever command comes next: recording answers and changes what its preview said, which changes nothing."""

from contextlib import suppress
from typing import Any

from hypothesis import given, settings

from settlebook import Answer, Ledger, Malformed, NotFound, Outcome, Preview, Refusal, parse_command
from tests.conftest import Database
from tests.model.live import Live, Placed
from tests.model.spoken import Speech
from tests.model.stories import a_ledger, speeches, stories, told_to_a_database

# Each with its kind: what of an object of that kind is open or unapplied.
OPEN_AMOUNT = {
    "invoice": lambda ledger, number: ledger.invoice(number).balance,
    "debit_memo": lambda ledger, number: ledger.debit_memo(number).balance,
    "credit_memo": lambda ledger, number: ledger.credit_memo(number).unapplied_amount,
    "payment": lambda ledger, number: ledger.payment(number).unapplied_amount,
}


class Foreseeing(Live):
    """A caller who has every command previewed before it is sent."""

    def send(self, placed: Placed) -> Answer:
        place, command = placed
        said = self._spoken(place, command)
        before = standing(self.ledger)
        try:
            asked = parse_command(said.do, said.key, said.body)
        except Malformed:
            return super().send(placed)
        foreseen = self.ledger.preview(asked, str(place))
        assert standing(self.ledger) == before

        answer = super().send(placed)
        assert gist(answer) == gist(foreseen.answer)
        assert recorded_since(self.ledger, before) == [fact.TOPIC for fact in foreseen.facts]
        assert_came_true(self.ledger, foreseen)
        if isinstance(answer, Refusal):
            assert foreseen.refusals[0].code == answer.code
        return answer


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


@settings(told_to_a_database, max_examples=8)
@given(story=stories(longest=24), speech=speeches)
def test_recording_does_what_its_preview_said(database: Database, story: list[Placed], speech: Speech):
    with a_ledger(database) as ledger:
        live = Foreseeing(ledger, speech)

        for placed in story:
            live.send(placed)


@settings(told_to_a_database, max_examples=6)
@given(story=stories(longest=24), speech=speeches)
def test_a_file_does_line_by_line_what_its_preview_said(
    database: Database, story: list[Placed], speech: Speech
):
    with a_ledger(database) as ledger:
        live = Live(ledger, speech)
        requests = [live._request(*placed) for placed in story]

        before = standing(ledger)
        foreseen = ledger.preview_many(requests)
        assert standing(ledger) == before

        answers = list(ledger.execute(requests))
        assert [gist(answer) for answer in answers] == [gist(each.answer) for each in foreseen]
