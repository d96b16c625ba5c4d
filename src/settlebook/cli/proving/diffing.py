"""`settlebook diff`: which balances changed between two points, by how much, and by which events."""

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Annotated, Any

import typer

from settlebook.audit.difference.differing import CODES, GROUPS, Change, Differences, Total
from settlebook.audit.difference.points import Point
from settlebook.cli.asking import options
from settlebook.cli.asking.words import read_day, read_known_at, read_when
from settlebook.cli.session import opened
from settlebook.cli.showing.output import as_json as written
from settlebook.cli.showing.output import print_table, say
from settlebook.domain.written_days import is_day_form

PAGE = 1_000  # rows of one table: a longer one is continued
SHOWN = 8  # positions in one cell
TITLES = {
    "accounts": "Accounts: what they owe, less what they have unapplied",
    "documents": "Invoices and debit memos: open",
    "items": "Items: open",
    "payments": "Payments: unapplied",
    "credit_memos": "Credit memos: unapplied",
    "credit_memo_items": "Items of credit memos: unapplied",
    "codes": "Accounting codes: debits less credits",
}
COLUMNS = ("Account", "Number", "Before", "Change", "After", "Currency")
AMOUNTS = ("Before", "Change", "After")
WHERE = "A position of the log or an instant: when it was recorded. Or a day: when it takes effect."


def diff(
    context: typer.Context,
    start: Annotated[str, typer.Option("--from", metavar="POSITION|INSTANT|DAY", help=WHERE)],
    end: Annotated[
        str | None,
        typer.Option("--to", metavar="POSITION|INSTANT|DAY", help="Likewise. Default: now, or all days."),
    ] = None,
    account: options.OfAccount = None,
    events: Annotated[
        bool, typer.Option("--events", help="Name the events that moved each balance, by position.")
    ] = False,
    by_code: Annotated[
        bool, typer.Option("--by-code", help="Tell it of the accounting codes as well.")
    ] = False,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Tell which balances changed between two points, by how much, and by which events.

    Two positions or instants are points on the clock of recording: what was recorded after the first, up to
    the second and with it. Two days are points on the clock of accounting: what takes effect after the end of
    the first, up to the end of the second.
    """
    first, last = _point(start, "--from"), _point(end, "--to") if end is not None else None
    groups = (*GROUPS, CODES) if by_code else GROUPS
    when = read_when(as_of, known_at)
    with (
        opened(context) as ledger,
        ledger.diff(first, last, account=account, events=events, **when) as found,
    ):
        (_print_as_json if as_json else _print)(found, groups, events)


def _point(text: str, option: str) -> Point:
    try:
        point = read_day(text, option) if is_day_form(text) else read_known_at(text)
    except typer.BadParameter as error:
        either = "" if is_day_form(text) else ", nor a day such as 2026-03-31"
        raise typer.BadParameter(f"{error.message}{either}", param_hint=option) from None
    assert point is not None  # a text was given
    return point


def _print(found: Differences, groups: Iterable[str], events: bool) -> None:
    say(found.points.spoken)
    count = sum(_print_group(found, group, events) for group in groups)
    totals = found.totals()
    if totals:
        rows = [
            (
                total.events,
                total.receivable,
                total.unapplied_payments,
                total.unapplied_credit,
                _currency(total),
            )
            for total in totals
        ]
        columns = ("Events", "Open", "Unapplied payments", "Unapplied credit", "Currency")
        print_table("What changed in all", columns, rows, columns[:-1])
    if not count:
        moved = " What moved has moved back." if totals else " Nothing moved."
        say(f"No balance changed.{moved}")


def _print_group(found: Differences, group: str, events: bool) -> int:
    columns = (*COLUMNS, "Events") if events else COLUMNS
    changes, count = found.changes(group), 0
    while page := list(islice(changes, PAGE)):
        title = TITLES[group] if not count else f"{TITLES[group]} (continued)"
        print_table(title, columns, map(_cells, page), AMOUNTS)
        count += len(page)
    return count


def _cells(change: Change) -> tuple[object, ...]:
    amounts = change.before, change.change, change.after
    cells = (change.account, change.name, *amounts, change.after.currency)
    return cells if change.events is None else (*cells, _positions(change.events))


def _positions(events: tuple[int, ...]) -> str:
    told = ", ".join(map(str, events[:SHOWN]))
    return told if len(events) <= SHOWN else f"{told} and {len(events) - SHOWN} more"


def _currency(total: Total) -> str:
    return total.receivable.currency


def _print_as_json(found: Differences, groups: Iterable[str], events: bool) -> None:
    count = 0
    for line in _json_lines(found, groups):
        count += line["kind"] == "change"
        sys.stdout.write(written(line) + "\n")
    sys.stdout.write(written({"kind": "end", "changes": count}) + "\n")


def _json_lines(found: Differences, groups: Iterable[str]) -> Iterator[dict[str, Any]]:
    points = found.points
    yield {
        "kind": "points",
        "clock": points.clock,
        "from": {"position": points.from_position, "day": points.from_day},
        "to": {"position": points.to_position, "day": points.to_day},
        "sentence": points.spoken,
    }
    for group in groups:
        yield from map(_change_json, found.changes(group))
    for total in found.totals():
        yield {
            "kind": "total",
            "currency": _currency(total),
            "open": total.receivable,
            "unappliedPayments": total.unapplied_payments,
            "unappliedCreditMemos": total.unapplied_credit,
            "events": total.events,
        }


def _change_json(change: Change) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": "change",
        "subject": change.subject,
        "id": change.id,
        "name": change.name,
        "account": change.account,
        "before": change.before,
        "change": change.change,
        "after": change.after,
        "currency": change.after.currency,
    }
    return told if change.events is None else told | {"events": list(change.events)}
