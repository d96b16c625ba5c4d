"""The folder of the Unix socket: short enough for the kernel, and closed to everybody else."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from settlebook.engine.errors import NotStarted
from settlebook.engine.files import make_folder, read_file, write_file
from settlebook.engine.identity import OsUser
from settlebook.engine.places import Place

SOCKET = ".s.PGSQL.5432"
LONGEST = 103  # macOS; Linux allows 107
RECORD = "socket-folder"


def socket_folder(place: Place) -> Path:
    """Where the socket is or was last; the folder may have gone since."""
    inside = place.folder / "socket"
    if _fits(inside):
        return inside
    return Path(read_file(place.folder / RECORD) or inside)


def ready_socket_folder(place: Place) -> Path:
    """The same, made if need be; called under the mutex."""
    folder = socket_folder(place)
    if _fits(folder):
        if folder.parent == place.folder:
            make_folder(folder, place.server_user)
            _refuse_open(folder, place.server_user)
        if _is_closed(folder, place.server_user):
            return folder
    fresh = _elsewhere(place.server_user)
    write_file(place.folder, RECORD, str(fresh), place.server_user)
    return fresh


def sweep(place: Place) -> None:
    """Remove a folder made elsewhere, once the server has stopped."""
    folder = socket_folder(place)
    if folder.parent != place.folder:
        with suppress(OSError):
            folder.rmdir()


def _fits(folder: Path) -> bool:
    """A comma would be read as the end of one host's name and the beginning of another's."""
    return len(os.fsencode(folder / SOCKET)) <= LONGEST and "," not in str(folder)


def _is_closed(folder: Path, owner: OsUser) -> bool:
    try:
        state = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(state.st_mode) and state.st_uid == owner.uid and not state.st_mode & 0o077


def _refuse_open(folder: Path, owner: OsUser) -> None:
    if not _is_closed(folder, owner):
        raise NotStarted(
            f"The socket's folder {folder} is not {owner.name}'s alone.",
            "Look at what is in it, then delete it: it is made again.",
        )


def _elsewhere(owner: OsUser) -> Path:
    """A new folder with a name that nobody could guess and take before."""
    for above in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
        if not os.path.isdir(above) or not owner.can_enter(Path(above)):
            continue
        folder = Path(tempfile.mkdtemp(prefix="settlebook-", dir=above)).resolve()
        if _fits(folder):
            if owner.uid != os.geteuid():
                os.chown(folder, owner.uid, owner.gid)
            return folder
        folder.rmdir()
    raise NotStarted(
        "The path of the ledger's folder is too long for a socket, and no temporary folder is short enough.",
        "Name a folder with a shorter path: --database FOLDER or SETTLEBOOK_DATABASE.",
    )
