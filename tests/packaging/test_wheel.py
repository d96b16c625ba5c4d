"""The wheel, installed alone into an empty environment, is the whole program: it runs the demo for anyone."""

import fcntl
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from settlebook.engine import identity
from settlebook.engine.identity import OsUser
from tests.engines import a_place, unprivileged_user
from tests.house.tree import tracked

ROOT = Path(__file__).resolve().parents[2]
NEW_ENOUGH = "import sys, venv; sys.exit(sys.version_info < (3, 11))"

ITEM_ROW = r"^ *[\w-]+#\d+(\.\d+)? .* [\d,]+\.\d\d "  # INV-1#2.1  VAT  4.00


@dataclass(frozen=True)
class Environment:
    """A virtual environment with the wheel and what it depends on, outside the clone, and nothing else."""

    folder: Path
    user: OsUser
    compiled: Path  # a folder of the user's own, so that what one start has compiled the next one finds

    def run(self, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
        """A program of the environment, as its user, from `folder`."""
        environment = {"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8"}
        environment |= {"PYTHONPYCACHEPREFIX": str(self.compiled)}
        program = str(self.folder / "bin" / command[0])
        return subprocess.run(
            [program, *command[1:]],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            **self.user.spawn(),
        )


def users() -> list[OsUser]:
    """Who runs these tests; for root an ordinary user, if there is a Python that he may run."""
    able = [user for user in (unprivileged_user(), identity.opener()) if python_for(user)]
    return able[:1]


def python_for(user: OsUser) -> str | None:
    """A Python, new enough, that the user may run: root's own may be closed to others."""
    names = ("python3", "python3.14", "python3.13", "python3.12", "python3.11")
    folders = ("/usr/bin", "/usr/local/bin")
    candidates = [sys.executable, *(f"{folder}/{name}" for name in names for folder in folders)]
    return next((python for python in candidates if _runs(user, python)), None)


def _runs(user: OsUser, python: str) -> bool:
    try:
        return identity.run_as(user, [python, "-c", NEW_ENOUGH], Path("/")).returncode == 0
    except OSError:
        return False


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Built once, whichever of the processes that test asks first."""
    own = tmp_path_factory.getbasetemp()
    shared = (own if worker_id == "master" else own.parent) / "wheel"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not list(shared.glob("*.whl")):
            build(shared)
    (built,) = shared.glob("*.whl")
    return built


def build(into: Path) -> None:
    """As a release is built: in isolation, with the pinned build tools."""
    pins = {"PIP_CONSTRAINT": "constraints.txt", "PIP_BUILD_CONSTRAINT": "constraints.txt"}
    draft = into / "draft"
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(draft), "."]
    ended = subprocess.run(command, cwd=ROOT, env=os.environ | pins, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    for built in draft.iterdir():
        built.rename(into / built.name)


@pytest.fixture(scope="module", params=users(), ids=lambda user: user.name)
def installed(request: pytest.FixtureRequest, wheel: Path) -> Iterator[Environment]:
    """An environment of the user's own Python that holds the wheel."""
    user: OsUser = request.param
    python = python_for(user)
    assert python is not None
    with a_place() as place:
        # Without a pip of its own, since some systems have the module that brings it in another package.
        subprocess.run([python, "-m", "venv", "--without-pip", str(place / "venv")], check=True)
        pip = [sys.executable, "-m", "pip", "--python", str(place / "venv" / "bin" / "python")]
        install = [
            *pip,
            "install",
            "--quiet",
            "--no-compile",
            "-c",
            str(ROOT / "constraints.txt"),
            str(wheel),
        ]
        ended = subprocess.run(install, cwd=place, capture_output=True, text=True)
        assert ended.returncode == 0, ended.stderr
        yield Environment(place / "venv", user, a_folder(user, place / "compiled"))


@pytest.fixture
def empty(installed: Environment) -> Iterator[Path]:
    """A folder of the user's own with nothing in it."""
    with a_place() as place:
        yield a_folder(installed.user, place / "empty")


def a_folder(user: OsUser, folder: Path) -> Path:
    """A new one that is the user's."""
    folder.mkdir()
    if user.uid != os.geteuid():
        os.chown(folder, user.uid, user.gid)
    return folder


def test_it_says_what_it_can_do(installed: Environment, empty: Path):
    said = installed.run(empty, "settlebook", "--help")

    assert said.returncode == 0, said.stderr
    assert {"demo", "import", "verify", "payment"} <= set(said.stdout.split())
    assert list(empty.iterdir()) == []


def test_it_finds_its_own_files_and_not_those_of_the_clone(installed: Environment, empty: Path):
    ask = "from settlebook.resources import projections_folder; print(projections_folder())"

    said = installed.run(empty, "python", "-c", ask)

    assert said.returncode == 0, said.stderr
    assert Path(said.stdout.strip()).is_relative_to(installed.folder)


def test_it_shows_the_demo_from_an_empty_folder(installed: Environment, empty: Path):
    said = installed.run(empty, "settlebook", "demo")
    checked = installed.run(empty, "settlebook", "--database", "var/demo", "verify", "books")

    assert said.returncode == 0, said.stdout + said.stderr
    assert len(re.findall(ITEM_ROW, said.stdout, re.MULTILINE)) > 5
    assert re.search(r"Rebuilt \d+ tables, .* rows: 0 differ", said.stdout)
    assert re.search(r"Verified \d+ invariants over [\d,]+ events: all hold", said.stdout)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "Traceback" not in said.stderr + checked.stderr


def test_it_holds_all_that_the_program_reads_and_nothing_of_the_tests(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        licence = next(name for name in names if name.endswith("licenses/LICENSE"))
        assert b"Apache License" in archive.read(licence)

    assert "settlebook/py.typed" in names
    assert all(f"settlebook/{name}" in names for name in files_of(ROOT / "src" / "settlebook"))
    assert all(f"settlebook/projections/{name}" in names for name in files_of(ROOT / "projections"))
    assert any(name.startswith("settlebook/demo/") and not name.endswith(".py") for name in names)
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"settlebook"}


def files_of(folder: Path) -> list[str]:
    """What belongs to the repository in a folder, by its path below it."""
    return [str(path.relative_to(folder)) for path in tracked() if path.is_relative_to(folder)]
