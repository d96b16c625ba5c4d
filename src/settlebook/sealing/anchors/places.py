"""The places that anchors can be set at, by the name that a person gives them."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

from settlebook.sealing.anchors.endpoint import EndpointAnchors
from settlebook.sealing.anchors.file import FileAnchors
from settlebook.sealing.anchors.lines import Anchor
from settlebook.sealing.anchors.repository import RepositoryAnchors
from settlebook.sealing.anchors.unkept import Chain
from settlebook.sealing.errors import AnchorFailed, AnchorRefused, ChainBroken


class Place(Protocol):
    @property
    def description(self) -> str:
        """Where it is, without any secret."""

    def kept(self, ledger_id: str) -> Anchor | None:
        """The last block of a ledger that is kept there, where that can be read."""

    def keep(self, chain: Chain) -> int:
        """Keep the blocks that it lacks; how many those were."""


class Anchored(NamedTuple):
    """What became of an anchor: set up to `block`, or a problem, after which the next round tries again."""

    where: str
    block: int | None
    new: int  # blocks that were not kept there before
    problem: str | None


def place_of(name: str) -> Place:
    """A file, `git:FOLDER` for a repository, or an http(s) URL. Raises AnchorRefused."""
    scheme, colon, rest = name.partition(":")
    if scheme in ("http", "https"):
        return EndpointAnchors(name)
    if colon and rest.startswith("//"):
        raise AnchorRefused(
            f"{name!r} is no place for anchors.", "Give a file, git:FOLDER, or an http:// or https:// URL."
        )
    if scheme == "git" and colon:
        return RepositoryAnchors(Path(rest))
    return FileAnchors(Path(rest if scheme == "file" and colon else name))


def set_anchor(place: Place, chain: Chain) -> Anchored:
    """Never raises for what goes wrong there: the seal stands whatever becomes of its anchors."""
    return _told(place, lambda: Anchored(place.description, chain.last.number, place.keep(chain), None))


def hold_against_nothing(place: Place, ledger_id: str) -> Anchored:
    """Of a ledger that has no block; a problem where the place keeps one of it: then it was emptied."""

    def look() -> Anchored:
        kept = place.kept(ledger_id)
        if kept is None:
            return Anchored(place.description, None, 0, None)
        problem = (
            f"block {kept.block} of {ledger_id} is kept there, which vouches for events up to "
            f"{kept.last_position}, and the ledger has no block at all: it was emptied, or is another"
        )
        return Anchored(place.description, None, 0, problem)

    return _told(place, look)


def _told(place: Place, work: Callable[[], Anchored]) -> Anchored:
    where = place.description
    try:
        return work()
    except (AnchorFailed, AnchorRefused, ChainBroken) as error:
        return Anchored(where, None, 0, error.problem)
    except OSError as error:
        return Anchored(where, None, 0, error.strerror or str(error))
