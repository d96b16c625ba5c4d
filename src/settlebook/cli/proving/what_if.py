"""`settlebook what-if`: what would be open of which row, had another policy chosen the rows."""

import sys
from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any

import typer

from settlebook.audit.what_if.results import SUBJECTS, NotCarriedOut, OtherBalance, WhatIf
from settlebook.cli.asking import options
from settlebook.cli.asking.words import read_when
from settlebook.cli.session import opened
from settlebook.cli.showing.output import as_json as written
from settlebook.cli.showing.output import print_table, say
from settlebook.cli.showing.progress import progress_bar

PAGE = 1_000  # rows of one table: a longer one is continued
TITLES = {
    "account": "Accounts: what they owe, less what they have unapplied",
    "document": "Invoices and debit memos: open",
    "item": "Items: open",
    "payment": "Payments: unapplied",
    "credit_memo": "Credit memos: unapplied",
    "credit_item": "Items of credit memos: unapplied",
}
AMOUNTS = ("Actual", "Under it", "Difference")
COLUMNS = ("Account", "Number", *AMOUNTS, "Currency")


def what_if(
    context: typer.Context,
    policy: Annotated[
        str,
        typer.Option("--policy", metavar="NAME", help="As for applying: fifo, prorate, or one installed."),
    ],
    account: options.OfAccount = None,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Replay history under another allocation policy, and tell which balances would be others.

    Wherever a policy chose the rows, this one chooses again; what was named stays. Nothing is touched.
    """
    with opened(context) as ledger, progress_bar("Replaying") as progress:
        found = ledger.what_if(policy, account=account, progress=progress, **read_when(as_of, known_at))
        with found as result:
            (_print_as_json if as_json else _print)(result)


def _print(result: WhatIf) -> None:
    counts = result.counts
    say(_summary(result))
    differing = sum(_print_subject(result, subject) for subject in SUBJECTS)
    if counts.problems:
        _print_problems(result)
    if not differing:
        say("No balance would be another.")
    if counts.problems:
        say(f"In that world {counts.problems:,} facts, or parts of them, could not have been recorded.")


def _summary(result: WhatIf) -> str:
    counts, day = result.counts, f", as of {result.day}" if result.day else ""
    return (
        f"Under {result.policy}, up to position {result.position:,}{day}. "
        f"Applications: {counts.applications:,}, of them chosen by it {counts.chosen_again:,}, by the policy "
        f"they had {counts.chosen_as_before:,}, named {counts.named:,}. "
        f"Otherwise: {counts.chosen_otherwise:,} applications, {counts.taken_otherwise:,} unapplies."
    )


def _print_subject(result: WhatIf, subject: str) -> int:
    balances, count = result.balances(subject), 0
    while page := list(islice(balances, PAGE)):
        title = TITLES[subject] if not count else f"{TITLES[subject]} (continued)"
        rows = [
            (each.account, each.name, each.actual, each.other, each.difference, each.actual.currency)
            for each in page
        ]
        print_table(title, COLUMNS, rows, AMOUNTS)
        count += len(page)
    return count


def _print_problems(result: WhatIf) -> None:
    problems, title = result.problems(), "Not possible in that world"
    columns = ("Position", "Effective", "Event", "Number", "Why")
    while page := list(islice(problems, PAGE)):
        rows = [(each.position, each.effective_on, each.event, each.stream, each.reason) for each in page]
        print_table(title, columns, rows, ("Position",))
        title = "Not possible in that world (continued)"


def _print_as_json(result: WhatIf) -> None:
    for line in _json_lines(result):
        sys.stdout.write(written(line) + "\n")


def _json_lines(result: WhatIf) -> Iterator[dict[str, Any]]:
    counts = result.counts
    yield {
        "kind": "summary",
        "policy": result.policy,
        "position": result.position,
        "asOf": result.day,
        "events": counts.events,
        "applications": counts.applications,
        "chosenAgain": counts.chosen_again,
        "chosenAsBefore": counts.chosen_as_before,
        "named": counts.named,
        "chosenOtherwise": counts.chosen_otherwise,
        "takenOtherwise": counts.taken_otherwise,
        "problems": counts.problems,
    }
    for subject in SUBJECTS:
        yield from map(_balance_json, result.balances(subject))
    yield from map(_problem_json, result.problems())


def _balance_json(balance: OtherBalance) -> dict[str, Any]:
    return {
        "kind": "difference",
        "subject": balance.subject,
        "id": balance.id,
        "name": balance.name,
        "account": balance.account,
        "actual": balance.actual,
        "other": balance.other,
        "difference": balance.difference,
        "currency": balance.actual.currency,
    }


def _problem_json(problem: NotCarriedOut) -> dict[str, Any]:
    return {
        "kind": "problem",
        "position": problem.position,
        "effectiveDate": problem.effective_on,
        "event": problem.event,
        "name": problem.stream,
        "account": problem.account,
        "code": problem.code,
        "reason": problem.reason,
    }
