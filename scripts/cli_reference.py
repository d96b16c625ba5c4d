"""Prints the reference part of docs/cli.md from the commands themselves.

Usage: scripts/cli-reference --write      puts it into docs/cli.md, below "## Reference"
"""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic.alias_generators import to_camel
from typer.main import get_command

from settlebook import VERBS, Command
from settlebook.cli import app
from settlebook.commands.kept import KEPT

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
HEADING = "## Reference\n"
ABOUT_WORDS = """\
Beside these fields every command takes those that only describe, by their names in Zuora's REST API, and
custom fields (`name__c`, `name__NS`); all of them are kept and given back. `key` stands beside the body, not
in it."""


def commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The program itself and every command that does something, by the words that call it."""
    inner = getattr(command, "commands", {})
    if not inner or len(path) == 1:
        yield path, command
    for name, each in inner.items():
        yield from commands(each, (*path, name))


def section(path: tuple[str, ...], command: Any) -> str:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    words = " ".join([*path, *(one.metavar if one.required else f"[{one.metavar}]" for one in arguments)])
    lines = [f"### {' '.join(path)}", "", f"    {words}", "", inspect.cleandoc(command.help), ""]
    rows = [(one.metavar, one.help) for one in arguments] + [
        (spelled(one), described(one)) for one in options
    ]
    if rows:
        lines += [
            "| | |",
            "|---|---|",
            *(f"| `{escaped(name)}` | {escaped(text)} |" for name, text in rows),
            "",
        ]
    return "\n".join(lines)


def spelled(option: Any) -> str:
    return option.opts[0] if option.is_flag else f"{option.opts[0]} {option.metavar}"


def described(option: Any) -> str:
    said = "Default: " not in option.help and not option.is_flag and option.default not in (None, [])
    return (
        f"{option.help} Default: {getattr(option.default, 'value', option.default)}." if said else option.help
    )


def escaped(text: str) -> str:
    return text.replace("|", "\\|")


def words_of_files() -> str:
    """The table of what a command file can ask for, with the fields that decide something."""
    rows = [
        f"| `{do}` | {first_line(command)} | {', '.join(f'`{name}`' for name in deciding(command))} |"
        for do, command in sorted(VERBS.items())
    ]
    table = ["| `do` | what it does | fields that decide something |", "|---|---|---|", *rows]
    return "\n".join(["### Words of command files", "", ABOUT_WORDS, "", *table, ""])


def first_line(command: type[Command]) -> str:
    return escaped(inspect.cleandoc(command.__doc__ or "").partition("\n")[0])


def deciding(command: type[Command]) -> list[str]:
    """Fields by their names on the wire, without the key and without those that only describe."""
    return [
        to_camel(name)
        for name, field in command.model_fields.items()
        if name != "key" and KEPT not in field.metadata
    ]


def reference() -> str:
    programs = commands(get_command(app), ("settlebook",))
    return "\n".join([words_of_files(), *(section(path, command) for path, command in programs)])


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        guide = DOCUMENT.read_text(encoding="utf-8").partition(HEADING)[0]
        DOCUMENT.write_text(f"{guide}{HEADING}\n{reference()}", encoding="utf-8")
    else:
        sys.stdout.write(reference())
