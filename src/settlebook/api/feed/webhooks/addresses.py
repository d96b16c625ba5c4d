"""Connects to addresses that anyone may reach and to no others: a name is looked up when it is used."""

import socket
import ssl
import time
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

NAT64 = ip_network("64:ff9b::/96")  # an IPv4 address in its last 32 bits


class NotPublic(OSError):
    """The name leads to this machine or its network alone."""


class Timed(socket.socket):
    """A socket on which everything together has to be done by a deadline, however little comes at a time."""

    deadline = 0.0  # of the monotonic clock

    def recv_into(self, *arguments: object) -> int:
        self.settimeout(left(self.deadline))
        return super().recv_into(*arguments)  # type: ignore[arg-type]


class TimedTls(ssl.SSLSocket):
    """The same by TLS."""

    deadline = 0.0

    def recv_into(self, *arguments: object) -> int:
        self.settimeout(left(self.deadline))
        return super().recv_into(*arguments)  # type: ignore[arg-type]


def left(deadline: float) -> float:
    """Seconds until a deadline. Raises TimeoutError where it has passed."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def connected(host: str, port: int, deadline: float, *, allows_private: bool) -> Timed:
    """A connection to the very address that was looked at, so that no second look-up can lead elsewhere.

    Raises OSError; NotPublic where no address of the host is public.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    places = [each for each in found if allows_private or is_public(str(each[4][0]))]
    if not places:
        raise NotPublic(f"{host} has no public address")
    for number, (family, kind, protocol, _, address) in enumerate(places, 1):
        connection = Timed(family, kind, protocol)
        connection.deadline = deadline
        try:
            connection.settimeout(left(deadline))
            connection.connect(address)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # head and body are sent apart
            return connection
        except OSError:
            connection.close()
            if number == len(places):
                raise
    raise AssertionError("one of the places is the last")


def secured(connection: Timed, host: str) -> TimedTls:
    """By TLS; the certificate has to be that of the name, whatever the address. Raises OSError."""
    context = ssl.create_default_context()
    context.sslsocket_class = TimedTls
    connection.settimeout(left(connection.deadline))
    wrapped = context.wrap_socket(connection, server_hostname=host)
    assert isinstance(wrapped, TimedTls)
    wrapped.deadline = connection.deadline
    return wrapped


def is_public(address: str) -> bool:
    """Whether an address is one of the internet: not private, loopback, link-local, reserved or multicast."""
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        if (inner := _inside(found)) is not None:
            return is_public(str(inner))
        if found.teredo is not None or found.is_site_local:
            return False
    return found.is_global and not found.is_multicast


def _inside(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to."""
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
