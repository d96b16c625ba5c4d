"""`settlebook client`: the programs that may use the API, each with a role and a secret of its own."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from settlebook import EngineError, Ledger
from settlebook.cli.asking import options
from settlebook.cli.session import opened, opened_to_record, session_of
from settlebook.cli.showing.output import notice, print_json, print_table, say

if TYPE_CHECKING:
    from settlebook.api.security.clients import Client, Clients, Credentials

T = TypeVar("T")
app = typer.Typer(help="Clients of the API: who may log in, and as what.", no_args_is_help=True)

Named = Annotated[str, typer.Argument(metavar="CLIENT", help="The client, by id or name.")]


class ServerMissing(EngineError):
    """The packages of the server are not installed."""


def needing_server(work: Callable[[], T]) -> T:
    """What needs the packages of the server. Raises ServerMissing."""
    try:
        return work()
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "settlebook":
            raise
        raise ServerMissing(
            f"The server needs {error.name}, which is not installed.",
            "Install it with: pip install 'settlebook[server]'",
        ) from None


@app.command()
def create(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called, as its events keep it.")],
    role: Annotated[
        str, typer.Option("--role", metavar="viewer|operator|accountant|admin", help="What it may do.")
    ],
    account: Annotated[
        str | None,
        typer.Option("--account", metavar="ACCOUNT", help="The only account that it may see."),
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Make a client. Its secret is shown now and never again; only a hash of it is kept."""
    with opened_to_record(context) as ledger:
        clients = _clients(ledger)
        account_id = ledger.account(account).id if account is not None else None
        made = clients.create(name, _role(role), account_id, by=session_of(context).actor)
    _show(made, as_json=as_json)


@app.command("list")
def list_clients(context: typer.Context, as_json: options.AsJson = False) -> None:
    """Show every client, those that were revoked too; never a secret."""
    with opened(context) as ledger:
        found = [_row(client) for client in _clients(ledger).all()]
    if as_json:
        print_json(found)
        return
    names = ("name", "role", "account", "clientId", "createdBy", "created", "rotated", "revoked")
    titles = ("Client", "Role", "Account", "Client id", "Made by", "Made", "Rotated", "Revoked")
    print_table(None, titles, [[row[name] for name in names] for row in found])


@app.command()
def rotate(context: typer.Context, client: Named, as_json: options.AsJson = False) -> None:
    """Give a client another secret; the one before, and the tokens it got, are worth nothing at once."""
    with opened(context) as ledger:
        made = _clients(ledger).rotate(client)
    _show(made, as_json=as_json)


@app.command()
def revoke(context: typer.Context, client: Named, as_json: options.AsJson = False) -> None:
    """End a client: running servers refuse it within seconds. What it did stays, under its name."""
    with opened(context) as ledger:
        client_id = _clients(ledger).revoke(client)
    if as_json:
        print_json({"clientId": client_id, "revoked": True})
    else:
        say(f"Client {client_id} is revoked.")


def _clients(ledger: Ledger) -> "Clients":
    def made() -> "Clients":
        from settlebook.api.security.clients import Clients

        return Clients(ledger)

    return needing_server(made)


def _role(text: str) -> Any:
    from settlebook.api.caller import Role

    try:
        return Role(text)
    except ValueError:
        raise typer.BadParameter(f"give one of {', '.join(Role)}", param_hint="--role") from None


def _show(made: "Credentials", *, as_json: bool) -> None:
    if as_json:
        print_json({"clientId": made.client_id, "clientSecret": made.client_secret})
        return
    say(f"Client id:     {made.client_id}")
    say(f"Client secret: {made.client_secret}")
    notice("Keep the secret now: it cannot be shown again.")


def _row(client: "Client") -> dict[str, Any]:
    return {
        "clientId": client.client_id,
        "name": client.name,
        "role": client.role.value,
        "account": client.account_id,
        "createdBy": client.created_by,
        "created": _at(client.created_at),
        "rotated": _at(client.rotated_at),
        "revoked": _at(client.revoked_at),
    }


def _at(instant: Any) -> str | None:
    return instant.isoformat(timespec="seconds") if instant is not None else None
