"""Names use the field's own words, modules say what they are for, and the glossary knows the nouns."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from settlebook.domain.events import EVENTS
from tests.house.tree import ROOT, module_name, nodes_of, python_files, relative, syntax_of

# Words that fit everything and so say nothing.
EMPTY = {"update", "process", "handle", "data", "info", "util", "utils", "manager", "helper", "helpers"}
PROPER_NAMES = ("data_query", "DataQuery")  # what Zuora calls its SQL surface


def words_of(name: str) -> set[str]:
    for proper in PROPER_NAMES:
        name = name.replace(proper, "")
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)}


def names_of(path: Path) -> Iterator[tuple[int, str]]:
    yield 1, path.stem
    for node in nodes_of(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name


def test_no_name_uses_an_empty_word():
    empty = [
        f"{relative(path)}:{line} {name}"
        for path in python_files("src", "tests")
        for line, name in names_of(path)
        if not name.startswith("test_") and words_of(name) & EMPTY
    ]

    assert empty == []


def test_every_module_opens_with_a_sentence_on_its_purpose():
    silent = [
        relative(path)
        for path in python_files("src", "tests")
        if path.read_text(encoding="utf-8").strip() and not _first_paragraph(path).endswith((".", ":"))
    ]

    assert silent == []


def _first_paragraph(path: Path) -> str:
    return (ast.get_docstring(syntax_of(path)) or "").partition("\n\n")[0]


def test_no_two_modules_of_the_package_have_the_same_name():
    names = [module_name(path) for path in python_files("src/settlebook")]

    assert sorted(set(names)) == sorted(names)


def glossary() -> set[str]:
    """The words that the glossary explains: those in bold at the beginning of an entry."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    entries = re.findall(r"^\*\*(.+?)\*\*", text, re.MULTILINE)
    return {word.lower() for entry in entries for word in entry.split(", ")}


def test_the_glossary_explains_the_noun_of_every_fact():
    nouns = {topic.split(".")[0].replace("_", " ") for topic in EVENTS}

    assert nouns <= glossary()


def test_the_glossary_explains_every_verb_of_settlement():
    assert {"apply", "unapply", "refund", "post", "settle"} <= glossary()
