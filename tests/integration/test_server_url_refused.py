"""A server of somebody else's that is not ready, not safe or not reached, and how people are told."""

from collections.abc import Iterator

import pytest

from tests import programs
from tests.integration.private_server import (
    VERSIONS,
    PrivateServer,
    a_private_server,
    environment,
    keeps_secrets,
    settlebook,
)


@pytest.fixture(scope="module", params=VERSIONS[:1])
def running(request: pytest.FixtureRequest) -> Iterator[PrivateServer]:
    with a_private_server(request.param) as server:
        server.add_login("owner", "CREATEROLE")
        server.add_login("plain")
        yield server


@pytest.fixture
def server(running: PrivateServer) -> Iterator[PrivateServer]:
    with running.fresh_databases():
        yield running


@pytest.mark.parametrize(
    "command",
    [
        ("account", "create", "--name", "Acme", "--currency", "GBP"),
        ("payment", "list"),
        ("verify", "books"),
        ("sql", "select 1"),
    ],
)
def test_before_it_is_migrated_every_command_says_what_to_run(
    server: PrivateServer, command: tuple[str, ...]
):
    said = settlebook(server.url("owner", "books"), *command)

    assert said.code == 1
    assert said.out == ""
    assert "settlebook migrate" in said.err
    assert server.tables("books") == 0  # nothing is made in silence


@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
def test_a_server_that_could_lose_entries_is_refused(server: PrivateServer, name: str):
    with server.setting(name, "off"):
        said = settlebook(server.url("owner", "books"), "migrate")

    assert said.code == 1
    assert f"runs with {name} off" in said.err
    assert server.tables("books") == 0


def test_a_wrong_password_is_refused_without_repeating_it(server: PrivateServer):
    url = server.url("owner", "books").replace("owner-secret-2", "not-the-secret")

    said = settlebook(url, "payment", "list")

    assert said.code == 1
    assert "password authentication failed" in said.err
    assert "not-the-secret" not in said.out + said.err


def test_the_environment_names_the_server_as_well(server: PrivateServer):
    database = environment(server.url("owner", "books"))

    ended = programs.run([*programs.COMMAND_LINE, "migrate"], env=database)

    keeps_secrets(ended.stdout + ended.stderr)
    assert ended.returncode == 0, ended.stderr
    assert server.tables("books") > 0
