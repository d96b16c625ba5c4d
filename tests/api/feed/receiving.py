"""An endpoint as others run one: it keeps what it is sent, and answers as a test wants it to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass
class Received:
    """One message."""

    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> Any:
        return json.loads(self.body)

    @property
    def position(self) -> int:
        position: int = self.content["data"]["position"]
        return position


@dataclass
class Receiver:
    """Answers 200, or the statuses that wait in `answers`, and then 200."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    location: str = ""  # of redirects
    silence: float = 0.0  # seconds before an answer
    closes: bool = False  # the connection after each answer, without a word
    received: list[Received] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def positions(self) -> list[int]:
        return [message.position for message in self.received]

    def wait_for(self, messages: int, seconds: float = 10.0) -> list[Received]:
        with self.news:
            assert self.news.wait_for(lambda: len(self.received) >= messages, seconds), self.positions
            return list(self.received)


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Answering(BaseHTTPRequestHandler):
        """HTTP/1.1, so that one connection serves many messages."""

        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with receiver.news:
                receiver.received.append(Received(dict(self.headers), body))
                status = receiver.answers.pop(0) if receiver.answers else 200
                receiver.news.notify_all()
            receiver.ended.wait(receiver.silence)
            self.send_response(status)
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.send_header("Content-Length", "0")
            self.end_headers()
            self.close_connection = receiver.closes

        def log_message(self, format: str, *arguments: object) -> None:
            """Tests are silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_port}/events"
    yield receiver
    receiver.ended.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found
