"""How tests are dealt out to several processes: one by one, but those together that share something dear.

xdist's own mark for that, xdist_group, does nothing under pytest 9.2, which keeps the ids of tests elsewhere.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

DEAR = (
    "tests/packaging/",  # an environment, slow to fill
    "tests/integration/test_server_url",  # a server of the module's own
    "tests/cli/test_program.py",  # a program that holds a ledger open
    "tests/cli/test_bad_input.py",  # a ledger that no test changes
    "tests/exporting/",
    "tests/house/",  # all the code, read and taken apart
)


class Dealing(LoadScopeScheduling):
    """Files that share something dear go to one process each, and first, since they are the longest."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        place = next((place for place in DEAR if file.startswith(place)), None)
        return nodeid if place is None else place if place.endswith("/") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    return Dealing(config, log) if config.getvalue("dist") == "loadgroup" else None
