"""`settlebook settings`: what the ledger chooses where requests and accounts do not."""

from collections.abc import Iterable
from typing import Annotated

import typer
from typer import BadParameter

from settlebook.cli.act import act
from settlebook.cli.asking import choices, options
from settlebook.cli.asking.body import Body, request_body
from settlebook.cli.asking.words import read_when
from settlebook.cli.session import opened, opened_to_record
from settlebook.cli.showing.output import print_json, print_table, say
from settlebook.library.choices import Standing, standing

app = typer.Typer(
    help="Settings of the ledger: policies, negative lines, limits and more.", no_args_is_help=True
)

ON_OFF = {"on": True, "off": False}
Family = Annotated[
    str | None,
    typer.Option("--family", metavar="on|off", help="Whether parents and children settle for each other."),
]
CancelUnapplies = Annotated[
    str | None,
    typer.Option(
        "--cancel-unapplies",
        metavar="on|off",
        help="Whether canceling a payment that is applied unapplies it.",
    ),
]
OverCrediting = Annotated[
    str | None,
    typer.Option(
        "--over-crediting",
        metavar="off|header|item",
        help="What memos made from an invoice are held to: nothing, its total, or each item.",
    ),
]
Limits = Annotated[
    str | None, typer.Option("--limits", metavar="strict|lifted", help="Zuora's limits of size, or none.")
]
LimitOf = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        metavar="NAME=NUMBER",
        help="Another number for one; NAME= takes it back. Repeatable.",
    ),
]
Codes = Annotated[
    list[str] | None,
    typer.Option(
        "--code",
        metavar="ROLE=CODE",
        help="The accounting code for what names none, such as bank=1000; ROLE= takes it back. Repeatable.",
    ),
]


@app.command()
def change(
    context: typer.Context,
    payments: choices.ForPayments = None,
    credit: choices.ForCredit = None,
    unapply: choices.ForUnapply = None,
    refund: choices.ForRefund = None,
    write_off: choices.ForWriteOff = None,
    negative_lines: choices.NegativeLines = None,
    over_crediting: OverCrediting = None,
    cancel_unapplies: CancelUnapplies = None,
    family: Family = None,
    limits: Limits = None,
    limit: LimitOf = None,
    code: Codes = None,
    body: options.Body = None,
    key: options.IdempotencyKey = None,
    as_json: options.AsJson = False,
) -> None:
    """Change what the ledger chooses; in --body null goes back to what is built in."""
    request = request_body(
        body,
        policies=choices.policies(payments, credit, unapply, refund, write_off),
        negativeLines=negative_lines,
        overCrediting=over_crediting,
        cancelUnapplies=_on_or_off(cancel_unapplies, "--cancel-unapplies"),
        family=_on_or_off(family, "--family"),
        limits=limits,
        limitOf=_numbers(limit),
        accountingCodes=_named(code, "--code"),
    )
    act(context, "settings.change", None, _spelled(request), idempotency_key=key, as_json=as_json)


@app.command()
def show(
    context: typer.Context,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show what the ledger chooses, what is built in included."""
    with opened(context) as ledger:
        found = standing(ledger.settings(**read_when(as_of, known_at)))
    if as_json:
        print_json(found.body)
    else:
        print_table(None, ("Setting", "Value"), found.rows)


@app.command()
def limits(
    context: typer.Context,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    as_json: options.AsJson = False,
) -> None:
    """Show how large requests may be, what each limit counts, and where its number is from."""
    with opened(context) as ledger:
        found: Standing = standing(ledger.settings(**read_when(as_of, known_at)))
    if as_json:
        print_json(found.limits)
    else:
        shown = [
            (row["name"], _allowed(row["allowed"]), row["counts"], row["source"]) for row in found.limits
        ]
        print_table(None, ("Limit", "At most", "Of", "Source"), shown, right=("At most",))


@app.command()
def time_zone(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ZONE", help="Such as Europe/London.")],
) -> None:
    """Choose in which time zone the ledger's days begin and end, UTC otherwise.

    Once, before anything is recorded: the days of facts stand on it.
    """
    with opened_to_record(context) as ledger:
        ledger.choose_time_zone(name)
        say(f"The days of ledger {ledger.ledger_id} are those of {name}.")


def _allowed(number: int | None) -> str:
    return "any" if number is None else f"{number:,}"


def _on_or_off(given: str | None, option: str) -> str | None:
    if given is not None and given not in ON_OFF:
        raise BadParameter("give on or off", param_hint=option)
    return given


def _spelled(request: Body) -> Body:
    """With on and off as true and false."""
    flags = ("cancelUnapplies", "family")
    return {name: ON_OFF.get(value, value) if name in flags else value for name, value in request.items()}


def _named(given: Iterable[str] | None, option: str) -> dict[str, str | None] | None:
    """`NAME=VALUE` by name, each given once; nothing after the sign is null, which takes the value back."""
    found: dict[str, str | None] = {}
    for text in given or ():
        name, separator, value = text.partition("=")
        if not separator or not name:
            raise BadParameter(f"{text!r} is not NAME=VALUE", param_hint=option)
        if name in found:
            raise BadParameter(f"{name} is named twice", param_hint=option)
        found[name] = value or None
    return found or None


def _numbers(given: Iterable[str] | None) -> dict[str, int | None] | None:
    named = _named(given, "--limit")
    if named is None:
        return None
    for text in named.values():
        if text is not None and not (text.isascii() and text.isdigit() and len(text) <= 10):
            raise BadParameter(f"{text!r} is no whole number", param_hint="--limit")
    return {name: None if text is None else int(text) for name, text in named.items()}
