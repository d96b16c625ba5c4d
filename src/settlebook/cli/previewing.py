"""`--preview` on every act: what it would answer and change, and every reason found against it."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any, get_type_hints

import typer

from settlebook import AccountChange, BalanceChange, Outcome, Preview
from settlebook.cli.asking import options
from settlebook.cli.asking.as_options import spoken
from settlebook.cli.showing.output import print_table, say
from settlebook.cli.showing.settled_lines import print_lines
from settlebook.domain.errors import Refusal
from settlebook.domain.money import Money

BALANCES = ("Of", "Item", "Before", "After", "Change", "Currency", "Status")
ACCOUNTS = ("Account", "Invoices", "Debit memos", "Unapplied payments", "Unapplied credit", "Balance")
AMOUNTS = ("Before", "After", "Change", *ACCOUNTS[1:])
_SPOKEN = {"invoice": "invoice", "debit_memo": "debit memo", "credit_memo": "credit memo"}


def offer_previews(app: typer.Typer) -> None:
    """Give every act of an application and its groups the option; an act is what has an idempotency key."""
    for command in app.registered_commands:
        if command.callback is not None and _is_act(command.callback):
            command.callback = _with_preview(command.callback)
    for group in app.registered_groups:
        if group.typer_instance is not None:
            offer_previews(group.typer_instance)


def _is_act(callback: Callable[..., Any]) -> bool:
    return get_type_hints(callback, include_extras=True).get("key") == options.IdempotencyKey


def _with_preview(callback: Callable[..., Any]) -> Callable[..., Any]:
    """The same command with one more option, which `act` reads where the context keeps it."""
    known = inspect.signature(callback, eval_str=True)
    if "preview" in known.parameters:
        return callback
    option = inspect.Parameter(
        "preview", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=options.Preview
    )

    @wraps(callback)
    def previewing(*arguments: Any, preview: bool = False, **named: Any) -> Any:
        return callback(*arguments, **named)

    signature = known.replace(parameters=[*known.parameters.values(), option])
    offered: Any = previewing
    offered.__signature__ = signature
    offered.__annotations__ = {name: known.annotation for name, known in signature.parameters.items()}
    del offered.__wrapped__  # whose signature is not the one that counts
    return previewing


def show_preview(preview: Preview, context: typer.Context) -> None:
    """Tell a person what would become of a command."""
    if preview.replayed:
        say("It was sent before, under the same idempotency key: it would be answered as it was then.")
    if isinstance(preview.answer, Refusal):
        say("It would be refused; nothing is recorded.")
        for refusal in preview.refusals:
            say(f"  {refusal.code}: {spoken(refusal, context)}")
    elif not preview.replayed:
        say("It would be done; nothing is recorded.")
        _show_done(preview, preview.answer)


def _show_done(preview: Preview, answer: Outcome) -> None:
    for made in preview.made:
        say(f"Would make {made.kind.replace('_', ' ')} {made.number}.")
    if answer.results:
        results = [(each.number, each.status or "refused", each.message) for each in answer.results]
        print_table(None, ("Document", "Status", "Why not"), results)
    print_lines("Lines", answer.applications, paid_back=answer)
    show_balances(preview.balances)
    _show_accounts(preview)
    say(f"Facts: {', '.join(topic_of(fact.TOPIC) for fact in preview.facts)}")


def show_balances(changes: Iterable[BalanceChange], title: str = "Balances") -> None:
    """What is open or unapplied, before and after."""
    rows = [row for change in changes for row in _rows(change)]
    if rows:
        print_table(title, BALANCES, rows, right=AMOUNTS)


def topic_of(topic: str) -> str:
    """A fact as people name it, whatever the version of its format."""
    return topic.rpartition(".")[0]


def _show_accounts(preview: Preview) -> None:
    rows = [
        (
            account.number or "(unassigned)",
            *map(_signed, _amounts_of(account)),
        )
        for account in preview.accounts
        if any(each.minor for each in _amounts_of(account))
    ]
    if rows:
        print_table("Accounts change by", ACCOUNTS, rows, right=AMOUNTS)


def _amounts_of(account: AccountChange) -> tuple[Money, ...]:
    return (
        account.invoices,
        account.debit_memos,
        account.unapplied_payments,
        account.unapplied_credit,
        account.balance,
    )


def _rows(change: BalanceChange) -> Iterator[tuple[object, ...]]:
    of = f"{_SPOKEN.get(change.kind, change.kind)} {change.number}"
    yield of, "", *_moved(change.before, change.after), _status(change)
    for row in change.rows:
        yield "", row.item, *_moved(row.before, row.after), ""


def _moved(before: Money, after: Money) -> tuple[object, ...]:
    change = Money(after.minor - before.minor, after.currency)
    return before, after, _signed(change) if change.minor else "", after.currency


def _signed(amount: Money) -> str:
    return f"{amount.decimal:+,f}" if amount.minor else f"{amount.decimal:f}"


def _status(change: BalanceChange) -> str:
    if change.status_before in (None, change.status_after):
        return change.status_after if change.status_before is None else ""
    return f"{change.status_before} -> {change.status_after}"
