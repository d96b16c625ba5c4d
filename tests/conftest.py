"""What every test that needs a database shares: engines, started once, and a fresh ledger for each test."""

import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest

from settlebook.engine import Role
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.ledger.database.migrating import Install, migrate
from settlebook.ledger.opening import LedgerLog
from settlebook.library.ledger import Ledger
from settlebook.projecting import install
from tests.engines import (
    SYSTEM_15,
    a_place,
    drop_database,
    erase,
    fresh_database,
    start_embedded,
    start_system_15,
)
from tests.importing import real_invoices
from tests.workers import pytest_xdist_make_scheduler  # noqa: F401  # a hook

EMBEDDED, SYSTEM = "postgresql-18-embedded", "postgresql-15-system"
STARTS: Mapping[str, Callable[[Path], EmbeddedEngine | None]] = {
    EMBEDDED: start_embedded,
    SYSTEM: start_system_15,
}
HAS_SYSTEM_15 = (SYSTEM_15 / "postgres").exists()

# The rooms whose SQL has to be valid on both; what stands above them is tested on the embedded engine.
ON_BOTH = {"carrying", "ledger", "projections", "integration"}
OWN_ENGINES = {"engine"}

_numbers = count(1)


@dataclass(frozen=True)
class Database:
    """A database of its own on a shared engine; to a ledger it is an engine."""

    engine: EmbeddedEngine
    name: str
    conninfos: Mapping[Role, str]
    embedded: bool = True

    @property
    def description(self) -> str:
        return f"database {self.name} on {self.engine.description}"

    def conninfo(self, role: Role) -> str:
        return self.conninfos[role]

    def ensure(self) -> None:
        self.engine.ensure()

    def tidy(self) -> None:
        self.engine.tidy()

    def close(self) -> None:
        """The engine is shared."""


def pytest_configure() -> None:
    """Ctrl-C counts, in what tests start too: where the tests run in the background, nobody listens to it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_report_header() -> list[str]:
    if HAS_SYSTEM_15:
        return [f"databases: {EMBEDDED} and {SYSTEM}", real_invoices.described()]
    missing = f"{SYSTEM} is not installed, so nothing was tried on version 15"
    return [f"databases: {EMBEDDED} only; {missing}", real_invoices.described()]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    folder = metafunc.definition.path.relative_to(metafunc.config.rootpath / "tests").parts[0]
    if "engine" in metafunc.fixturenames and folder not in OWN_ENGINES:
        names = [EMBEDDED, SYSTEM] if folder in ON_BOTH and HAS_SYSTEM_15 else [EMBEDDED]
        metafunc.parametrize("engine", names, indirect=True, scope="session")


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> Iterator[EmbeddedEngine]:
    """A server of its own for the session: of version 18, and where it is installed of version 15 as well."""
    with a_place() as place:
        started = STARTS[request.param](place / "ledger")
        assert started is not None
        yield started
        erase(started)


@pytest.fixture(scope="session")
def template(engine: EmbeddedEngine) -> str:
    """The name of a database that is migrated, with its read models, and holds nothing."""
    return a_template(engine, "template_of_tests", install)


@pytest.fixture
def empty_database(engine: EmbeddedEngine) -> Iterator[Database]:
    """A database that was never migrated."""
    yield from a_database(engine, None)


@pytest.fixture
def database(engine: EmbeddedEngine, template: str) -> Iterator[Database]:
    """A migrated database of the test's own, with the logins of owner, app and reader."""
    yield from a_database(engine, template)


@pytest.fixture
def ledger(database: Database) -> Iterator[Ledger]:
    """An open ledger that holds nothing, on a database of its own."""
    with Ledger(database, LedgerLog(database, "main", actor="tester", client="local")) as opened:
        yield opened


def a_template(engine: EmbeddedEngine, name: str, *installs: Install) -> str:
    """A database to copy, which nobody is connected to."""
    migrate(fresh_database(engine, None, name)[Role.OWNER], *installs)
    return name


def a_told_template(
    engine: EmbeddedEngine, template: str, name: str, tell: Callable[[Database], None]
) -> str:
    """A database to copy in which a story was told, once for all the tests that begin with it."""
    own = f"{name}_{next(_numbers)}"  # rooms that share a fixture each have it made
    tell(Database(engine, own, fresh_database(engine, template, own)))
    return own


def a_database(engine: EmbeddedEngine, template: str | None) -> Iterator[Database]:
    """A fresh one, dropped in the end: for fixtures of another scope."""
    name = f"test_{next(_numbers)}_{uuid4().hex[:8]}"
    yield Database(engine, name, fresh_database(engine, template, name))
    drop_database(engine, name)
