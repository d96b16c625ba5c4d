"""Places of root's own, for what its server's user could not reach where it was asked for."""

import hashlib
import os
import re
from pathlib import Path

from settlebook.engine.errors import FolderRefused

PRIVATE_ROOT = Path("/var/lib/settlebook")


def private_root() -> Path:
    """Others may pass through it to what is theirs, but not list it."""
    try:
        if not PRIVATE_ROOT.exists():
            PRIVATE_ROOT.mkdir(parents=True, exist_ok=True)
            PRIVATE_ROOT.chmod(0o711)  # apart, because the umask may forbid it to mkdir
    except OSError as error:
        raise FolderRefused(
            f"{PRIVATE_ROOT} cannot be made: {error.strerror}.",
            "Name a folder that the server's user can enter: --database FOLDER or SETTLEBOOK_DATABASE.",
        ) from None
    state = PRIVATE_ROOT.lstat()
    if state.st_uid != os.geteuid() or state.st_mode & 0o022 or not PRIVATE_ROOT.is_dir():
        raise FolderRefused(
            f"{PRIVATE_ROOT} could be changed by users other than root.",
            f"Look at what is in it, then `chown root {PRIVATE_ROOT}` and `chmod 711 {PRIVATE_ROOT}`.",
        )
    return PRIVATE_ROOT


def folder_for(asked: Path) -> Path:
    """Always the same for the same path, never the same for two; the words in it are for people."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", str(asked)).strip("-")[-40:].strip("-")
    return PRIVATE_ROOT / f"{words}-{hashlib.sha256(os.fsencode(asked)).hexdigest()[:32]}"
