"""A server of somebody else's is made ready by its owner, or with the help of its administrator."""

import re
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


@pytest.fixture(scope="module", params=VERSIONS)
def running(request: pytest.FixtureRequest) -> Iterator[PrivateServer]:
    with a_private_server(request.param) as server:
        server.add_login("owner", "CREATEROLE")
        server.add_login("plain")
        server.add_login("analyst")
        yield server


@pytest.fixture
def server(running: PrivateServer) -> Iterator[PrivateServer]:
    with running.fresh_databases():
        yield running


def test_a_member_of_the_app_is_told_to_have_a_second_database_migrated(server: PrivateServer):
    assert settlebook(server.url("owner", "books"), "migrate").code == 0
    server.run("GRANT settlebook_app TO plain")

    said = settlebook(server.url("plain", "plain_books"), "payment", "list")

    assert said.code == 1
    assert "settlebook migrate" in said.err


@pytest.mark.parametrize("by_socket", [False, True])
def test_an_owner_who_may_create_roles_migrates_by_himself_and_again(server: PrivateServer, by_socket: bool):
    url = server.url("owner", "books", by_socket=by_socket)

    first, second = settlebook(url, "migrate"), settlebook(url, "migrate")

    assert (first.code, second.code) == (0, 0)
    assert settlebook(url, "account", "create", "--name", "Acme", "--currency", "GBP").code == 0


def test_an_owner_who_may_not_is_given_the_sql_that_an_administrator_runs(server: PrivateServer):
    url = server.url("plain", "plain_books")

    refused = settlebook(url, "migrate")
    wanted = re.findall(r"^  (.+;)$", refused.err, re.MULTILINE)
    untouched = server.tables("plain_books")
    server.run(*wanted, database="plain_books")
    migrated = settlebook(url, "migrate")

    assert refused.code == 1
    assert "plain may not prepare the database" in refused.err
    assert "CREATE ROLE" in wanted[0]
    assert untouched == 0
    assert migrated.code == 0, migrated.err
    assert settlebook(url, "account", "create", "--name", "Acme", "--currency", "GBP").code == 0


def test_a_second_database_on_the_same_server_is_given_the_rights_it_still_lacks(server: PrivateServer):
    assert settlebook(server.url("owner", "books"), "migrate").code == 0
    url = server.url("plain", "plain_books")

    refused = settlebook(url, "migrate")
    wanted = re.findall(r"^  (.+;)$", refused.err, re.MULTILINE)
    server.run(*wanted, database="plain_books")

    assert wanted
    assert not any("CREATE ROLE" in statement for statement in wanted)
    assert settlebook(url, "migrate").code == 0


def test_a_database_that_is_closed_to_all_is_opened_to_the_roles_that_need_it(server: PrivateServer):
    server.run("REVOKE ALL ON DATABASE books FROM PUBLIC")
    url = server.url("owner", "books")

    migrated, again = settlebook(url, "migrate"), settlebook(url, "migrate")
    server.run("GRANT settlebook_app TO plain", "GRANT settlebook_reader TO analyst")
    plain, analyst = server.url("plain", "books"), server.url("analyst", "books")
    created = settlebook(plain, "account", "create", "--name", "Acme", "--currency", "GBP")

    assert (migrated.code, again.code) == (0, 0), migrated.err
    assert created.code == 0, created.err
    assert settlebook(plain, "verify", "books").code == 0
    assert settlebook(url, "rebuild", "--from-events").code == 0  # it makes tables and schemas: the owner's
    assert settlebook(plain, "sql", "select 1", reader=analyst).code == 0


def test_four_programs_that_migrate_at_once_all_succeed(server: PrivateServer):
    url = server.url("owner", "books")
    words, pipe = [*programs.COMMAND_LINE, "--database", url, "migrate"], programs.PIPE

    started = [programs.start(words, env=environment(), stdout=pipe, stderr=pipe) for _ in range(4)]
    outputs = [program.communicate(timeout=120) for program in started]

    keeps_secrets(str(outputs))
    assert [program.returncode for program in started] == [0] * 4, outputs
    assert (
        server.run(
            "SELECT number, count(*) FROM log.migration GROUP BY 1 HAVING count(*) > 1", database="books"
        )
        == []
    )
    assert settlebook(url, "verify", "books").code == 0
