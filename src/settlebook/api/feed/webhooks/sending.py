"""Sends messages to one endpoint over HTTP: within a time limit, past no proxy, along no redirect."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import SplitResult, urlsplit

from settlebook.api.feed.webhooks.addresses import NotPublic, connected

MOST_READ = 64 * 1024  # bytes of an answer; nobody looks at them
LONGEST_RETRY_AFTER = 3_600.0  # seconds

# What befalls those who call others; ValueError: names and headers that cannot be sent.
FAULTS = (OSError, http.client.HTTPException, ValueError)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a message; `problem` is None where it was delivered."""

    problem: str | None
    status: int | None
    milliseconds: int
    retry_after: float = 0.0  # seconds that the endpoint asks for

    @property
    def is_gone(self) -> bool:
        """The endpoint says that it wants nothing any more."""
        return self.status == http.client.GONE


class Endpoint:
    """Where messages go, one after another over one connection."""

    def __init__(self, url: str, *, timeout: float, allows_private: bool) -> None:
        self._url = urlsplit(url)
        self._timeout = timeout
        self._connection = _connection_to(self._url, timeout, allows_private=allows_private)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def send(self, body: bytes, headers: Mapping[str, str]) -> Sent:
        """Never raises for what the endpoint does; all of it takes so many seconds at most."""
        begun = time.monotonic()
        was_open = self._connection.sock is not None
        try:
            answer = self._answer(body, headers)
        except FAULTS as error:
            self._connection.close()
            took = time.monotonic() - begun
            if was_open and took < self._timeout / 2:  # it had been closed meanwhile: once more, on a new one
                return self.send(body, headers)
            return Sent(_said(error, took >= self._timeout), None, round(took * 1000))
        milliseconds = round((time.monotonic() - begun) * 1000)
        return Sent(_problem(answer), answer.status, milliseconds, _retry_after(answer))

    def _answer(self, body: bytes, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        watch = threading.Timer(self._timeout, self._hang_up)
        watch.start()
        try:
            self._connection.request("POST", _target(self._url), body, dict(headers))
            answer = self._connection.getresponse()
            answer.read(MOST_READ)
            if not answer.isclosed():
                self._connection.close()
            return answer
        finally:
            watch.cancel()

    def _hang_up(self) -> None:
        """Time is up: whoever sends a little now and then keeps nobody waiting for ever."""
        connection = self._connection.sock
        if connection is not None:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Plain(http.client.HTTPConnection):
    """To an address that was looked at."""

    allows_private = False

    def connect(self) -> None:
        self.sock = connected(self.host, self.port, self.timeout or 0, allows_private=self.allows_private)


class _Secure(_Plain):
    """The same by TLS: the certificate is that of the name, whatever the address."""

    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _connection_to(url: SplitResult, timeout: float, *, allows_private: bool) -> _Plain:
    kind = _Secure if url.scheme == "https" else _Plain
    connection = kind(url.hostname or "", url.port, timeout=timeout)
    connection.allows_private = allows_private
    return connection


def _target(url: SplitResult) -> str:
    return (url.path or "/") + (f"?{url.query}" if url.query else "")


def _problem(answer: http.client.HTTPResponse) -> str | None:
    if 200 <= answer.status < 300:
        return None
    if 300 <= answer.status < 400:
        return f"it answered {answer.status}, and redirects are not followed"
    return f"it answered {answer.status}"


def _retry_after(answer: http.client.HTTPResponse) -> float:
    text = answer.headers.get("Retry-After", "")
    return min(float(text), LONGEST_RETRY_AFTER) if text.isascii() and text.isdigit() else 0.0


def _said(error: Exception, is_late: bool) -> str:
    match error:
        case NotPublic():
            return "its name leads to no public address, and others are not allowed"
        case socket.gaierror() | UnicodeError():
            return "its name has no address"
        case _ if is_late or isinstance(error, TimeoutError):
            return "it did not answer in time"
        case ssl.SSLError():
            return f"TLS failed: {error.reason or 'no secure connection'}"
        case OSError() if error.strerror:
            return f"no connection: {error.strerror}"
        case _:
            return "it did not answer as HTTP has it"
