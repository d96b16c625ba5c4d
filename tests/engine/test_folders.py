"""Where the files go: the folder asked for, or for root a private one; and which folders are refused."""

import os
import stat
from pathlib import Path

import pytest

from settlebook.engine import EngineError, FolderRefused, NotYours, Role, identity, private
from tests.engine.conftest import Open
from tests.engine.servers import (
    a_client,
    first_word,
    kill_everything,
    leave,
    note,
    noted,
    owner_of,
    postmaster,
)
from tests.engines import unprivileged_user

IS_ROOT = os.geteuid() == 0


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def a_closed_folder(place: Path) -> Path:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    return closed


def test_folders_above_the_ledger_keep_their_modes(open_: Open, place: Path, private_root: Path) -> None:
    closed = a_closed_folder(place)

    engine = open_(closed / "clone" / "ledger")

    note(engine, 1)
    assert mode_of(closed) == 0o700
    assert closed.stat().st_uid == os.geteuid()
    assert engine.folder.is_relative_to(private_root if IS_ROOT else closed)


def test_a_strict_umask_does_not_shut_out_the_servers_user(
    open_: Open, place: Path, private_root: Path
) -> None:
    before = os.umask(0o077)
    try:
        note(open_(place / "new" / "ledger"), 1)
    finally:
        os.umask(before)

    assert mode_of(place / "new") == 0o700


def test_root_is_told_where_the_files_are_and_finds_them_again(
    open_: Open, place: Path, notices: list[str], private_root: Path
) -> None:
    asked = a_closed_folder(place) / "ledger"
    engine = open_(asked)
    note(engine, 3)
    engine.close()

    again = open_(asked)

    assert noted(again) == 3
    if IS_ROOT:
        assert [str(engine.folder) in notice for notice in notices] == [True, False], "said once"
        assert "a folder moved or copied elsewhere has another ledger" in notices[0]
        assert str(engine.folder) in (asked / "MOVED.txt").read_text()
    assert notices[-1:] == [f"A new ledger begins in {asked}."]


def test_a_new_ledger_is_told_of_once_so_that_a_folder_that_was_misspelt_is_noticed(
    open_: Open, new_folder: Path, notices: list[str]
) -> None:
    open_(new_folder).close()

    open_(new_folder).close()

    assert [notice for notice in notices if "begins" in notice] == [f"A new ledger begins in {new_folder}."]


def test_a_new_clone_at_the_old_path_is_told_that_it_meets_the_old_ledger(
    open_: Open, place: Path, notices: list[str], private_root: Path
) -> None:
    asked = a_closed_folder(place) / "ledger"
    note(engine := open_(asked), 3)
    engine.close()
    if IS_ROOT:
        (asked / "MOVED.txt").unlink()

    again = open_(asked)

    assert noted(again) == 3
    if IS_ROOT:
        assert notices[-1].startswith("The ledger of an earlier folder at this path is opened again.")


def test_the_private_folder_stays_when_the_way_is_opened_later(
    open_: Open, place: Path, private_root: Path
) -> None:
    closed = a_closed_folder(place)
    note(engine := open_(closed / "ledger"), 3)
    engine.close()
    closed.chmod(0o711)

    assert noted(open_(closed / "ledger")) == 3


def test_a_ledger_whose_way_was_closed_is_not_replaced_by_an_empty_one(
    open_: Open, place: Path, private_root: Path
) -> None:
    way = place / "way"
    way.mkdir()
    way.chmod(0o711)
    note(engine := open_(way / "ledger"), 3)
    engine.close()
    way.chmod(0o700)

    if IS_ROOT:
        with pytest.raises(NotYours, match="can no longer enter it"):
            open_(way / "ledger")
    else:
        assert noted(open_(way / "ledger")) == 3


def test_two_folders_never_share_a_private_one() -> None:
    asked = [Path("/srv/a/b"), Path("/srv/a-b"), Path("/srv/a b"), Path("/srv/A/b"), Path("/srv/é")]

    places = {private.folder_for(path) for path in asked}

    assert len(places) == len(asked)
    assert all(place.parent == private.PRIVATE_ROOT for place in places)


def test_a_long_path_has_its_socket_in_a_short_closed_folder(open_: Open, place: Path) -> None:
    folder = place / ("long" * 25) / ("path" * 25) / "ledger"

    engine = open_(folder)

    note(engine, 3)
    socket_folder = Path(engine.conninfo(Role.OWNER).split()[0].removeprefix("host="))
    assert engine.folder == folder
    assert not socket_folder.is_relative_to(place)
    assert mode_of(socket_folder) == 0o700
    assert socket_folder.stat().st_uid == owner_of(postmaster(engine))
    with a_client(folder) as client:
        assert first_word(client) == "open", "others find the socket too"
        assert leave(client) == 0
    engine.close()
    assert not socket_folder.exists()
    assert noted(open_(folder)) == 3


def test_a_lost_socket_folder_is_made_again(open_: Open, place: Path) -> None:
    engine = open_(place / ("long" * 25) / "ledger")
    note(engine, 3)
    socket_folder = Path(engine.conninfo(Role.OWNER).split()[0].removeprefix("host="))
    kill_everything(engine)
    for left in socket_folder.iterdir():
        left.unlink()
    socket_folder.rmdir()

    engine.ensure()

    assert noted(engine) == 3
    assert not socket_folder.exists()


def test_a_folder_of_an_odd_name_works(open_: Open, place: Path) -> None:
    engine = open_(place / 'it\'s, "odd" $HOME\\ é')

    note(engine, 2)

    assert noted(engine) == 2


def test_a_socket_folder_that_others_may_enter_is_refused(open_: Open, folder: Path) -> None:
    open_(folder).close()
    (folder / "socket").chmod(0o755)

    with pytest.raises(EngineError, match="alone"):
        open_(folder)


def test_a_ledger_that_others_may_enter_is_refused(open_: Open, folder: Path) -> None:
    folder.chmod(0o755)

    with pytest.raises(FolderRefused, match="Others may enter") as refusal:
        open_(folder)

    assert f"chmod 700 {folder}" in refusal.value.remedy


def test_a_folder_that_holds_other_things_is_left_as_it_is(open_: Open, place: Path) -> None:
    (place / "home").mkdir()
    (place / "home").chmod(0o755)
    (place / "home" / "letters.txt").write_text("dear")

    with pytest.raises(FolderRefused, match=r"holds other things \(letters.txt\)"):
        open_(place / "home")

    assert mode_of(place / "home") == 0o755
    assert os.listdir(place / "home") == ["letters.txt"]


def test_an_empty_folder_becomes_the_ledgers_and_is_closed(open_: Open, new_folder: Path) -> None:
    new_folder.mkdir(mode=0o755)

    open_(new_folder)

    assert mode_of(new_folder) == 0o700


def test_a_file_is_no_folder(open_: Open, place: Path) -> None:
    (place / "file").write_text("")

    with pytest.raises(FolderRefused, match="is a file"):
        open_(place / "file")
    with pytest.raises(FolderRefused, match="cannot be made"):
        open_(place / "file" / "below")


def test_the_ledger_of_another_user_is_not_opened(open_: Open, folder: Path) -> None:
    record = folder / "place.json"
    record.write_text('{"opened_by": "alice", "uid": 4242, "asked": ""}')

    with pytest.raises(NotYours, match="belongs to alice") as refusal:
        open_(folder)

    assert "Run the command as alice" in refusal.value.remedy


def test_a_damaged_record_of_whose_ledger_it_is_is_named_and_can_be_deleted(
    open_: Open, folder: Path
) -> None:
    record = folder / "place.json"
    for damage in ("", "{", "[]", "{}", '{"opened_by": "a", "uid": "0", "asked": ""}', "[" * 9999, "\0"):
        record.write_text(damage)

        with pytest.raises(FolderRefused, match=r"place\.json.* is damaged") as refusal:
            open_(folder)

        assert "delete that file" in refusal.value.remedy

    record.unlink()
    assert noted(open_(folder)) == 5


def test_a_ledger_that_runs_cannot_be_opened_from_where_it_was_moved_to(open_: Open, folder: Path) -> None:
    engine = open_(folder)
    moved = folder.rename(folder.with_name("moved"))

    with pytest.raises(FolderRefused, match="the folder was moved"):
        open_(moved)

    moved.rename(folder)
    assert noted(engine) == 5


def test_a_ledger_that_was_moved_while_it_ran_opens_there_once_nobody_uses_it(
    open_: Open, folder: Path
) -> None:
    engine = open_(folder)
    moved = folder.rename(folder.with_name("moved"))
    engine.close()

    assert noted(open_(moved)) == 5


def test_a_ledger_that_was_moved_while_closed_is_the_same_ledger(open_: Open, folder: Path) -> None:
    open_(folder).close()
    moved = folder.rename(folder.with_name("moved"))

    assert noted(open_(moved)) == 5


def test_a_setting_names_as_whom_the_server_runs(
    open_: Open, new_folder: Path, notices: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = unprivileged_user()
    monkeypatch.setenv(identity.OS_USER, wanted.name)

    engine = open_(new_folder)

    assert owner_of(postmaster(engine)) == wanted.uid
    assert any("runs as nobody" in notice for notice in notices) == (IS_ROOT and wanted.name == "nobody")


def test_a_ledger_keeps_its_user_when_the_setting_changes(
    open_: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = identity.by_name("daemon" if IS_ROOT else "root")
    assert other is not None
    monkeypatch.setenv(identity.OS_USER, other.name)

    with pytest.raises(EngineError, match=identity.OS_USER):
        open_(folder)


@pytest.mark.parametrize("name", ["root", "no-such-user"])
def test_a_user_as_whom_no_server_can_run_is_refused(
    open_: Open, new_folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(identity.OS_USER, name)

    with pytest.raises(EngineError, match=f"{identity.OS_USER} names {name}"):
        open_(new_folder)


def test_a_user_without_a_name_is_told_so(
    open_: Open, new_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 987_654)

    with pytest.raises(EngineError, match="user id 987654, which has no name"):
        open_(new_folder)
