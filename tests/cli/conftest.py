"""The command line as tests call it: in this process, on a database of the test's own."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.testing
from typer.main import get_command
from typer.testing import CliRunner

import settlebook
from settlebook import Ledger
from settlebook.cli import app
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.ledger.opening import LedgerLog
from tests.conftest import Database, a_database, a_told_template

typer.testing._get_command = cache(get_command)  # built once, not for each call


@dataclass(frozen=True)
class Said:
    """What a command left: its exit code, its results, and what it told the person."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


class Shell:
    """Runs commands; `done` expects them to succeed, `refused` to exit 1, `misused` to exit 2."""

    def __call__(self, *arguments: str, given: str | bytes | None = None) -> Said:
        result = CliRunner().invoke(app, arguments, input=given)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, result.stderr)

    def done(self, *arguments: str, given: str | bytes | None = None) -> Said:
        said = self(*arguments, given=given)
        assert said.code == 0, said
        return said

    def refused(self, *arguments: str, given: str | bytes | None = None) -> Said:
        said = self(*arguments, given=given)
        assert (said.code, "Traceback" in said.err) == (1, False), said
        return said

    def misused(self, *arguments: str) -> Said:
        said = self(*arguments)
        assert (said.code, said.out, "Traceback" in said.err) == (2, "", False), said
        return said


def shell_on(database: Database, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Commands on this database, whatever they say of theirs."""

    def opened(_: str | None, *, ledger: str, actor: str, notice: object) -> Ledger:
        return Ledger(database, LedgerLog(database, ledger, actor=actor))

    monkeypatch.setattr(settlebook, "open", opened)
    return Shell()


@pytest.fixture
def shell(database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    """Commands on a fresh ledger, from a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    return shell_on(database, monkeypatch)


def told_by_commands(engine: EmbeddedEngine, template: str, name: str, story: Callable[[Shell], None]) -> str:
    """The template in which commands have told a story, under a name."""

    def tell(database: Database) -> None:
        with pytest.MonkeyPatch.context() as monkeypatch:
            story(shell_on(database, monkeypatch))

    return a_told_template(engine, template, name, tell)


@pytest.fixture(scope="session")
def shop_template(engine: EmbeddedEngine, template: str) -> str:
    return told_by_commands(engine, template, "template_of_shops", open_shop)


@pytest.fixture
def database(request: pytest.FixtureRequest, engine: EmbeddedEngine, template: str) -> Iterator[Database]:
    """Of the test's own: empty, or a copy of the shop for a test that begins with it."""
    shop = "shop" in request.fixturenames
    yield from a_database(engine, request.getfixturevalue("shop_template") if shop else template)


@pytest.fixture
def shop(shell: Shell) -> Shell:
    """Commands on a ledger in which `open_shop` was told."""
    return shell


def open_shop(shell: Shell) -> Shell:
    """A ledger with an account, an invoice of two items (one taxed), a credit memo and a payment."""
    shell.done("account", "create", "--name", "Ada", "--currency", "GBP", "--number", "A-1")
    shell.done(
        "invoice", "create", "--account", "A-1", "--number", "INV-7", "--date", "2026-01-05",
        "--due", "2026-02-04", "--item", "Seats=60.00", "--item", "Set-up=40.00", "--tax", "1:VAT=12.00",
        "--post",
    )  # fmt: skip
    shell.done(
        "credit-memo", "create", "--account", "A-1", "--number", "CM-1", "--date", "2026-01-06",
        "--item", "Goodwill=10.00", "--tax", "1:VAT=2.00", "--post",
    )  # fmt: skip
    shell.done(
        "payment", "create", "--account", "A-1", "--number", "P-1", "--amount", "100.00",
        "--effective-date", "2026-01-10",
    )  # fmt: skip
    return shell


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Help and tables as wide as on any terminal, whatever the tests run in."""
    for name in ("COLUMNS", "FORCE_COLOR", "SETTLEBOOK_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(os.environ, "TERM", "dumb")
    yield
