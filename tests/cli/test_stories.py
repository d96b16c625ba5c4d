"""The stories in docs show what their commands print."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from settlebook.cli import app
from tests.cli.conftest import Shell

ROOT = Path(__file__).resolve().parents[2]
STORIES: dict[str, Any] = runpy.run_path(str(ROOT / "scripts" / "stories.py"))
PAGES = sorted((ROOT / "docs" / "stories").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_story_shows_what_its_commands_print(
    shell: Shell, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    shown = page.read_text(encoding="utf-8")

    printed = STORIES["rewritten"](
        shown, lambda words: CliRunner().invoke(app, ["--actor", "ada", *words]).output
    )

    assert STORIES["settled"](printed) == STORIES["settled"](shown), "run scripts/stories --write"


def test_the_three_stories_are_told():
    assert [page.stem[0] for page in PAGES] == ["1", "2", "3"]
