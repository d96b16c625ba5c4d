"""A file is there whole or not at all, under the name that was asked for, whatever stands there."""

import os
from errno import ENOSPC
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from settlebook.exporting.whole_files import said_of, whole_file

FULL = Path("/dev/full")


def write(to: Path, text: str = "new") -> None:
    with whole_file(to) as file:
        file.write(text)


def test_what_stood_there_stays_until_all_is_written(tmp_path: Path):
    there = tmp_path / "books"
    there.write_text("old", "utf-8")

    with pytest.raises(ZeroDivisionError), whole_file(there) as file:
        file.write("half of it")
        raise ZeroDivisionError

    assert there.read_text("utf-8") == "old" and os.listdir(tmp_path) == ["books"]
    write(there)
    assert there.read_text("utf-8") == "new" and os.listdir(tmp_path) == ["books"]


def test_a_link_stays_one_and_leads_to_the_new_file(tmp_path: Path):
    (tmp_path / "link").symlink_to("books")

    write(tmp_path / "link")

    assert (tmp_path / "link").is_symlink() and (tmp_path / "books").read_text("utf-8") == "new"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path):
    pipe, read = tmp_path / "pipe", list[str]()
    os.mkfifo(pipe)
    reader = Thread(target=lambda: read.append(pipe.read_text("utf-8")))
    reader.start()

    write(pipe)
    reader.join()

    assert read == ["new"] and pipe.is_fifo()


@pytest.mark.parametrize("name", [".", "missing/books"], ids=["a folder", "in no folder"])
def test_where_no_file_can_be_the_name_that_was_asked_for_is_told(tmp_path: Path, name: str):
    with pytest.raises(OSError) as refused:
        write(tmp_path / name)

    assert refused.value.filename == str(tmp_path / name) and os.listdir(tmp_path) == []


def test_where_a_disk_is_full_what_was_asked_for_is_named(tmp_path: Path):
    full = partial(OSError, ENOSPC, "No space left on device")
    books, new = tmp_path / "books", tmp_path / ".books.new"

    with pytest.raises(OSError) as file, whole_file(books):
        raise full()  # as a write does, which names nothing
    with pytest.raises(OSError) as folder, said_of(str(books), new):
        raise full(str(new / "log" / "event"))

    assert file.value.filename == folder.value.filename == str(books)
    assert file.value.errno == ENOSPC and os.listdir(tmp_path) == []


@pytest.mark.parametrize("length", [3, 1_000_000])
def test_a_full_device_is_named(length: int):
    with pytest.raises(OSError) as refused:
        write(FULL, "x" * length)

    assert (refused.value.errno, refused.value.filename) == (ENOSPC, str(FULL))
