"""The server as strangers meet it: Zuora's own client with a whole story, and requests drawn from OpenAPI."""

import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from settlebook.api.caller import Role
from settlebook.api.security.clients import Clients, Credentials
from settlebook.library.ledger import Ledger
from tests.api.serving.servers import Served, a_server
from tests.conftest import Database
from tests.house.tree import ROOT

# Its models are of an older pydantic.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:zuora_sdk")
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
NOT_JSON = "/v1/commands"  # its lines are JSON, and it is not


@pytest.fixture
def credentials(ledger: Ledger) -> Credentials:
    return Clients(ledger).create("stranger", Role.ADMIN, None, by="tester")


@pytest.fixture
def served(database: Database, credentials: Credentials, tmp_path: Path) -> Iterator[Served]:
    with a_server(database, tmp_path / "log") as running:
        yield running


def test_zuoras_own_client_settles_and_recomputes_every_balance(served: Served, credentials: Credentials):
    story: dict[str, Any] = runpy.run_path(str(ROOT / "scripts" / "zuora_sdk_story.py"))

    told = list(story["Story"](served.url, *credentials).tell())

    assert told[-1] == "both queries of the Data Query tell the same"


def test_requests_drawn_from_openapi_meet_no_fault_and_no_answer_that_it_does_not_describe(
    served: Served, credentials: Credentials, tmp_path: Path
):
    openapi = tmp_path / "openapi.json"  # itself it waits ten seconds for that, which a busy machine may need
    openapi.write_bytes(requests.get(f"{served.url}/openapi.json", timeout=60).content)
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", str(openapi), "--url", served.url,
        "--header", f"Authorization: Bearer {served.token(credentials)}",
        "--checks", CHECKS, "--phases", "fuzzing", "--max-examples", "1", "--generation-deterministic",
        "--suppress-health-check", "all", "--warnings", "off", "--exclude-path", NOT_JSON,
    ]  # fmt: skip

    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)

    assert ended.returncode == 0, ended.stdout[-4_000:]
