"""The container files are sound as far as that can be seen without running them."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.house.tree import ROOT

FOLDER = ROOT / "scripts" / "container"


def linted(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = Path(sys.executable).with_name(program)
    return subprocess.run([path, *arguments], cwd=ROOT, capture_output=True, text=True)


def compose() -> Any:
    return yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))


def test_a_linter_finds_nothing_in_the_container_file():
    said = linted("hadolint", "scripts/container/Dockerfile")

    assert (said.returncode, said.stdout) == (0, "")


def test_a_linter_finds_nothing_grave_in_the_compose_file():
    said = linted("compose-lint", "check", "scripts/container/compose.yaml")

    assert said.returncode == 0, said.stdout


def test_the_image_holds_every_file_that_it_is_made_of():
    lines = (FOLDER / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = [line.removeprefix("!") for line in lines if line.startswith("!")]

    assert [path for path in let_in if not (ROOT / path).exists()] == []
    assert {"constraints.txt", "projections", "pyproject.toml", "src"} <= set(let_in)


def test_the_server_waits_for_the_migrations_and_is_published_on_loopback_only():
    services = compose()["services"]

    assert services["server"]["ports"] == ["127.0.0.1:8080:8080"]
    assert services["server"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert services["migrate"]["command"] == ["migrate"]


def test_no_password_is_written_down():
    text = (FOLDER / "compose.yaml").read_text(encoding="utf-8")
    passwords = [line for line in text.splitlines() if "PASSWORD:" in line or "postgresql://" in line]

    assert [line for line in passwords if "${" not in line] == []
