"""Files and folders that are there whole, in the end, or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, TypeAlias
from uuid import uuid4

Target: TypeAlias = Path | str | IO[str]  # the path of a file, or an open one


@contextmanager
def whole_file(to: Target) -> Iterator[IO[str]]:
    """A file that is there whole, in the end, or not at all: what stood there before stays until then.

    An open one, a device and a pipe are written to when all of it is there. Raises OSError, which names `to`.
    """
    if isinstance(to, Path | str):
        path = Path(os.path.realpath(to))  # where a link leads to: the link itself stays
        with _spooled(path) if path.exists() and not path.is_file() else _beside(path, str(to)) as file:
            yield file
        return
    with TemporaryFile("w+", encoding="utf-8", newline="") as file:
        yield file
        file.seek(0)
        copyfileobj(file, to)


@contextmanager
def _spooled(path: Path) -> Iterator[IO[str]]:
    """A folder says at once that it is none."""
    with TextIOWrapper(named_file(path), encoding="utf-8", newline="") as to, whole_file(to) as file:
        yield file


def named_file(path: Path) -> BinaryIO:
    """A file to write to, a device or a pipe, which is named by what the system refuses to write there."""
    return BufferedWriter(_Named(str(path), "w"))


class _Named(FileIO):
    """A full disk names nothing, and neither does a full device."""

    def write(self, data: Any, /) -> int:
        with said_of(str(self.name), Path(self.name)):
            return super().write(data)


@contextmanager
def _beside(path: Path, name: str) -> Iterator[IO[str]]:
    with bytes_beside(path, name) as raw:
        file = TextIOWrapper(raw, encoding="utf-8", newline="")
        yield file
        file.flush()
        file.detach()  # else it would close the bytes before they are on the disk


@contextmanager
def bytes_beside(path: Path, name: str) -> Iterator[BinaryIO]:
    """Written beside `path`, and renamed when all of it is on the disk. Raises OSError, which says `name`."""
    new = name_beside(path)
    try:
        with said_of(name, new):
            with new.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise


@contextmanager
def said_of(name: str, new: Path) -> Iterator[None]:
    """What the system refuses to write at `new` or in it is refused of `name`: a full disk names nothing."""
    try:
        yield
    except OSError as error:
        if error.filename is None or Path(error.filename).is_relative_to(new):
            raise OSError(error.errno, error.strerror, name) from None
        raise


def name_beside(path: Path) -> Path:
    """A name that nothing has, in the same folder: from there a rename is one step."""
    return path.with_name(f".{path.name}.{uuid4().hex}")
