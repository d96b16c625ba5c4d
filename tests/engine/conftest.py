"""A folder for a ledger, a way to open it, and the notices that were given meanwhile."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from settlebook.engine import private
from settlebook.engine.embedded import EmbeddedEngine
from tests.engine.servers import note
from tests.engines import a_place, start_embedded

SETTINGS = ("DATABASE", "READER_DATABASE", "OS_USER", "PG_BINDIR")


class Open(Protocol):
    def __call__(
        self, folder: Path, *, start_timeout: float = 60, bindir: Path | None = None
    ) -> EmbeddedEngine: ...


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(f"SETTLEBOOK_{name}", raising=False)


@pytest.fixture
def place() -> Iterator[Path]:
    with a_place() as made:
        yield made


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """A ledger as it is after its first opening."""
    with a_place() as made:
        with start_embedded(made / "ledger") as engine:
            note(engine, 5)
        yield made / "ledger"


@pytest.fixture(scope="module")
def engine(template: Path) -> Iterator[EmbeddedEngine]:
    """A ledger for the tests of a module that only look at it."""
    with a_place() as made, start_embedded(copy_of(template, made)) as opened:
        yield opened


@pytest.fixture
def new_folder(place: Path) -> Path:
    """A folder that is not there yet."""
    return place / "ledger"


@pytest.fixture
def folder(place: Path, template: Path) -> Path:
    """The folder of a ledger with five rows noted, copied because that is faster than making one."""
    return copy_of(template, place)


def copy_of(template: Path, place: Path) -> Path:
    subprocess.run(["cp", "-a", str(template), str(place / "ledger")], check=True)
    return place / "ledger"


@pytest.fixture
def notices() -> list[str]:
    return []


@pytest.fixture
def private_root(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where root's private folders go, instead of /var/lib/settlebook."""
    root = place / "private"
    monkeypatch.setattr(private, "PRIVATE_ROOT", root)
    return root


@pytest.fixture
def open_(place: Path, notices: list[str]) -> Iterator[Open]:
    """Opens folders, and closes at the end, before their place goes, what the test left open."""
    opened: list[EmbeddedEngine] = []

    def opens(folder: Path, *, start_timeout: float = 60, bindir: Path | None = None) -> EmbeddedEngine:
        engine = EmbeddedEngine(folder, notice=notices.append, start_timeout=start_timeout, bindir=bindir)
        opened.append(engine)
        return engine

    yield opens
    for engine in opened:
        engine.close()
