"""Sends one command to the ledger and shows what became of it."""

from collections.abc import Iterator

import typer

from settlebook import (
    AppliedTo,
    Command,
    OutcomeLine,
    Recorded,
    Result,
    parse_command,
)
from settlebook.cli.body import Body
from settlebook.cli.failures import REFUSED
from settlebook.cli.options import preview_asked
from settlebook.cli.output import print_json, print_table, say
from settlebook.cli.previewing import show_preview
from settlebook.cli.sentences import made, sentence
from settlebook.cli.session import opened_to_record
from settlebook.domain.money import format_minor
from settlebook.library.result import preview_result, result_of


def act(
    context: typer.Context,
    do: str,
    key: str | None,
    body: Body,
    *,
    idempotency_key: str | None,
    as_json: bool,
) -> None:
    """Carry out the command that `do`, `key` and `body` spell, as a line of a command file would.

    With --preview it is only previewed; the exit code is the one that recording would have.
    """
    command = parse_command(do, key, body)
    if preview_asked(context):
        _preview(context, command, idempotency_key, as_json=as_json)
        return
    with opened_to_record(context) as ledger:
        answer = ledger.carry_out(command, idempotency_key)
    if as_json:
        print_json(result_of(answer))
    else:
        show(command, answer)
    if any(result.is_refused for result in answer.results):
        raise typer.Exit(REFUSED)


def _preview(context: typer.Context, command: Command, key: str | None, *, as_json: bool) -> None:
    with opened_to_record(context) as ledger:
        found = ledger.preview(command, key)
    if as_json:
        print_json(preview_result(found))
    else:
        show_preview(found)
    if found.is_refused or any(result.is_refused for result in found.results):
        raise typer.Exit(REFUSED)


def show(command: Command, answer: Recorded) -> None:
    """Tell a person what was recorded, item by item where items were settled."""
    again = " (done before, under the same idempotency key)" if answer.replayed else ""
    say(f"{sentence(command, answer)}{again}.")
    for line in made(answer):
        say(line)
    if answer.results:
        print_table(None, ("Document", "Status", "Why not"), [_result(each) for each in answer.results])
    lines = list(_lines_of(answer))
    if lines:
        print_table(None, ("Application", "From", "Item", "Amount", "Policy"), lines, right=("Amount",))
    if answer.policy and answer.instead_of:
        say(f"{answer.policy.name} ran instead of {answer.instead_of.name}, whose limit was exceeded.")
    if answer.partly_undone:
        say("Some of that application had been taken back before: this took back what remained.")


def _result(result: Result) -> tuple[object, ...]:
    return result.number, result.status or "refused", result.message


def _lines_of(answer: Recorded) -> Iterator[tuple[object, ...]]:
    for applied in answer.applications:
        for line in applied.netted:
            yield _row(applied, line, "netted")
        policy = f"{applied.policy.name} {applied.policy.version}" if applied.policy else "named"
        for line in applied.lines:
            yield _row(applied, line, policy)


def _row(applied: AppliedTo, line: OutcomeLine, policy: str) -> tuple[object, ...]:
    amount = f"{format_minor(line.amount_minor, applied.currency)} {applied.currency}"
    return applied.id, line.source or applied.source, line.item, amount, policy
