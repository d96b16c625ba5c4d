"""The users of the operating system: who opens the ledger, and as whom the server runs."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from settlebook.engine.errors import EngineError

OS_USER = "SETTLEBOOK_OS_USER"
LAST_RESORT = "nobody"


class Spawn(TypedDict, total=False):
    """The arguments of `subprocess.Popen` that change the user."""

    user: int
    group: int
    extra_groups: Sequence[int]


@dataclass(frozen=True)
class OsUser:
    """A named user of the operating system."""

    name: str
    uid: int
    gid: int

    @property
    def is_root(self) -> bool:
        return self.uid == 0

    def spawn(self) -> Spawn:
        """How to start a program as this user; nothing to say when we are this user."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": os.getgrouplist(self.name, self.gid)}

    def can_enter(self, folder: Path) -> bool:
        """Asks the operating system, as that user: modes alone do not tell (access lists, mounts)."""
        command = ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)]
        return run_as(self, command, Path("/")).returncode == 0


def run_as(
    user: OsUser, command: Sequence[str], folder: Path, *, stdin: str = "", keep_open: Sequence[int] = ()
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end as `user`, out of reach of this terminal's Ctrl-C and environment."""
    return subprocess.run(
        command,
        cwd=folder,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env=clean_environment(),
        umask=0o077,
        start_new_session=True,
        pass_fds=keep_open,
        **user.spawn(),
    )


def clean_environment() -> dict[str, str]:
    """PGPORT and its like would change the server, and its user has no business with our secrets."""
    kept = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
    inherited = {name: os.environ[name] for name in kept if name in os.environ}
    return {"PATH": os.defpath, "LC_ALL": "C", **inherited}


def opener() -> OsUser:
    """The user who runs this program; peer authentication goes by the effective one."""
    uid = os.geteuid()
    found = by_uid(uid)
    if found is None:
        raise EngineError(
            f"This program runs as user id {uid}, which has no name here; PostgreSQL knows users by name.",
            "Give the user one (a line in /etc/passwd), or use a server: SETTLEBOOK_DATABASE=postgresql://...",
        )
    return found


def by_uid(uid: int) -> OsUser | None:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return None
    return OsUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def by_name(name: str) -> OsUser | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return OsUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def name_of(uid: int) -> str:
    found = by_uid(uid)
    return found.name if found else f"user id {uid}"


def chosen_by_setting() -> OsUser | None:
    """The user named in SETTLEBOOK_OS_USER, if it is set."""
    name = os.environ.get(OS_USER)
    if not name:
        return None
    found = by_name(name)
    if found is None:
        raise EngineError(f"{OS_USER} names {name}, who is no user here.", f"Correct or unset {OS_USER}.")
    if found.is_root:
        raise EngineError(
            f"{OS_USER} names {name}, but PostgreSQL refuses to run as root.",
            f"Name an unprivileged user in {OS_USER}, or unset it.",
        )
    return found


def unprivileged() -> OsUser:
    """As whom root's server runs: the setting, else postgres, else nobody."""
    found = chosen_by_setting() or by_name("postgres") or by_name(LAST_RESORT)
    if found is None or found.is_root:
        raise EngineError(
            "PostgreSQL refuses to run as root, and there is neither a user postgres nor a user nobody.",
            f"Name an unprivileged user in {OS_USER}, or run as an ordinary user.",
        )
    return found
