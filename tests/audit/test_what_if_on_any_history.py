"""What if, over any history: the policies that ran change nothing, others move rows and break nothing."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from settlebook.audit.replay.moves import Subject, moves_of
from settlebook.audit.what_if.retelling import Retelling, Retold
from settlebook.audit.what_if.rules import Rules
from settlebook.audit.what_if.world import World
from settlebook.domain.allocation import Policy
from settlebook.domain.decisions.spreading import Rule
from settlebook.domain.events import Event
from settlebook.services.policies import Act
from tests.model.commands import Command
from tests.model.lives import lives
from tests.model.reading import broken_promises
from tests.model.sequences import sequences
from tests.model.stories import speeches
from tests.model.told import Told

TODAY = date(2026, 3, 9)
told_once = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)


class AsItWas(Rules):
    """Every application is chosen again by the policy that chose it."""

    def __init__(self) -> None:
        self.name = "as it was"
        self._asked = {}


def from_the_last(amount, slots):
    """A policy of somebody's own: the last row first."""
    for slot in reversed(slots):
        share = min(amount, slot.open_minor)
        if share:
            yield slot.key, share
        amount -= share


class FromTheLast(Rules):
    """Every application is chosen again by a function of somebody's own."""

    def __init__(self) -> None:
        rule = Rule(Policy(name="from-the-last", version=1), from_the_last)
        self.name = rule.name
        self._asked = dict.fromkeys((Act.APPLY_PAYMENT, Act.APPLY_CREDIT, Act.WRITE_OFF), rule)


def retold(history: Sequence[Command], speech, rules: Rules) -> list[Retold]:
    """The facts of a history told again, command by command."""
    told, world, again = Told(TODAY, speech), World(), list[Retold]()
    for place, command in enumerate(history):
        known = len(told.facts)
        told.run(command, place)
        facts = told.facts[known:]
        retelling = Retelling(world, rules, facts)
        again += [retelling.tell(fact) for fact in facts]
    return again


def totals(facts: Sequence[Event]) -> Counter:
    """What is open of each document, and unapplied of each payment and memo, whatever their rows."""
    sums: Counter = Counter()
    for fact in facts:
        for balance, minor in moves_of(fact).items():
            if balance.subject is not Subject.PART_ITEM:
                sums[balance.subject, fact.stream_id] += minor
    return sums


@settings(told_once, max_examples=40)
@given(history=sequences(TODAY), speech=speeches)
def test_the_policies_that_ran_choose_the_same_rows_again(history, speech):
    for one in retold(history, speech, AsItWas()):
        assert one.instead == (one.fact,)
        assert one.problems == ()


@settings(told_once, max_examples=30)
@given(history=lives(TODAY), speech=speeches)
def test_the_policies_that_ran_change_nothing_of_a_whole_life(history, speech):
    for one in retold(history, speech, AsItWas()):
        assert one.instead == (one.fact,)
        assert one.problems == ()


OTHERS = st.sampled_from(["fifo", "prorate", "prorate-matrix", "source-item", "from-the-last"])


@settings(told_once, max_examples=40)
@given(history=lives(TODAY), speech=speeches, name=OTHERS)
def test_under_another_policy_every_promise_is_kept_and_documents_are_open_as_they_were(
    history, speech, name
):
    again = retold(history, speech, FromTheLast() if name == "from-the-last" else Rules(name))
    facts, others = [one.fact for one in again], [event for one in again for event in one.instead]

    assert broken_promises(others) == broken_promises(facts) == []
    if not any(one.problems for one in again):
        assert totals(others) == totals(facts)
