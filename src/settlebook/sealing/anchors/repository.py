"""Anchors in a git repository: lines of a file, committed."""

import os
import subprocess
from pathlib import Path

from settlebook.sealing.anchors.file import FileAnchors
from settlebook.sealing.anchors.lines import Anchor
from settlebook.sealing.anchors.unkept import Chain
from settlebook.sealing.errors import AnchorFailed, AnchorRefused

REPOSITORY_FILE = "settlebook-anchors.jsonl"
PATIENCE = 60  # seconds, hooks of the repository included
EVEN_IGNORED = ("--ignored", "--untracked-files=all")  # whatever the repository is set to show
NOBODY = ("-c", "user.name=settlebook", "-c", "user.email=settlebook@localhost")


class RepositoryAnchors:
    """Keeps every block since the last one; where a commit failed, the next one takes its lines too."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            found = self._git("rev-parse", "--is-inside-work-tree").strip()
        except AnchorFailed as error:
            raise AnchorRefused(
                f"{folder} is no git repository: {error.problem}", "Make one there: git init."
            ) from None
        if found != "true":
            raise AnchorRefused(f"{folder} is a git repository without files.", "Name a clone of it.")
        self._lines = FileAnchors(folder / REPOSITORY_FILE)

    @property
    def description(self) -> str:
        return f"git:{self._folder}"

    def kept(self, ledger_id: str) -> Anchor | None:
        """The last block of a ledger that the repository keeps. Raises AnchorFailed, OSError."""
        return self._lines.kept(ledger_id)

    def keep(self, chain: Chain) -> int:
        """Append and commit what the repository lacks. Raises AnchorFailed, ChainBroken, OSError."""
        lines = self._lines.keep(chain)
        if self._git("status", "--porcelain", *EVEN_IGNORED, "--", REPOSITORY_FILE):
            last = chain.last
            said = f"Anchor {last.ledger_id}: block {last.number}, position {last.last_position}"
            self._git("add", "--force", "--", REPOSITORY_FILE)
            self._git(
                *self._author(), "commit", "--quiet", "-m", said, "-m", last.hash.hex(), "--", REPOSITORY_FILE
            )
        return lines

    def _author(self) -> tuple[str, ...]:
        """Whoever is configured; a machine that nobody set up for git anchors too."""
        try:
            return () if self._git("config", "user.email").strip() else NOBODY
        except AnchorFailed:
            return NOBODY

    def _git(self, *arguments: str) -> str:
        # Variables such as GIT_DIR would lead to another repository than the one that was named.
        outside = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        command = ["git", "-C", str(self._folder), *arguments]
        try:
            done = subprocess.run(
                command, capture_output=True, stdin=subprocess.DEVNULL, env=outside, timeout=PATIENCE
            )
        except FileNotFoundError:
            raise AnchorFailed("The program git was not found.", "Install git.") from None
        except subprocess.TimeoutExpired:
            raise AnchorFailed(
                f"git {arguments[0]} did not end.", "Look at the repository's hooks."
            ) from None
        if done.returncode:
            raise AnchorFailed(_said(done), "Make `git commit` work there.")
        return done.stdout.decode(errors="replace")


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """The line that says what is wrong; hints stand around it."""
    lines = done.stderr.decode(errors="replace").strip().splitlines() or [f"exit code {done.returncode}"]
    return next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[-1])
