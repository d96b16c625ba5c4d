"""Sending to endpoints that do not do as they should: all of it ends in time, and says what was wrong."""

import socket
import threading
import time
from contextlib import suppress

from settlebook.api.feed.webhooks.sending import Endpoint, Sent
from tests.api.feed.receiving import receiving


def sent_to(url: str, timeout: float = 5.0) -> Sent:
    with Endpoint(url, timeout=timeout, allows_private=True) as endpoint:
        return endpoint.send(b"{}", {})


def test_an_endpoint_that_drips_keeps_nobody_beyond_the_time_limit():
    def drip() -> None:
        connection, _ = listening.accept()
        with connection, suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\nSlow: ")
            for _ in range(80):  # four seconds
                connection.sendall(b"a")
                time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        sent = sent_to(f"http://127.0.0.1:{listening.getsockname()[1]}/", timeout=0.3)
        thread.join(5)

    assert (sent.problem, sent.status) == ("it did not answer in time", None)
    assert 250 < sent.milliseconds < 3_500


def test_an_endpoint_without_tls_is_sent_nothing_by_https():
    with receiving() as receiver:
        sent = sent_to(receiver.url.replace("http:", "https:"))

    assert sent.problem is not None and sent.problem.startswith("TLS failed")
    assert receiver.received == []


def test_an_endpoint_that_closed_the_connection_meanwhile_is_connected_to_again():
    with (
        receiving() as receiver,
        Endpoint(receiver.url, timeout=5, allows_private=True) as endpoint,
    ):
        receiver.closes = True
        both = [endpoint.send(b'{"data": {"position": 1}}', {}) for _ in range(2)]

    assert [sent.status for sent in both] == [200, 200]
    assert len(receiver.received) == 2


def test_nobody_there_and_no_such_name_are_told():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

    assert sent_to(f"http://127.0.0.1:{port}/").problem == "no connection: Connection refused"
    assert sent_to("http://nobody.invalid/").problem == "its name has no address"
