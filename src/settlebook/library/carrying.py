"""The log of a ledger out into a file, and from one into an empty ledger."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from settlebook.carrying import Exported, Imported, export_log, import_log
from settlebook.exporting.whole_files import bytes_beside, named_file
from settlebook.ledger.identity.epochs import epochs_of
from settlebook.ledger.opening import LedgerLog
from settlebook.progress import Progress, silent

PACKED = 6  # how hard gzip tries; beyond it files get hardly smaller


class Carrying:
    """Byte for byte: what is exported, imported and exported again is the same file but for its epochs."""

    _log: LedgerLog

    def export_log(
        self,
        to: Path | BinaryIO,
        *,
        personal: bool = True,
        progress: Progress = silent,
    ) -> Exported:
        """Write the whole log to a file, packed where its name ends in .gz, as it is at one moment.

        to        a path, where the file is there whole in the end or not at all; or an open binary file.
        personal  False leaves out what may have to be forgotten: in the file it counts as erased.
        Exporting twice gives the same bytes, as long as nothing is recorded. Raises OSError.
        """
        epochs_of(self._log.connections, self._log.ledger_id)  # of a ledger never used the first begins here
        with _target(to) as file, self._log.connections.borrow() as connection:
            return export_log(connection, self._log.ledger_id, file, progress, personal=personal)

    def import_log(
        self,
        source: Path | BinaryIO,
        *,
        progress: Callable[[str, int, int], None] = lambda what, done, of: None,
    ) -> Imported:
        """Read a file that `export_log` wrote into this ledger, which must be empty and have the same name.

        All of it or nothing: digest, log and seals are verified first. A new epoch begins.
        Raises LogFileRefused, AnotherLedger, UnknownTimeZone, LedgerInUse, RoleMissing; OSError.
        """
        if isinstance(source, Path):
            with source.open("rb") as file:
                return import_log(self._log.engine, self._log.ledger_id, file, progress)
        return import_log(self._log.engine, self._log.ledger_id, source, progress)


@contextmanager
def _target(to: Path | BinaryIO) -> Iterator[BinaryIO]:
    if not isinstance(to, Path):
        yield to
        to.flush()
    elif to.exists() and not to.is_file():  # /dev/stdout, a named pipe
        with named_file(to) as file:
            yield file
    else:
        with _whole(to) as file:
            yield file


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """Written beside, and renamed when all of it is on the disk."""
    with bytes_beside(path, str(path)) as file:
        if path.suffix == ".gz":
            with gzip.GzipFile("", "wb", PACKED, file, mtime=0) as packed:  # the same bytes every time
                yield cast(BinaryIO, packed)
        else:
            yield file
