"""Clients of the API: a secret is shown when it is made, and never again."""

from tests.cli.conftest import Shell


def test_a_client_is_made_and_its_secret_shown_once(shell: Shell):
    made = shell.done("client", "create", "billing run", "--role", "operator", "--json").json
    listed = shell.done("client", "list", "--json")

    assert (len(made["clientId"]), 0 < len(made["clientSecret"]) <= 42) == (36, True)
    assert [(row["name"], row["role"], row["clientId"]) for row in listed.json] == [
        ("billing run", "operator", made["clientId"])
    ]
    assert made["clientSecret"] not in listed.out


def test_a_client_may_be_kept_to_one_account_that_is_there(shell: Shell):
    shell.done("account", "create", "--number", "A-1", "--name", "Acme", "--currency", "EUR")

    refused = shell.refused("client", "create", "portal", "--role", "viewer", "--account", "A-2")
    shell.done("client", "create", "portal", "--role", "viewer", "--account", "A-1")

    assert "not_found" in refused.err
    (client,) = shell.done("client", "list", "--json").json
    assert client["account"] == shell.done("account", "show", "A-1", "--json").json["id"]


def test_a_secret_is_replaced_and_a_client_ended_by_name_or_id(shell: Shell):
    made = shell.done("client", "create", "app", "--role", "admin", "--json").json

    rotated = shell.done("client", "rotate", "app", "--json").json
    shell.done("client", "revoke", made["clientId"])

    assert rotated["clientId"] == made["clientId"]
    assert rotated["clientSecret"] != made["clientSecret"]
    assert shell.done("client", "list", "--json").json[0]["revoked"] is not None
    assert "not_found" in shell.refused("client", "rotate", "app").err


def test_a_role_that_nobody_has_is_misuse(shell: Shell):
    said = shell.misused("client", "create", "app", "--role", "owner")

    assert "viewer, operator, accountant, admin" in " ".join(said.err.split())
