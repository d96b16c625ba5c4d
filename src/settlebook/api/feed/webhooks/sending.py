"""Sends messages to one endpoint over HTTP: within a time limit, past no proxy, along no redirect."""

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import SplitResult, urlsplit

from settlebook.api.feed.webhooks.addresses import NotPublic, Timed, TimedTls, connected, left, secured

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
        self._connection = _connection_to(self._url, allows_private=allows_private)

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
        self._connection.has_to_end_by(begun + self._timeout)
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
        self._connection.request("POST", _target(self._url), body, dict(headers))
        answer = self._connection.getresponse()
        answer.read(MOST_READ)
        if not answer.isclosed():
            self._connection.close()
        return answer


class _Plain(http.client.HTTPConnection):
    """To an address that was looked at, until a deadline."""

    sock: Timed | TimedTls | None

    def __init__(self, host: str, port: int | None, *, allows_private: bool) -> None:
        super().__init__(host, port)
        self._allows_private = allows_private
        self._deadline = 0.0

    def has_to_end_by(self, deadline: float) -> None:
        self._deadline = deadline
        if self.sock is not None:
            self.sock.deadline = deadline
            self.sock.settimeout(left(deadline))

    def connect(self) -> None:
        self.sock = self._opened()

    def _opened(self) -> Timed:
        return connected(self.host, self.port, self._deadline, allows_private=self._allows_private)


class _Secure(_Plain):
    """The same by TLS."""

    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        self.sock = secured(self._opened(), self.host)


def _connection_to(url: SplitResult, *, allows_private: bool) -> _Plain:
    kind = _Secure if url.scheme == "https" else _Plain
    return kind(url.hostname or "", url.port, allows_private=allows_private)


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
