"""A server is told by flags, variables and a file, in this order; what cannot be meant is refused by name."""

from pathlib import Path

import pytest

from settlebook.api.processes.running import AddressTaken, UnfitForTls, is_loopback, serve
from settlebook.api.serving.settings import ServerSettings, settings_of
from settlebook.domain.errors import InvalidRequest
from tests.house.tree import ROOT

OF_EVERY_COMMAND = {"database", "ledger"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "settlebook.toml"
    path.write_text('port = 1001\nhost = "::1"\nthreads = 7\n', encoding="utf-8")
    return path


def test_flags_count_before_variables_and_these_before_the_file(file: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SETTLEBOOK_PORT", "1002")
    monkeypatch.setenv("SETTLEBOOK_HOST", "127.0.0.2")

    found = settings_of(file, {"port": 1003})

    assert (found.port, found.host, found.threads) == (1003, "127.0.0.2", 7)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("port = 70000", "port"),
        ("prot = 1", "prot"),
        ("port = ", "TOML"),
        ("port = " + "[" * 10_000, "nested too deeply"),
        ('tls_key = "key.pem"', "tls_certificate: it goes together with `tls_key`"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(file: Path, text: str, named: str):
    file.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidRequest, match=named):
        settings_of(file, {})


def test_where_nobody_can_listen_the_server_says_so_before_it_opens_a_ledger():
    with pytest.raises(AddressTaken, match=r"Nothing can listen at 192\.0\.2\.1, port 1") as refused:
        serve(settings_of(None, {"host": "192.0.2.1", "port": 1}), print)

    assert "--port" in refused.value.remedy


def test_a_certificate_that_is_not_there_is_named_before_anything_is_served(tmp_path: Path):
    settings = settings_of(None, {"tls_certificate": tmp_path / "chain.pem", "tls_key": tmp_path / "key.pem"})

    with pytest.raises(FileNotFoundError, match=r"chain\.pem"):
        serve(settings, pytest.fail)


def test_by_default_only_this_machine_can_reach_it():
    assert is_loopback(ServerSettings.model_fields["host"].default)
    assert not is_loopback("0.0.0.0")


def test_the_documentation_lists_every_setting_with_its_default():
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:4] for line in text.splitlines() if line.startswith("| `")]
    told = {name.strip().strip("`"): (default.strip(), said.strip()) for name, default, said in rows}

    for name, setting in ServerSettings.model_fields.items():
        if name not in OF_EVERY_COMMAND:
            assert told[name] == (shown(setting.default), setting.description)


def shown(default: object) -> str:
    if isinstance(default, bool):
        return "on" if default else "off"
    return "" if default in (None, "") else f"{default:,}" if isinstance(default, int) else str(default)


def test_files_that_are_no_pem_are_refused_before_the_server_is_told_of(tmp_path: Path):
    junk, told = tmp_path / "junk.pem", list[str]()
    junk.write_text("junk", "utf-8")
    settings = settings_of(None, {"port": 0, "tls_certificate": junk, "tls_key": junk})

    with pytest.raises(UnfitForTls, match=r"HTTPS cannot be served with .*junk.pem"):
        serve(settings, told.append)

    assert told == []
