"""Files and folders that are there whole, in the end, or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, TypeAlias
from uuid import uuid4

Target: TypeAlias = Path | str | IO[str]  # the path of a file, or an open one


@contextmanager
def whole_file(to: Target) -> Iterator[IO[str]]:
    """A file that is there whole, in the end, or not at all: what stood there before stays until then.

    An open one is written to when all of it is there.
    """
    if isinstance(to, Path | str):
        with _beside(Path(to)) as file:
            yield file
        return
    with TemporaryFile("w+", encoding="utf-8", newline="") as file:
        yield file
        file.seek(0)
        copyfileobj(file, to)


@contextmanager
def _beside(path: Path) -> Iterator[IO[str]]:
    new = name_beside(path)
    try:
        with new.open("x", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            new.unlink()
        raise


def name_beside(path: Path) -> Path:
    """A name that nothing has, in the same folder: from there a rename is one step."""
    return path.with_name(f".{path.name}.{uuid4().hex}")
