"""Keeps what the environment tells of other servers (PGHOSTADDR and its like) out of our own sessions."""

import os

from psycopg import pq

# What it could make of a connection, and what stands instead. PGSERVICE, PGTZ, PGDATESTYLE and PGGEQO cannot
# be set aside: where they make a connection fail, they are named.
_INSTEAD = {
    "channel_binding": "prefer",
    "gssencmode": "disable",
    "hostaddr": "",
    "load_balance_hosts": "disable",
    "require_auth": "",
    "requirepeer": "",
    "sslcertmode": "disable",
    "sslmode": "prefer",
    "sslnegotiation": "postgres",
    "sslrootcert": "",
    "target_session_attrs": "any",
}


def set_aside() -> dict[str, str]:
    """Options of a connection, as they are where the environment says nothing of them."""
    told = {
        option.keyword.decode()
        for option in pq.Conninfo.get_defaults()
        if option.envvar and (option.envvar.decode() in os.environ or "PGSERVICE" in os.environ)
    }
    return {name: value for name, value in _INSTEAD.items() if name in told}


def variables() -> list[str]:
    """The names of those that libpq heeds and that are set."""
    names = {option.envvar.decode() for option in pq.Conninfo.get_defaults() if option.envvar}
    return sorted(name for name in (*names, "PGTZ", "PGDATESTYLE", "PGGEQO") if name in os.environ)
