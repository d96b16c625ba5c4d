"""The places that anchors can be set at, by the name that a person gives them."""

from pathlib import Path
from typing import NamedTuple, Protocol

from settlebook.sealing.anchors.endpoint import EndpointAnchors
from settlebook.sealing.anchors.file import FileAnchors
from settlebook.sealing.anchors.repository import RepositoryAnchors
from settlebook.sealing.anchors.unkept import Chain
from settlebook.sealing.errors import AnchorFailed, AnchorRefused, ChainBroken


class Place(Protocol):
    @property
    def description(self) -> str:
        """Where it is, without any secret."""

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
    where = place.description
    try:
        new = place.keep(chain)
    except (AnchorFailed, AnchorRefused, ChainBroken) as error:
        return Anchored(where, None, 0, error.problem)
    except OSError as error:
        return Anchored(where, None, 0, error.strerror or str(error))
    return Anchored(where, chain.last.number, new, None)
