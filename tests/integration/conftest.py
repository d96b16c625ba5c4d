"""What tests of the whole share."""

from collections.abc import Iterator

import pytest

from tests.conftest import Database
from tests.model.showing import Shown, shown_by


@pytest.fixture
def shown(database: Database) -> Iterator[Shown]:
    """What readers see in the test's database."""
    with shown_by(database) as looking:
        yield looking
