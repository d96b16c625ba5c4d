"""Random ids are never the same, in this program or in a copy of it."""

import os
from uuid import RFC_4122

import pytest

from settlebook.random_ids import AT_ONCE, random_id


def test_random_ids_are_of_version_4_and_never_the_same():
    ids = [random_id() for _ in range(1_000)]

    assert len(set(ids)) == 1_000
    assert {(id.version, id.variant) for id in ids} == {(4, RFC_4122)}


@pytest.mark.filterwarnings(
    "ignore:This process .* is multi-threaded:DeprecationWarning"
)  # the copy does nothing
def test_a_copy_of_a_program_makes_other_ids():
    random_id()  # others are drawn with it
    reads, writes = os.pipe()
    if os.fork() == 0:
        os.write(writes, random_id().bytes)
        os._exit(0)
    os.wait()

    assert os.read(reads, 16) not in {random_id().bytes for _ in range(AT_ONCE)}
    os.close(reads)
    os.close(writes)
