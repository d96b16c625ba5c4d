"""`settlebook serve`: the API of a ledger, on one port."""

from pathlib import Path
from typing import Annotated

import typer

from settlebook.cli.operating.client import needing_server
from settlebook.cli.session import session_of
from settlebook.cli.showing.output import notice


def serve(
    context: typer.Context,
    host: Annotated[
        str | None,
        typer.Option(
            "--host", metavar="ADDRESS", help="Where to listen. Default: 127.0.0.1, so this machine."
        ),
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", metavar="PORT", help="Default: 8080; 0 takes any that is free.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", help="Processes that answer. Default: 1.")
    ] = None,
    tls_certificate: Annotated[
        Path | None,
        typer.Option("--tls-certificate", metavar="FILE", help="For HTTPS: its chain, in PEM."),
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option("--tls-key", metavar="FILE", help="Its private key in PEM.")
    ] = None,
    settings: Annotated[
        Path | None,
        typer.Option(
            "--settings",
            metavar="FILE",
            envvar="SETTLEBOOK_SETTINGS",
            help="Every setting of a server, in TOML; docs/api.md lists them.",
        ),
    ] = None,
) -> None:
    """Serve the REST API until it is stopped; the paths and shapes are those of Zuora.

    Flags count before variables SETTLEBOOK_PORT and so on, and these before the file.
    """
    given = {
        "host": host,
        "port": port,
        "workers": workers,
        "tls_certificate": tls_certificate,
        "tls_key": tls_key,
        **_books(context),
    }
    needing_server(
        lambda: _serve(settings, {name: value for name, value in given.items() if value is not None})
    )


def _serve(file: Path | None, given: dict[str, object]) -> None:
    from settlebook.api.processes.running import serve as run
    from settlebook.api.serving.settings import settings_of

    run(settings_of(file, given), notice)


def _books(context: typer.Context) -> dict[str, object]:
    """What stands before the command; a ledger that nobody named is left to the settings."""
    session = session_of(context)
    source = context.find_root().get_parameter_source("ledger")
    return {
        "database": session.database,
        "ledger": session.ledger if source is not None and source.name != "DEFAULT" else None,
    }
