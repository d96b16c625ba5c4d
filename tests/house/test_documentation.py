"""The documentation names commands and options that are there, and files and headings that are there."""

import re
import shlex
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from typer.main import get_command

from settlebook.cli import app
from tests.house.tree import ROOT, relative, tracked

PROGRAM = "settlebook"
FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
SHELLS = {"", "console", "sh"}
INLINE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+?)\s*$", re.MULTILINE)
ASSIGNMENT = re.compile(r"[A-Z_]+=.*")
PLACEHOLDER = re.compile(r"[A-Z][A-Z.]*|\.\.\.")  # COMMAND, FILE, FILE...
ENDS_A_COMMAND = re.compile(r"[|&;<>()]+|#.*")
OURS = re.compile(r"(?:\./)?((?:docs|projections|scripts|src|tests)/[\w./-]+)")


class Said(NamedTuple):
    """A command as a page has it; `whole` where somebody may paste it as it stands."""

    page: Path
    line: int
    words: tuple[str, ...]
    whole: bool

    def __str__(self) -> str:
        return f"{relative(self.page)}:{self.line} {PROGRAM} {' '.join(self.words)}"


@cache
def pages() -> tuple[tuple[Path, str], ...]:
    found = [path for path in tracked() if path.suffix == ".md" and path.name != "CHANGELOG.md"]
    return tuple((path, path.read_text(encoding="utf-8")) for path in found)


def commands() -> Iterator[Said]:
    for page, text in pages():
        for block in (block for block in FENCED.finditer(text) if block[1] in SHELLS):
            line = text.count("\n", 0, block.start(2)) + 1
            for shown in block[2].replace("\\\n", "  ").splitlines():
                for words in _called(shown.strip().removeprefix("$ ")):
                    yield Said(page, line, words, whole=True)
        for span in INLINE.finditer(_prose(text)):
            if span[1].startswith(f"{PROGRAM} "):
                words = tuple(span[1].replace("[", " ").replace("]", " ").split()[1:])
                yield Said(page, text.count("\n", 0, span.start()) + 1, words, whole=False)


def _prose(text: str) -> str:
    """The page with what is fenced left blank, so that places stay where they are."""
    return FENCED.sub(lambda block: re.sub(r"[^\n]", " ", block[0]), text)


def _called(line: str) -> Iterator[tuple[str, ...]]:
    """The words behind each call of the program in a line of a shell."""
    if PROGRAM not in line:
        return
    reader = shlex.shlex(line, posix=True, punctuation_chars=True)
    reader.whitespace_split = True
    reader.commenters = ""
    try:
        words = [*reader, ";"]
    except ValueError:  # a line of prose, with an apostrophe
        return
    began = 0
    for index, word in enumerate(words):
        if ENDS_A_COMMAND.fullmatch(word):
            called = words[began:index]
            while called and ASSIGNMENT.fullmatch(called[0]):
                called = called[1:]
            if called and Path(called[0]).name == PROGRAM:
                yield tuple(called[1:])
            began = index + 1


@cache
def _program() -> Any:
    return get_command(app)


def problem(said: Said) -> str | None:
    """What of a command is not there; None where all is."""
    command, words, given, arguments = _program(), list(said.words), set[str](), 0
    while words:
        word = words.pop(0)
        inner = getattr(command, "commands", None)
        if word.startswith("-") and word != "-":
            name, equals, _ = word.partition("=")
            option = next((each for each in command.params if name in getattr(each, "opts", ())), None)
            if name == "--help":
                return None
            if option is None:
                return f"{name} is no option of it"
            given.add(option.opts[0])
            if not option.is_flag and not equals and words:
                words.pop(0)
        elif inner:
            if PLACEHOLDER.fullmatch(word):
                return None
            unknown = [name for name in word.split("|") if name not in inner]
            if unknown:
                return f"{unknown[0]} is no command of it"
            command = inner[word.split("|")[0]]
        elif word != "...":
            arguments += 1
    return _counted(command, given, arguments) if said.whole else None


def _counted(command: Any, given: set[str], arguments: int) -> str | None:
    """What a command that can be pasted lacks, or has too much of."""
    if getattr(command, "commands", None):
        return "it names no command"
    places = [each for each in command.params if each.param_type_name == "argument"]
    needed = sum(place.required for place in places)
    missing = [each.opts[0] for each in command.params if each.required and each not in places]
    if arguments < needed or (arguments > len(places) and all(place.nargs == 1 for place in places)):
        return f"it has {arguments} arguments"
    return next((f"{option} is missing" for option in missing if option not in given), None)


def test_every_command_that_a_page_shows_is_one():
    found = list(commands())

    assert [f"{said}: {wrong}" for said in found if (wrong := problem(said))] == []
    assert sum(said.whole for said in found) > 60 and sum(not said.whole for said in found) > 40


@cache
def anchors(page: Path) -> frozenset[str]:
    """What links into a page may name: its headings, as hosts of git spell them."""
    seen: Counter[str] = Counter()
    found = []
    for heading in HEADING.findall(_prose(page.read_text(encoding="utf-8"))):
        name = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        found.append(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return frozenset(found)


def test_every_link_leads_to_what_is_there():
    broken = []
    for page, text in pages():
        for target in LINK.findall(INLINE.sub(" ", _prose(text))):
            if "://" in target or target.startswith("mailto:"):
                continue
            name, _, anchor = target.partition("#")
            path = (page.parent / name).resolve() if name else page
            if not path.exists() or (anchor and path.suffix == ".md" and anchor not in anchors(path)):
                broken.append(f"{relative(page)}: {target}")

    assert broken == []


def test_every_path_of_the_repository_that_a_page_names_is_there():
    gone = [
        f"{relative(page)}: {named[1]}"
        for page, text in pages()
        for span in INLINE.findall(_prose(text))
        if (named := OURS.fullmatch(span.partition(" ")[0])) and not (ROOT / named[1]).exists()
    ]

    assert gone == []
