"""Small files in a folder that may belong to another user: written whole, durably, past no symbolic link."""

import os
import secrets
from pathlib import Path

from settlebook.engine.identity import OsUser


def write_file(folder: Path, name: str, text: str, owner: OsUser) -> None:
    """Replace `folder/name` in one step; a killed writer leaves the old one or the new one."""
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    draft = f".{name}.{secrets.token_hex(4)}"
    try:
        fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=place)
        with os.fdopen(fd, "w", encoding="utf-8", errors="surrogateescape") as stream:
            _give(fd, owner)
            stream.write(text)
            stream.flush()
            os.fsync(fd)
        os.rename(draft, name, src_dir_fd=place, dst_dir_fd=place)
        os.fsync(place)
    finally:
        os.close(place)


def read_file(path: Path) -> str | None:
    """The text of the file, or None where there is none."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    with os.fdopen(fd, encoding="utf-8", errors="surrogateescape") as stream:
        return stream.read()


def make_folder(folder: Path, owner: OsUser) -> None:
    """A folder that only `owner` may enter, if there is none yet."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        return
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        _give(place, owner)
    finally:
        os.close(place)


def sync_folder(folder: Path) -> None:
    """Make renames in the folder survive a power cut."""
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def _give(fd: int, owner: OsUser) -> None:
    if os.fstat(fd).st_uid != owner.uid:
        os.fchown(fd, owner.uid, owner.gid)
