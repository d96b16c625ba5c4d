"""Whatever command comes next: recording answers and changes what its preview said, which changes nothing."""

from hypothesis import given, settings

from settlebook import Answer, Malformed, parse_command
from tests.conftest import Database
from tests.model.live import Live, Placed
from tests.model.spoken import Speech
from tests.model.stories import a_ledger, speeches, stories, told_to_a_database
from tests.previews.foreseeing import foreseen_and_sent, gist, standing


class Foreseeing(Live):
    """A caller who has every command previewed before it is sent."""

    def send(self, placed: Placed) -> Answer:
        place, command = placed
        said = self._spoken(place, command)
        try:
            asked = parse_command(said.do, said.key, said.body)
        except Malformed as malformed:
            return malformed
        answer = foreseen_and_sent(self.ledger, asked, str(place))
        self._learn(place, command, answer)
        return answer


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
