"""Starts the processes of a server, tells where it listens, and stops when it has answered what it took."""

import ipaddress
import os
import signal
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from uvicorn.supervisors import Multiprocess

from settlebook.api.processes.application import SETTINGS, application, opened
from settlebook.api.security.clients import Clients
from settlebook.api.serving.logs import logging_of
from settlebook.api.serving.metrics import FIGURES
from settlebook.api.serving.settings import ServerSettings
from settlebook.engine import EngineError

Notice = Callable[[str], None]
BEGINNING = 60  # seconds for a process to begin, or to answer after a pause; then another takes its place
BACKLOG = 2_048  # connections that nobody has taken yet
FACTORY = "settlebook.api.processes.application:from_environment"


class AddressTaken(EngineError):
    """Nobody can listen there."""


class UnfitForTls(EngineError):
    """No HTTPS can be served with the certificate and the key."""


def serve(settings: ServerSettings, notice: Notice) -> None:
    """Serve until SIGTERM or SIGINT.

    Raises before anything is served: OSError for a file of TLS that cannot be read; EngineError for one that
    is unfit, for no address, no ledger.
    """
    _require_tls(settings.tls_certificate, settings.tls_key)
    listening = _listen(settings)
    with opened(settings) as ledger:  # errors of the ledger are told once, before processes are started
        _warn(settings, Clients(ledger), notice)
        notice(f"Settlebook serves {ledger.description} at {_address(settings, listening)}; /docs is open.")
        signal.signal(signal.SIGTERM, lambda *_: None)  # after a stop that was asked for, all is well
        if settings.workers == 1:
            uvicorn.Server(_config(settings, application(settings, ledger))).run(sockets=[listening])
        else:
            _run_processes(settings, listening)


def _run_processes(settings: ServerSettings, listening: socket.socket) -> None:
    """Each process is told the settings, and writes its figures where all of them are added up."""
    with TemporaryDirectory(prefix="settlebook-figures-") as figures:
        os.environ[SETTINGS] = settings.model_dump_json()
        os.environ[FIGURES] = figures
        Multiprocess(_config(settings, FACTORY), sockets=[listening]).run()


def _config(settings: ServerSettings, app: object) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        factory=isinstance(app, str),
        workers=settings.workers,
        backlog=BACKLOG,
        lifespan="on",
        log_config=logging_of(settings.log_format),
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies or None,
        timeout_graceful_shutdown=settings.stop_seconds,
        timeout_worker_healthcheck=BEGINNING,
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=settings.tls_key,
        ws="none",
    )


class _HasPassphrase(Exception):
    """Who serves asks for it; nobody is asked twice."""


def _require_tls(certificate: Path | None, key: Path | None) -> None:
    """Raises OSError, UnfitForTls."""
    if certificate is None or key is None:
        return
    for file in (certificate, key):
        file.open("rb").close()  # who cannot be read is named, which is not so below
    with suppress(_HasPassphrase):
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, _asked_for_passphrase)
        except ssl.SSLError as error:
            raise UnfitForTls(
                f"HTTPS cannot be served with {certificate} and {key}: {error.reason or 'they are no PEM'}.",
                "Give a certificate chain in PEM, the server's own first, and the private key of that one.",
            ) from None


def _asked_for_passphrase() -> str:
    raise _HasPassphrase


def _listen(settings: ServerSettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        listening.close()
        raise AddressTaken(
            f"Nothing can listen at {settings.host}, port {settings.port}: {error.strerror or error}.",
            "Name others by --host and --port.",
        ) from None
    listening.listen(BACKLOG)  # who comes before the routes are there waits for them
    listening.set_inheritable(True)
    return listening


def _address(settings: ServerSettings, listening: socket.socket) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{'https' if settings.tls_key else 'http'}://{host}:{listening.getsockname()[1]}"


def _warn(settings: ServerSettings, clients: Clients, notice: Notice) -> None:
    if not is_loopback(settings.host) and settings.tls_key is None:
        notice("Others can reach this address, and secrets pass it unencrypted: have TLS before or in it.")
    if all(client.is_revoked for client in clients.all()):
        notice("Nobody can log in yet: settlebook client create NAME --role admin")


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
