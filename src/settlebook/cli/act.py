"""Sends one command to the ledger and shows what became of it."""

import typer

from settlebook import Command, Recorded, Result, parse_command
from settlebook.cli.asking.as_options import note_options
from settlebook.cli.asking.body import Body
from settlebook.cli.asking.options import preview_asked
from settlebook.cli.failures import REFUSED
from settlebook.cli.previewing import show_preview
from settlebook.cli.session import opened_to_record
from settlebook.cli.showing.output import print_json, print_table, say
from settlebook.cli.showing.sentences import made, sentence
from settlebook.cli.showing.settled_lines import print_lines
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
    note_options(context)
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
        show_preview(found, context)
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
    print_lines(None, answer.applications)
    if answer.policy and answer.instead_of:
        say(f"{answer.policy.name} ran instead of {answer.instead_of.name}, whose limit was exceeded.")
    if answer.partly_undone:
        say("Some of that application had been taken back before: this took back what remained.")


def _result(result: Result) -> tuple[object, ...]:
    return result.number, result.status or "refused", result.message
