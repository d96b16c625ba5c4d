"""What is chosen once for a ledger: the time zone in which its days begin and end."""

from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from settlebook.ledger.connections import Connections
from settlebook.ledger.errors import SettingFixed, UnknownTimeZone
from settlebook.ledger.statements import statement

TIME_ZONE = "time_zone"


def time_zone(connections: Connections, ledger_id: str) -> str:
    """The name of the ledger's time zone: UTC until one is chosen."""
    return _read(connections, ledger_id, TIME_ZONE) or "UTC"


def choose_time_zone(connections: Connections, ledger_id: str, name: str) -> None:
    """Choose the ledger's time zone, once. Refuses UnknownTimeZone, then SettingFixed."""
    zone_named(name)
    parameters = {"ledger_id": ledger_id, "name": TIME_ZONE, "value": name}
    connections.read(lambda connection: connection.execute(statement("keep_setting"), parameters).rowcount)
    kept = time_zone(connections, ledger_id)
    if kept != name:
        raise SettingFixed(
            f"The time zone of ledger {ledger_id} is {kept} and cannot become {name}.",
            "Open another ledger: it chooses its own.",
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


def today_in(name: str) -> Callable[[], date]:
    zone = zone_named(name)
    return lambda: datetime.now(zone).date()


def _read(connections: Connections, ledger_id: str, name: str) -> str | None:
    parameters = {"ledger_id": ledger_id, "name": name}
    rows = connections.read(
        lambda connection: connection.execute(statement("read_setting"), parameters).fetchall()
    )
    return str(rows[0][0]) if rows else None
