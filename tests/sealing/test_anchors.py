"""Anchors are kept in files, repositories and endpoints; one that fails is told, and made good later."""

import json
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from settlebook import Ledger
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.ledger.opening import LedgerLog
from settlebook.library.sealing import Round
from settlebook.sealing.anchors import endpoint, place_of
from settlebook.sealing.errors import AnchorRefused
from tests.audit.conftest import opened
from tests.conftest import a_database
from tests.sealing.sealed import seal_blocks


@pytest.fixture(scope="module")
def books(engine: EmbeddedEngine, sealed_template: tuple[str, str]) -> Iterator[Ledger]:
    """One ledger for all: whatever a test records and seals is added to it."""
    for database in a_database(engine, sealed_template[0]):
        with opened(database) as ledger:
            yield ledger


def lines_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def kept_blocks(file: Path) -> list[int]:
    return [line["block"] for line in lines_of(file)]


def record_and_seal(ledger: Ledger, *anchors: str) -> Round:
    ledger.perform("account.create", None, {"name": "Ada", "currency": "GBP"})
    return ledger.seal_now(*anchors)


def test_a_file_gets_a_line_for_every_block_it_does_not_have(books: Ledger, tmp_path: Path):
    file = tmp_path / "anchors.jsonl"
    record_and_seal(books, str(file))
    before = kept_blocks(file)
    record_and_seal(books)
    done = record_and_seal(books, f"file:{file}")

    assert done.last is not None and [one.new for one in done.anchored] == [2]
    assert kept_blocks(file) == [*before, *range(len(before) + 1, done.last.number + 1)]
    assert lines_of(file)[-1]["hash"] == done.last.hash.hex() and books.verify_seals([file]).ok
    assert [one.new for one in books.seal_now(str(file)).anchored] == [0]


def test_ledgers_may_share_a_file(books: Ledger, tmp_path: Path):
    file = tmp_path / "anchors.jsonl"
    with Ledger(books._engine, LedgerLog(books._engine, "other", actor="tester")) as other:
        record_and_seal(other, str(file))
        record_and_seal(books, str(file))
        record_and_seal(other, str(file))

        assert other.verify_seals([file]).ok and books.verify_seals([file]).ok
    assert [line["block"] for line in lines_of(file) if line["ledger"] == "other"] == [1, 2]


@pytest.mark.parametrize("left", [0, 1, 40], ids=["nothing", "one byte", "half a line"])
def test_a_line_that_a_crash_cut_off_is_written_again(books: Ledger, tmp_path: Path, left: int):
    file = tmp_path / "anchors.jsonl"
    record_and_seal(books, str(file))
    whole = file.read_bytes()
    last = whole.rindex(b"\n", 0, -1) + 1
    file.write_bytes(whole[: last + left])

    books.seal_now(str(file))

    assert file.read_bytes() == whole


def test_a_last_line_without_its_end_is_kept(books: Ledger, tmp_path: Path):
    file = tmp_path / "anchors.jsonl"
    record_and_seal(books, str(file))
    file.write_bytes(file.read_bytes()[:-1])

    record_and_seal(books, str(file))

    assert books.verify_seals([file]).ok and kept_blocks(file)[-1] == books.seal_status().last.number  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["a diary", "a diary\n", "{}\n", '{"format":"settlebook.anchor.v1"}\n'])
def test_a_file_that_holds_something_else_is_left_as_it_is(books: Ledger, tmp_path: Path, text: str):
    file = tmp_path / "diary.txt"
    file.write_text(text, "utf-8")

    done = record_and_seal(books, str(file))

    assert done.blocks and "lines that are no anchors" in str(done.anchored[0].problem)
    assert file.read_text("utf-8") == text


def test_lines_that_end_as_on_windows_are_anchors(books: Ledger, tmp_path: Path):
    file = tmp_path / "anchors.jsonl"
    record_and_seal(books, str(file))
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")

    assert record_and_seal(books, str(file)).ok and books.verify_seals([file]).ok


def test_nothing_is_anchored_after_a_chain_that_is_another(books: Ledger, tmp_path: Path):
    file = tmp_path / "anchors.jsonl"
    record_and_seal(books, str(file))
    *kept, last = file.read_text("utf-8").splitlines(keepends=True)
    told = json.loads(last)
    told["hash"] = "00" * 32
    file.write_text("".join(kept) + json.dumps(told) + "\n", "utf-8")
    before = file.read_bytes()

    done = record_and_seal(books, str(file))

    assert not done.ok and "Nothing was anchored after it" in str(done.anchored[0].problem)
    assert file.read_bytes() == before and done.blocks


@pytest.mark.parametrize(
    ("anchor", "reason"),
    [
        (".", "is a folder"),
        ("missing/anchors.jsonl", "does not exist"),
        ("git:.", "is no git repository"),
        ("git:missing", "is no git repository"),
        ("ftp://example.org/x", "is no place for anchors"),
        ("https://", "is no address"),
        ("http://user:secret@example.org/", "does not belong"),
    ],
)
def test_what_is_no_place_for_anchors_is_refused_before_anything_is_sealed(
    books: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anchor: str, reason: str
):
    monkeypatch.chdir(tmp_path)
    before = books.seal_status().last

    with pytest.raises(AnchorRefused, match=reason):
        record_and_seal(books, anchor)
    assert books.seal_status().last == before


def test_windows_is_told_to_anchor_at_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.platform", "win32")

    with pytest.raises(AnchorRefused, match="locks that Windows lacks") as refusal:
        place_of(str(tmp_path / "anchors.jsonl"))

    assert "URL" in refusal.value.remedy


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "has no anchor of the ledger main"),
        ('{"format":"settlebook.anchor.v2"}\n', "line 1 is no anchor"),
        ("\nnot JSON\n", "line 2 is no anchor"),
        ("[]\n", "line 1 is no anchor"),
        ("[" * 100_000 + "\n", "line 1 is no anchor: it is nested too deeply"),
        ('{"format":"settlebook.anchor.v1","ledger":"main"}\n', "it has no 'block'"),
    ],
)
def test_a_file_that_holds_no_anchors_is_never_taken_for_one_that_agrees(
    books: Ledger, tmp_path: Path, text: str, reason: str
):
    file = tmp_path / "anchors.jsonl"
    file.write_text(text, "utf-8")

    with pytest.raises(AnchorRefused, match=reason):
        books.verify_seals([file])


# Repositories.


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet")
    return folder


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def test_a_repository_gets_a_commit_a_round(books: Ledger, repository: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_DIR", str(repository / "elsewhere"))  # as within a hook of another repository
    anchor = f"git:{repository}"
    record_and_seal(books, anchor)
    done = record_and_seal(books, anchor)
    books.seal_now(anchor)
    monkeypatch.delenv("GIT_DIR")

    assert done.ok and done.last is not None
    assert len(git(repository, "log", "--format=%s").splitlines()) == 2
    assert done.last.hash.hex() in git(repository, "log", "-1", "--format=%B")
    assert git(repository, "status", "--porcelain") == ""
    assert books.verify_seals([repository / "settlebook-anchors.jsonl"]).ok


def test_a_repository_commits_anchors_whatever_it_ignores_and_shows(books: Ledger, repository: Path):
    (repository / ".gitignore").write_text("*.jsonl\n", "utf-8")
    git(repository, "config", "status.showUntrackedFiles", "no")

    record_and_seal(books, f"git:{repository}")

    assert git(repository, "ls-files").split() == ["settlebook-anchors.jsonl"]


def test_a_commit_that_fails_is_told_and_made_good_by_the_next(books: Ledger, repository: Path):
    hook = repository / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\necho the disk is full >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    failed = record_and_seal(books, f"git:{repository}")
    hook.unlink()
    done = books.seal_now(f"git:{repository}")

    assert failed.blocks and failed.anchored[0].problem == "the disk is full"
    assert done.ok and git(repository, "status", "--porcelain") == ""


# Endpoints.


class Inbox(ThreadingHTTPServer):
    """An endpoint that answers as it is told, and keeps what it took."""

    answers: list[int]
    taken: list[dict[str, Any]]
    tokens: list[str | None]


class _Answer(BaseHTTPRequestHandler):
    server: Inbox

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        code = self.server.answers.pop(0) if self.server.answers else 200
        if code == 200:
            self.server.taken.append(json.loads(body))
            self.server.tokens.append(self.headers["Authorization"])
        self.send_response(code)
        if code == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        """Where a redirect would lead, which keeps nothing."""
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silence."""


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    monkeypatch.setattr(endpoint, "PAUSE", 0.01)
    with Inbox(("127.0.0.1", 0), _Answer) as server:
        server.answers, server.taken, server.tokens = [], [], []
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def url_of(inbox: Inbox) -> str:
    return f"http://127.0.0.1:{inbox.server_port}/anchors?secret=x"


def test_an_endpoint_is_posted_the_new_blocks(books: Ledger, inbox: Inbox, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(endpoint.TOKEN, "abc")
    inbox.answers += [500, 503]
    done = record_and_seal(books, url_of(inbox))

    assert done.last is not None and [one["hash"] for one in inbox.taken] == [done.last.hash.hex()]
    assert inbox.tokens == ["Bearer abc"] and "secret" not in done.anchored[0].where


@pytest.mark.parametrize("code", [302, 400, 500])
def test_an_endpoint_that_takes_nothing_is_told_and_the_seal_stands(books: Ledger, inbox: Inbox, code: int):
    inbox.answers += [code] * 3
    done = record_and_seal(books, url_of(inbox))

    assert done.blocks and not done.ok and str(code) in str(done.anchored[0].problem)
    assert inbox.taken == [] and books.seal_status().unsealed == 0


def test_what_an_endpoint_missed_it_is_posted_when_it_answers_again(books: Ledger, inbox: Inbox):
    inbox.answers += [400] * 2
    stop, rounds = Event(), list[Round]()

    def notice(done: Round) -> None:
        rounds.append(done)
        if len(rounds) == 3:
            stop.set()
        books.perform("account.create", None, {"name": "Ada", "currency": "GBP"})

    books.perform("account.create", None, {"name": "Ada", "currency": "GBP"})
    books.seal_regularly(0.01, url_of(inbox), stop=stop, notice=notice)

    assert [done.ok for done in rounds] == [False, False, True]
    assert [one["block"] for one in inbox.taken] == [
        block.number for done in rounds for block in done.blocks
    ][-3:]


def test_an_endpoint_that_does_not_answer_is_told(books: Ledger, inbox: Inbox):
    nobody = f"http://127.0.0.1:{free_port()}/"

    done = record_and_seal(books, nobody, url_of(inbox))

    assert [one.problem is None for one in done.anchored] == [False, True]
    assert "refused" in str(done.anchored[0].problem) and inbox.taken


def free_port() -> int:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answer) as server:
        return server.server_port


def test_seals_made_before_count_for_an_anchor_that_is_new(books: Ledger, tmp_path: Path):
    seal_blocks(books)
    done = books.seal_now(str(tmp_path / "anchors.jsonl"))

    assert done.blocks == () and done.last is not None and done.anchored[0].new == done.last.number
