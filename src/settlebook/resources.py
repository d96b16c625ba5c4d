"""Finds the files that travel with the package: the folder of read models."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def projections_folder() -> Path:
    """The folder of the read models that come with Settlebook, one folder each.

    A wheel carries it inside the package; a clone, and an editable install of it, keeps it at the top of
    the repository, where people look for it.
    """
    packaged = PACKAGE / "projections"
    return packaged if packaged.is_dir() else PACKAGE.parents[1] / "projections"
