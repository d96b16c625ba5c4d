"""Files are read line by line, plain or gzip, and one that is cut, damaged or swollen is refused."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from settlebook.importing.errors import CutFile, DamagedFile, FileInflates, LineTooLong
from settlebook.importing.source import FREE_BYTES, opened
from tests.importing.files import packed, written


def lines_of(path: str, longest: int = 1000) -> list[bytes]:
    with opened(path, longest) as source:
        return [line for _, line in source]


@pytest.mark.parametrize("write", [written, packed])
def test_the_lines_of_a_file_are_the_same_plain_and_packed(tmp_path: Path, write):
    path = write(tmp_path, "one\ntwo\n\nfour")

    assert lines_of(path) == [b"one\n", b"two\n", b"\n", b"four"]


def test_gzip_is_known_by_its_first_bytes_whatever_the_name(tmp_path: Path):
    path = packed(tmp_path, "one\n", name="sales.csv")

    assert lines_of(path) == [b"one\n"]


def test_an_empty_file_has_no_lines(tmp_path: Path):
    assert lines_of(written(tmp_path, "")) == []


def test_a_packed_file_that_is_cut_is_refused(tmp_path: Path):
    whole = gzip.compress(b"".join(b"line %d\n" % number for number in range(1000)))

    with pytest.raises(CutFile):
        lines_of(written(tmp_path, whole[:-20]))


def test_a_packed_file_whose_checksum_differs_is_refused(tmp_path: Path):
    whole = bytearray(gzip.compress(b"one\ntwo\n"))
    whole[-6] ^= 1

    with pytest.raises(DamagedFile):
        lines_of(written(tmp_path, bytes(whole)))


def test_a_packed_file_with_other_bytes_in_the_middle_is_refused(tmp_path: Path):
    whole = bytearray(gzip.compress(bytes(range(256)) * 50))
    whole[40:60] = b"\xff" * 20

    with pytest.raises(DamagedFile):
        lines_of(written(tmp_path, bytes(whole)), longest=100_000)


def test_a_line_as_long_as_possible_is_read_and_a_longer_one_is_refused(tmp_path: Path):
    assert lines_of(written(tmp_path, "x" * 99 + "\n"), longest=100) == [b"x" * 99 + b"\n"]

    with pytest.raises(LineTooLong) as refused:
        lines_of(written(tmp_path, "short\n" + "x" * 100 + "\n"), longest=100)
    assert refused.value.line == 2


def test_a_bomb_is_refused_before_it_fills_the_disk(tmp_path: Path):
    path = packed(tmp_path, (b"x" * 999 + b"\n") * (FREE_BYTES // 1000 + 1))

    with pytest.raises(FileInflates):
        lines_of(path)


def test_a_bomb_of_one_line_is_refused_before_it_fills_the_memory(tmp_path: Path):
    path = packed(tmp_path, b"\0" * 2 * FREE_BYTES)

    with pytest.raises(LineTooLong):
        lines_of(path, longest=1024 * 1024)


def test_progress_counts_the_bytes_of_the_file_as_it_lies_there(tmp_path: Path):
    path = packed(tmp_path, "".join(f"line {number}\n" for number in range(1000)))
    seen: list[tuple[int, int | None]] = []

    with opened(path, 1000, lambda read, size: seen.append((read, size))) as source:
        read_all(iter(source))

    size = Path(path).stat().st_size
    assert seen[-1] == (size, size)


def read_all(lines: Iterator[tuple[int, bytes]]) -> None:
    for _ in lines:
        pass


@pytest.mark.parametrize("write", [written, packed])
def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path, write):
    assert lines_of(write(tmp_path, b"\xef\xbb\xbfone\ntwo\n")) == [b"one\n", b"two\n"]


def test_equal_lines_that_pack_well_are_a_bomb_long_before_they_are_all_read(tmp_path: Path):
    different = b"".join(b"%032x" % (number * 2654435761**3) for number in range(4_000)) + b"\n"
    path = packed(tmp_path, different + b"ab\n" * 10_000_000)

    with pytest.raises(FileInflates):
        lines_of(path, longest=1024 * 1024)
