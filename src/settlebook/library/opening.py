"""Opens ledgers, and makes databases ready for them."""

import getpass
import os
from collections.abc import Callable

from settlebook.engine import Engine, Role, open_engine
from settlebook.engine.locate import tell
from settlebook.ledger.errors import NotMigrated
from settlebook.ledger.identity.names import require_names
from settlebook.ledger.log.application import MAIN
from settlebook.ledger.opening import LOCAL, LedgerLog
from settlebook.library.ledger import Ledger
from settlebook.projecting import bring_up_to_date, is_installed

Database = str | os.PathLike[str] | None
Notice = Callable[[str], None]


def open(
    database: Database = None,
    *,
    ledger: str = MAIN,
    actor: str | None = None,
    client: str = LOCAL,
    notice: Notice | None = None,
) -> Ledger:
    """Open a ledger.

    database  a folder for an embedded database, which is made and kept current by itself; or a postgresql://
              URL, where `migrate` must have run. Without it SETTLEBOOK_DATABASE, else ./var/settlebook.
    ledger    its name within the database: 1 to 64 of A-Z, a-z, 0-9, _ . and -, since it is in every key.
    actor     who acts, as the log keeps it; without it the user of the operating system.
    client    whose idempotency keys count.
    notice    is told what a person should know, such as where files are; else standard error is.
    Raises EngineError with a remedy: among others BadName, NotMigrated and TooNew.
    """
    actor = actor or _user()
    require_names(ledger, actor=actor, client=client)
    engine = open_engine(database, notice=notice or tell)
    try:
        return open_on(engine, ledger=ledger, actor=actor, client=client)
    except BaseException:
        engine.close()
        raise


def open_on(engine: Engine, *, ledger: str = MAIN, actor: str | None = None, client: str = LOCAL) -> Ledger:
    """Open a ledger on a database that is up; the ledger closes it."""
    if engine.embedded:
        bring_up_to_date(engine.conninfo(Role.OWNER), tell)
    log = LedgerLog(engine, ledger, actor=actor, client=client)
    if not engine.embedded and not log.connections.read(is_installed):
        log.close()
        raise NotMigrated("The read models are of another version.", "Run `settlebook migrate` on it.")
    return Ledger(engine, log)


def migrate(database: Database = None, *, notice: Notice | None = None) -> tuple[str, ...]:
    """Bring a database up to date as its owner; the migrations that were new. Several may run it at once."""
    engine = open_engine(database, notice=notice or tell)
    try:
        return bring_up_to_date(engine.conninfo(Role.OWNER), notice or tell)
    finally:
        engine.close()


def _user() -> str | None:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return None
