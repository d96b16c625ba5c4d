"""Where a ledger's files are and whose they are: decided once, kept for ever."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from settlebook.engine import identity, private
from settlebook.engine.errors import EngineError, FolderRefused, NotYours
from settlebook.engine.files import make_folder, read_file, write_file
from settlebook.engine.identity import OsUser

RECORD = "place.json"
SIGNPOST = "MOVED.txt"
LOCKS = {"start.lock", "users.lock", "server.lock"}
LOGS = {"server.log", "server.log.old"}
OURS = LOCKS | LOGS | {RECORD, SIGNPOST, "pgdata", "pgdata.new", "socket", "socket-folder"}


@dataclass(frozen=True)
class Place:
    """A ledger's folder: `asked` is the path that was given, `folder` the one that holds the files."""

    asked: Path
    folder: Path
    opener: OsUser
    server_user: OsUser

    @property
    def cluster(self) -> Path:
        return self.folder / "pgdata"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def start_lock(self) -> Path:
        return self.folder / "start.lock"

    @property
    def users_lock(self) -> Path:
        return self.folder / "users.lock"

    @property
    def server_lock(self) -> Path:
        return self.folder / "server.lock"

    @property
    def is_private(self) -> bool:
        return self.folder != self.asked


def settle(asked: Path, notice: Callable[[str], None]) -> Place:
    """Decide where the files are, make the folder, and refuse one that is not ours."""
    asked = _resolved(asked)
    opener = identity.opener()
    place = _for_root(asked, opener) if opener.is_root else _for_ordinary(asked, opener)
    _refuse_other_openers(place)
    _prepare(place)
    if place.is_private:
        _put_signpost(place, notice)
    return place


def remember(place: Place) -> None:
    """Write down who opened the folder first; called under the mutex."""
    if read_file(place.folder / RECORD) is None:
        record = {"opened_by": place.opener.name, "uid": place.opener.uid, "asked": str(place.asked)}
        write_file(place.folder, RECORD, json.dumps(record) + "\n", place.server_user)


def _resolved(asked: Path) -> Path:
    try:
        return asked.expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise FolderRefused(f"{str(asked)!r} is not a path: {error}.", "Name a folder.") from None


def _for_ordinary(asked: Path, opener: OsUser) -> Place:
    wanted = identity.chosen_by_setting()
    if wanted is not None and wanted != opener:
        raise EngineError(
            f"{identity.OS_USER} names {wanted.name}, but only root can start a server as another user.",
            f"Unset {identity.OS_USER}: your server runs as {opener.name}.",
        )
    _make_parents(asked)
    return Place(asked, asked, opener, opener)


def _for_root(asked: Path, opener: OsUser) -> Place:
    """A ledger that exists stays where it is and whose it is, whatever has changed around it."""
    elsewhere = private.folder_for(asked)
    for folder in (elsewhere, asked):
        if (folder / "pgdata").exists():
            return Place(asked, folder, opener, _keeper(folder))
    server_user = identity.unprivileged()
    _make_parents(asked)
    if server_user.can_enter(asked.parent):
        return Place(asked, asked, opener, server_user)
    private.private_root()
    return Place(asked, elsewhere, opener, server_user)


def _keeper(folder: Path) -> OsUser:
    """The user whom the files of an existing ledger belong to."""
    uid = (folder / "pgdata").stat().st_uid
    keeper = identity.by_uid(uid)
    if keeper is None or keeper.is_root:
        raise NotYours(
            f"The files in {folder} belong to {identity.name_of(uid)}, as whom no server can run.",
            f"`chown -R` {folder} to the user who is to keep the ledger.",
        )
    wanted = identity.chosen_by_setting()
    if wanted is not None and wanted != keeper:
        raise NotYours(
            f"{identity.OS_USER} names {wanted.name}, but the ledger in {folder} is kept by {keeper.name}.",
            f"Unset {identity.OS_USER}, or stop every program that uses the ledger and "
            f"`chown -R {wanted.name} {folder}`.",
        )
    if not keeper.can_enter(folder):
        raise NotYours(
            f"There is a ledger in {folder}, but {keeper.name}, who keeps it, can no longer enter it.",
            f"Let {keeper.name} pass through the folders above it, or move the ledger to where that is so.",
        )
    return keeper


def _make_parents(asked: Path) -> None:
    try:
        asked.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderRefused(
            f"{asked.parent} cannot be made: {error.strerror}.",
            "Name a folder that you may write to: --database FOLDER or SETTLEBOOK_DATABASE.",
        ) from None


def _refuse_other_openers(place: Place) -> None:
    try:
        text = read_file(place.folder / RECORD)
    except PermissionError:
        raise _belongs_to(place.folder, identity.name_of(place.folder.stat().st_uid), place) from None
    except NotADirectoryError:
        return  # a file stands there: _prepare says so
    if text is None:
        return
    match _read(text):
        case {"uid": int(uid), "opened_by": str(opened_by), "asked": str(asked)}:
            pass
        case _:
            raise FolderRefused(
                f"{place.folder / RECORD}, which tells whose ledger is there, is damaged.",
                "If the ledger is yours, delete that file: it is written anew when its server starts.",
            )
    if uid != place.opener.uid:
        raise _belongs_to(place.folder, opened_by, place)
    if place.is_private and asked != str(place.asked):
        raise FolderRefused(
            f"{place.folder} holds the ledger of {asked}, not of {place.asked}.",
            "Name another folder: --database FOLDER or SETTLEBOOK_DATABASE.",
        )


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _belongs_to(folder: Path, owner: str, place: Place) -> NotYours:
    return NotYours(
        f"The ledger in {folder} belongs to {owner}, and you are {place.opener.name}.",
        f"Run the command as {owner}, or name a folder of your own with --database FOLDER.",
    )


def _prepare(place: Place) -> None:
    folder = place.folder
    make_folder(folder, place.server_user)
    if not folder.is_dir():
        raise FolderRefused(f"{folder} is a file, not a folder.", "Name a folder: --database FOLDER.")
    owner = folder.stat().st_uid
    if owner not in (place.opener.uid, place.server_user.uid):
        raise _belongs_to(folder, identity.name_of(owner), place)
    _refuse_strangers(folder)
    _take(place)
    if not place.is_private:
        (folder / SIGNPOST).unlink(missing_ok=True)  # it told of files that are no longer there


def _refuse_strangers(folder: Path) -> None:
    """Taking a folder means closing it to others: never do that to one that holds something else."""
    names = set(os.listdir(folder))
    if "start.lock" in names or "pgdata" in names:
        return
    strangers = sorted(name for name in names - OURS if not name.startswith(f".{RECORD}"))
    if strangers:
        raise FolderRefused(
            f"{folder} holds other things ({', '.join(strangers[:3])}), so it is not made into a ledger.",
            f"Name a new folder, such as {folder / 'settlebook'}.",
        )


def _take(place: Place) -> None:
    fd = os.open(place.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        state = os.fstat(fd)
        if state.st_uid != place.server_user.uid:
            os.fchown(fd, place.server_user.uid, place.server_user.gid)
        if state.st_mode & 0o077 and not (place.folder / "pgdata").exists():
            os.fchmod(fd, 0o700)
        elif state.st_mode & 0o077:
            raise FolderRefused(
                f"Others may enter {place.folder}, which holds a ledger.",
                f"Make sure that nobody did, then `chmod 700 {place.folder}`.",
            )
    finally:
        os.close(fd)


def _put_signpost(place: Place, notice: Callable[[str], None]) -> None:
    """Tell where the files are, once per clone: a fresh one at the same path meets the old one's ledger."""
    signpost = place.asked / SIGNPOST
    if signpost.exists():
        return
    found = "The ledger of an earlier folder at this path is opened again. " if place.cluster.exists() else ""
    text = (
        f"{found}The server's user {place.server_user.name} cannot enter {place.asked.parent}, so the files "
        f"of the ledger are in {place.folder}. They belong to this path: a folder moved or copied elsewhere "
        f"has another ledger. To begin anew, delete {place.folder}."
    )
    notice(text)
    with suppress(OSError):  # it only helps people to find their files
        make_folder(place.asked, place.opener)
        write_file(place.asked, SIGNPOST, text + "\n", place.opener)
