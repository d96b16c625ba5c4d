"""The repository holds what it says and nothing of the machine it was written on."""

import ast
import importlib.metadata
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT, relative, text_of, tracked

TOP = {
    ".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "constraints.txt", "docs", "projections",
    "pyproject.toml", "scripts", "src", "tests",
}  # fmt: skip

# Both are written in pieces, so that this file does not find itself.
MACHINE = re.compile(
    r"(?<![\w.~])/(wo" r"rk|fa" r"rm|ro" r"ot)/"
    r"|pythonho" r"sted|pypi\.o" r"rg|registry\.npm" r"js|deb\.deb" r"ian"
)  # fmt: skip
LEFT_OPEN = re.compile(
    r"\b(TO" r"DO|FIX" r"ME)\b|NotImplemented" r"Error|mark\.(sk" r"ip|xf" r"ail)\b"
    r"|XX" r"X:|# *XX" r"X"  # alone it is a currency code: no currency
)  # fmt: skip
PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.]*")


def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return table


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    return {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)}


def places(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{relative(path)}:{number} {line.strip()[:80]}"
        for path in tracked()
        for number, line in enumerate((text_of(path) or "").splitlines(), 1)
        if pattern.search(line)
    ]


def test_the_top_of_the_repository_holds_only_what_a_newcomer_expects():
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= TOP


def test_no_file_names_a_path_of_one_machine_or_the_host_of_a_registry():
    assert places(MACHINE) == []


def test_nothing_is_left_open():
    assert places(LEFT_OPEN) == []


def scripts() -> list[Path]:
    return [path for path in tracked() if path.parent in {ROOT / "scripts", ROOT / ".ci"}]


def test_what_starts_with_a_shebang_can_be_executed_and_nothing_else_can():
    executable = {relative(path) for path in scripts() if os.access(path, os.X_OK)}
    with_shebang = {relative(path) for path in scripts() if (text_of(path) or "").startswith("#!")}

    assert executable == with_shebang
    assert {"scripts/demo", "scripts/test", ".ci/run"} <= executable


def test_what_starts_by_itself_in_a_fresh_clone_needs_nothing_that_is_not_there():
    needing = [
        f"{relative(path)} imports {name}"
        for path in scripts()
        if _opening_line(path).endswith("python3")
        for name in _imported(ast.parse(text_of(path) or ""))
        if name not in sys.stdlib_module_names
    ]

    assert needing == [], "let a script of bash set the packages up, as scripts/demo does"


def _opening_line(path: Path) -> str:
    return (text_of(path) or "").partition("\n")[0]


def _imported(module: ast.Module) -> Iterator[str]:
    """By the first word of each name; what a function imports for itself it can do without, or say so."""
    for node in module.body:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


def test_every_script_opens_with_one_sentence_on_its_use():
    silent = [relative(path) for path in scripts() if not re.match(r'(# |""")[A-Z].{20,}', _opening(path))]

    assert silent == []


def _opening(path: Path) -> str:
    lines = [line for line in (text_of(path) or "").splitlines() if not line.startswith("#!")]
    return lines[0] if lines else ""


def test_the_changelog_tells_of_the_version():
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert project()["project"]["version"] in headings


def test_the_package_shows_the_readme_once_there_is_one():
    declared = project()["project"].get("readme")

    assert declared == ("README.md" if (ROOT / "README.md").exists() else None)


def test_constraints_are_exact_pins_sorted_and_each_named_once():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if not PIN.fullmatch(line)] == []
    assert list(pins()) == sorted(pins())
    assert len(pins()) == len(lines)


def test_every_package_that_is_installed_for_settlebook_has_the_pinned_version():
    table = project()
    build = [Requirement(text) for text in table["build-system"]["requires"]]
    runtime = [Requirement(text) for text in table["project"]["dependencies"]]
    tools = [Requirement(text) for text in table["project"]["optional-dependencies"]["test"]]

    installed = dict(closure(build + runtime + tools))
    del installed["settlebook"]  # its extras are among the tools

    assert installed == {name: version for name, version in pins().items() if name in installed}
    assert set(pins()) <= set(installed), "a pin that nothing needs"


def closure(requirements: list[Requirement]) -> Iterator[tuple[str, str]]:
    """Names and installed versions of everything that the requirements bring with them on this platform."""
    waiting, seen = list(requirements), set()
    while waiting:
        wanted = waiting.pop()
        for extra in {"", *wanted.extras}:
            key = (canonicalize_name(wanted.name), extra)
            if key not in seen:
                seen.add(key)
                waiting += needed_by(wanted.name, extra)
        yield canonicalize_name(wanted.name), importlib.metadata.version(wanted.name)


def needed_by(name: str, extra: str) -> list[Requirement]:
    requirements = map(Requirement, importlib.metadata.requires(name) or [])
    return [
        requirement
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra})
    ]
