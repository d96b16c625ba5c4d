"""What if, over any history: the policies that ran change nothing, others move rows and break nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from settlebook.audit.replay.moves import Subject, moves_of
from settlebook.audit.what_if.retelling import Retelling, Retold
from settlebook.audit.what_if.rules import Rules
from settlebook.audit.what_if.world import World
from settlebook.domain.allocation import Policy
from settlebook.domain.decisions.settling.spreading import Rule
from settlebook.domain.events import Event
from settlebook.services.requests.policies import Act
from tests.model.commands import (
    Apply,
    Collect,
    Command,
    Draft,
    Pay,
    RefundApplied,
    Reverse,
    Settle,
    Unapply,
    WriteOff,
)
from tests.model.lives import lives
from tests.model.reading import Reading, broken_promises, names_in
from tests.model.sequences import sequences
from tests.model.snapshot import Snapshot
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
    return again_under(rules, lived(history, speech)[2])


class Prorated(Rules):
    """Prorated on either side: by the policy's name of each."""

    def __init__(self) -> None:
        super().__init__("prorate")
        memos = Rules("prorate-matrix").asked(Act.APPLY_CREDIT)
        self._asked = {**self._asked, Act.APPLY_CREDIT: memos}


def under(command: Command, payments: str, memos: str) -> Command:
    """The command with these policies wherever it leaves the rows to one; unapplies take the latest first."""
    match command:
        case Apply():
            return replace(command, policy=payments if command.source_kind == "payment" else memos)
        case Pay() if command.shares:
            return replace(command, policy=payments)
        case Unapply() if command.application is None:
            return replace(command, policy="latest-first")
        case RefundApplied():
            return replace(command, policy="latest-first", writes_off=False)
        case Draft():
            return replace(command, auto_apply=False)  # by a policy of its own
    return command


def lived(history: Sequence[Command], speech) -> tuple[Told, list[str | None], list[list[Event]]]:
    """Books that were told the history: how each command was answered, and which facts it recorded."""
    told, answers, commands = Told(TODAY, speech), list[str | None](), list[list[Event]]()
    for place, command in enumerate(history):
        known = len(told.facts)
        answers.append(told.run(command, place))
        commands.append(told.facts[known:])
    return told, answers, commands


def again_under(rules: Rules, commands: Iterable[Sequence[Event]]) -> list[Retold]:
    """The facts told again, command by command."""
    world, again = World(), list[Retold]()
    for facts in commands:
        retelling = Retelling(world, rules, facts)
        again += [retelling.tell(fact) for fact in facts]
    return again


def figures(facts: list[Event], told: Told) -> Snapshot:
    """All that stands in the end, by the names that the commands use."""
    return Reading(facts, names_in(facts)).snapshot().renamed(told.called)


def totals(facts: Sequence[Event]) -> Counter:
    """What is open of each document, and unapplied of each payment and memo, whatever their rows."""
    sums: Counter = Counter()
    for fact in facts:
        for balance, minor in moves_of(fact).items():
            if balance.subject is not Subject.PART_ITEM:
                sums[balance.subject, fact.stream_id] += minor
    return sums


@settings(told_once, max_examples=8)
@given(history=sequences(TODAY), speech=speeches)
def test_the_policies_that_ran_choose_the_same_rows_again(history, speech):
    for one in retold(history, speech, AsItWas()):
        assert one.instead == (one.fact,)
        assert one.problems == ()


@settings(told_once, max_examples=8)
@given(history=lives(TODAY), speech=speeches)
def test_the_policies_that_ran_change_nothing_of_a_whole_life(history, speech):
    for one in retold(history, speech, AsItWas()):
        assert one.instead == (one.fact,)
        assert one.problems == ()


OTHERS = st.sampled_from(["fifo", "prorate", "prorate-matrix", "source-item", "from-the-last"])


@settings(told_once, max_examples=8)
@given(history=lives(TODAY), speech=speeches, name=OTHERS)
def test_under_another_policy_every_promise_is_kept_and_documents_are_open_as_they_were(
    history, speech, name
):
    again = retold(history, speech, FromTheLast() if name == "from-the-last" else Rules(name))
    facts, others = [one.fact for one in again], [event for one in again for event in one.instead]

    assert broken_promises(others) == broken_promises(facts) == []
    if not any(one.problems for one in again):
        assert totals(others) == totals(facts)


# What these make has rows of its own, which follow what was open: there another history has other rows.
MAKERS = WriteOff | Reverse | Collect | Settle


@settings(told_once, max_examples=12)
@given(history=lives(TODAY), speech=speeches, prorates=st.booleans())
def test_what_would_be_is_what_had_been_recorded_under_that_policy(history, speech, prorates):
    history = [command for command in history if not isinstance(command, MAKERS)]
    prorated = [under(command, "prorate", "prorate-matrix") for command in history]
    filled = [under(command, "fifo", "fifo") for command in history]
    (was, answers, commands), (wished, wished_answers, _) = (
        lived(each, speech) for each in ((filled, prorated) if prorates else (prorated, filled))
    )

    again = again_under(Prorated() if prorates else Rules("fifo"), commands)

    if answers == wished_answers:
        assert not any(one.problems for one in again)
        others = [event for one in again for event in one.instead]
        assert figures(others, was) == figures(wished.facts, wished)
