"""What is chosen once for a ledger: the time zone in which its days begin and end."""

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from settlebook.ledger.database.connections import Connection, Connections
from settlebook.ledger.database.statements import statement
from settlebook.ledger.errors import SettingFixed, UnknownTimeZone
from settlebook.ledger.log.head import head_of

TIME_ZONE, DEFAULT = "time_zone", "UTC"


class Today:
    """The day in the ledger's time zone, which may be chosen by anyone until the first fact is recorded."""

    def __init__(self, connections: Connections, ledger_id: str) -> None:
        self._connections = connections
        self._ledger_id = ledger_id
        self._zone = zone_named(DEFAULT)
        self._is_final = False
        self._look()

    def __call__(self) -> date:
        if not self._is_final:
            self._look()
        return datetime.now(self._zone).date()

    def _look(self) -> None:
        name, position = self._connections.read(lambda connection: _chosen(connection, self._ledger_id))
        self._zone, self._is_final = zone_named(name), position > 0


def time_zone(connections: Connections, ledger_id: str) -> str:
    """The name of the ledger's time zone: UTC until one is chosen."""
    return connections.read(lambda connection: _chosen(connection, ledger_id))[0]


def day_of(connection: Connection, ledger_id: str, instant: datetime) -> date:
    """The day that an instant falls on in the ledger's time zone."""
    return instant.astimezone(zone_of(connection, ledger_id)).date()


def zone_of(connection: Connection, ledger_id: str) -> tzinfo:
    """The ledger's time zone. Raises UnknownTimeZone where this machine does not know it."""
    name, _ = _chosen(connection, ledger_id)
    return zone_named(name)


def choose_time_zone(connections: Connections, ledger_id: str, name: str) -> None:
    """Choose the time zone, once, before the first fact. Raises UnknownTimeZone, HeadLost, SettingFixed."""
    zone_named(name)
    kept = connections.read(lambda connection: _choose(connection, ledger_id, name))
    if kept != name:
        raise SettingFixed(
            f"The time zone of ledger {ledger_id} is {kept} and cannot become {name}.",
            "It is chosen once, before anything is recorded. Open another ledger: it chooses its own.",
        )


def zone_named(name: str) -> tzinfo:
    if name == "UTC":
        return UTC  # there on every machine
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # not found; a folder; no possible name
        raise UnknownTimeZone(
            f"There is no time zone {name!r} on this machine.",
            "Name one like Europe/London; the package tzdata brings them where the system has none.",
        ) from None


def _choose(connection: Connection, ledger_id: str, name: str) -> str:
    """The time zone that the ledger has afterwards; while it is chosen, nothing can be recorded."""
    with connection.transaction():
        connection.execute(statement("lock_head"), {"ledger_id": ledger_id})
        if head_of(connection, ledger_id) == 0:
            parameters = {"ledger_id": ledger_id, "name": TIME_ZONE, "value": name}
            connection.execute(statement("keep_setting"), parameters)
        kept, _ = _chosen(connection, ledger_id)
    return kept


def _chosen(connection: Connection, ledger_id: str) -> tuple[str, int]:
    """The name of the time zone, and where the log stands at the same moment."""
    parameters = {"ledger_id": ledger_id, "name": TIME_ZONE}
    row = connection.execute(statement("read_setting"), parameters).fetchone()
    value, position = row or (None, 0)
    return value or DEFAULT, position
