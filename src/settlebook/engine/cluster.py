"""The files of an embedded cluster: made complete or not at all, and cleared of lock files of the dead."""

import shutil
from pathlib import Path

from settlebook.engine import access, settings, statements
from settlebook.engine.binaries import PG_BINDIR, Binaries
from settlebook.engine.errors import MajorMismatch, NotStarted
from settlebook.engine.files import read_file, sync_folder, write_file
from settlebook.engine.identity import OsUser, run_as
from settlebook.engine.places import Place

LOCALES = ("C.UTF-8", "C")  # the second where the operating system lacks the first
IMPOSSIBLE_PID = "2147483646"  # above any system's greatest


def create(place: Place, binaries: Binaries, mutex: int) -> None:
    """Make the cluster beside its name and rename it when it is whole: a killed one leaves nothing behind.

    The programs hold the mutex too, so that nobody tidies up under them if we are killed.
    """
    draft = place.folder / "pgdata.new"
    if draft.exists():
        shutil.rmtree(draft)
    _initdb(place, binaries, draft, mutex)
    configure(draft, place)
    own = read_file(draft / "postgresql.conf") or ""
    write_file(draft, "postgresql.conf", f"{own}\n{settings.INCLUDE_LINE}", place.server_user)
    _create_roles(place, binaries, draft, mutex)
    draft.rename(place.cluster)
    sync_folder(place.folder)


def configure(cluster: Path, place: Place) -> None:
    """Write what the server must obey: settings and who may log in."""
    user = place.server_user
    write_file(cluster, settings.INCLUDED, settings.configuration(), user)
    write_file(cluster, "pg_hba.conf", access.host_rules(), user)
    write_file(cluster, "pg_ident.conf", access.ident_map(place.opener), user)


def _initdb(place: Place, binaries: Binaries, draft: Path, mutex: int) -> None:
    command = [binaries.program("initdb"), f"--pgdata={draft}", f"--username={access.SUPERUSER}"]
    command += ["--encoding=UTF8", "--data-checksums", "--no-instructions"]
    command += ["--auth-local=peer", "--auth-host=reject"]
    for locale in LOCALES:
        answer = run_as(place.server_user, [*command, f"--locale={locale}"], place.folder, keep_open=[mutex])
        if answer.returncode == 0:
            return
        if "locale" not in answer.stderr:
            break
    raise NotStarted(
        f"initdb could not make the cluster in {place.folder}: {_last_lines(answer.stderr)}",
        "Mend what it names (space, rights, libraries), then try again: nothing was left behind.",
    )


def _create_roles(place: Place, binaries: Binaries, draft: Path, mutex: int) -> None:
    """In single-user mode, which needs no login: so no login is ever given to the superuser."""
    command = [binaries.program("postgres"), "--single", "-j", "-D", str(draft)]
    command += ["-c", "exit_on_error=on", "postgres"]
    answer = run_as(place.server_user, command, draft, stdin=statements.CREATE_ROLES, keep_open=[mutex])
    if answer.returncode != 0:
        raise NotStarted(
            f"The roles of the new cluster in {place.folder} could not be made: {_last_lines(answer.stderr)}",
            "Mend what it names, then try again: nothing was left behind.",
        )


def _last_lines(text: str) -> str:
    return " / ".join(text.strip().splitlines()[-3:])


def require_same_major(cluster: Path, binaries: Binaries) -> None:
    written_by = (read_file(cluster / "PG_VERSION") or "an unknown version").strip()
    if written_by != str(binaries.major):
        raise MajorMismatch(
            f"The ledger in {cluster.parent} was written by PostgreSQL {written_by}, but the programs in "
            f"{binaries.folder} are version {binaries.version}.",
            f"Name programs of version {written_by} in {PG_BINDIR}. To move the ledger, run `settlebook log "
            "export` with them, and then `settlebook log import` into a new folder without them.",
        )


def defuse_lock_files(cluster: Path, socket_folder: Path, owner: OsUser) -> None:
    """Give the dead server's lock files a PID that nobody can have.

    PostgreSQL would refuse to start while any program has the PID in them, be it a zombie or a stranger.
    The rest of the file stays: with its shared-memory line PostgreSQL itself still finds survivors.
    Only for one who knows that no server answers or holds the server lock.
    """
    for path in (cluster / "postmaster.pid", socket_folder / ".s.PGSQL.5432.lock"):
        text = read_file(path)
        if text is not None:
            rest = text.partition("\n")[2]
            write_file(path.parent, path.name, f"{IMPOSSIBLE_PID}\n{rest}", owner)
