"""The settings a ledger needs of its server: written at every start, checked at every open."""

from collections.abc import Mapping

from settlebook.engine.errors import UnsafeSettings

WRITTEN = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "listen_addresses": "",
    "TimeZone": "UTC",
    "jit": "off",
}
FROM_INITDB = {"data_checksums": "on", "server_encoding": "UTF8"}
EXPECTED = WRITTEN | FROM_INITDB
DIRECTORY = "data_directory"  # how a server is known to be ours

INCLUDED = "settlebook.conf"
INCLUDE_LINE = f"include '{INCLUDED}'\n"
_HEADER = "# Written by Settlebook at every start. Settings of your own belong in postgresql.conf.\n"

# Statements and details in the server's log would hold personal data that can never be erased there.
_UNCHECKED = {
    "port": "5432",
    "max_connections": "200",
    "unix_socket_permissions": "0700",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


def configuration() -> str:
    lines = [f"{name} = '{value}'\n" for name, value in (WRITTEN | _UNCHECKED).items()]
    return _HEADER + "".join(lines)


def verify(found: Mapping[str, str]) -> None:
    """Refuse a server under which an acknowledged entry could be lost, or the books read differently."""
    wrong = {name: found[name] for name, value in EXPECTED.items() if found.get(name, value) != value}
    if wrong:
        raise UnsafeSettings(
            f"A ledger is not opened while its server runs with {_listed(wrong)}.",
            f"It needs {_listed({name: EXPECTED[name] for name in wrong})}: take other values out of "
            "postgresql.auto.conf and postgresql.conf, then open it again.",
        )


def _listed(values: Mapping[str, str]) -> str:
    return ", ".join(f"{name} = '{value}'" for name, value in values.items())
