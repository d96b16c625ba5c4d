"""Runs the commands of the pages in docs/stories, each page on a ledger of its own.

Usage: scripts/stories            says which pages show something else than the commands print
       scripts/stories --write    puts what the commands print into the pages
"""

import os
import re
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

PAGES = Path(__file__).resolve().parents[1] / "docs" / "stories"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)\n?", re.M)
# What is another each time: ids, and the instants of recording.
_DAY, _TIME, _OFFSET = r"\d{4}-\d\d-\d\d", r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?", r"(?:Z|[+-]\d\d:?\d\d)?"
CHANGING = re.compile(rf"\b[0-9a-f]{{32}}\b|\b{_DAY}[ T]{_TIME}{_OFFSET}")

Run = Callable[[list[str]], str]  # the words behind `settlebook`, and what is printed


def rewritten(page: str, run: Run) -> str:
    """The page with what its commands print now."""
    return BLOCK.sub(lambda block: f"```console\n{''.join(_printed(block.group(1), run))}```", page)


def _printed(block: str, run: Run) -> Iterator[str]:
    for command in COMMAND.finditer(block):
        yield command.group().rstrip("\n") + "\n"
        program, *words = shlex.split(command.group(1).replace("\\\n", " "))
        if program != "settlebook":
            raise SystemExit(f"a story runs settlebook only, not {program}")
        lines = [line.rstrip() for line in run(words).strip("\n").splitlines()]
        if words[0] == "verify":  # more than sixty checks, of which a page needs the result only
            lines = ["[...]", *lines[-1:]]
        yield "".join(f"{line}\n" for line in lines)


def settled(text: str) -> str:
    """The text without what is another each time."""
    return CHANGING.sub("...", text)


def in_a_folder() -> Iterator[Run]:
    """Commands on an embedded ledger that begins with them and is gone after them."""
    from typer.testing import CliRunner

    import settlebook
    from settlebook.cli import app

    with tempfile.TemporaryDirectory(prefix="settlebook-story-") as folder:
        os.environ.update(COLUMNS="100", TERM="dumb", SETTLEBOOK_DATABASE=folder)
        with settlebook.open(folder, notice=lambda _: None):  # keeps its server up between the commands
            yield lambda words: CliRunner().invoke(app, ["--actor", "ada", *words]).output


def main() -> int:
    different = 0
    for path in sorted(PAGES.glob("*.md")):
        shown = path.read_text(encoding="utf-8")
        for run in in_a_folder():
            now = rewritten(shown, run)
            if "--write" in sys.argv[1:]:
                path.write_text(now, encoding="utf-8")
            elif settled(now) != settled(shown):
                different += 1
                print(f"{path.name} shows something else than its commands print")
    return 1 if different else 0


if __name__ == "__main__":
    raise SystemExit(main())
