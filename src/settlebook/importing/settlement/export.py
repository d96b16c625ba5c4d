"""The rows of all files together, by object and by what they belong to."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from settlebook.importing.errors import NoSuchExport
from settlebook.importing.settlement.objects import Object, object_named
from settlebook.importing.settlement.rows import Row, Unusable, read_file


class Export:
    """What the files hold; an object of which no file came has no rows."""

    def __init__(self) -> None:
        self.read: Counter[str] = Counter()
        self.unusable: list[tuple[str, str, Unusable]] = []  # object, place, reason
        self._rows: dict[str, dict[str, Row]] = defaultdict(dict)

    @classmethod
    def of(cls, paths: Iterable[Path]) -> "Export":
        """Read every file as a whole; refuses what `read_file` refuses, and files that name no object."""
        export = cls()
        for path in files_of(paths):
            of = object_of(path)
            for found in read_file(path, of):
                export.read[of.name] += 1
                if isinstance(found, Row):
                    export._add(found)
                else:
                    export.unusable.append((of.name, *found))
        return export

    def rows(self, of: Object) -> Iterator[Row]:
        yield from self._rows[of.word].values()

    def row(self, of: Object, id: str | None) -> Row | None:
        return self._rows[of.word].get(id or "")

    def has(self, *objects: Object) -> bool:
        return any(self._rows[of.word] for of in objects)

    def under(self, of: Object, parent: str) -> dict[str, list[Row]]:
        """The rows of an object by the id of what they belong to."""
        by_parent: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows(of):
            by_parent[row.text(parent) or ""].append(row)
        return by_parent

    def with_items(self, of: Object, items: Object, parent: str) -> Iterator[tuple[Row, list[Row]]]:
        """Each row with its items; items alone, of an export joined to what they belong to, stand for it."""
        under = self.under(items, parent)
        for row in self.rows(of):
            yield row, under.pop(row.id, [])
        for alone in under.values():
            yield alone[0], alone

    def reject(self, rows: Iterable[Row], why: Unusable) -> None:
        self.unusable.extend((row.of.name, row.place, why) for row in rows)

    def _add(self, row: Row) -> None:
        known = self._rows[row.of.word]
        try:
            id = row.id
        except Unusable as why:
            self.unusable.append((row.of.name, row.place, why))
            return
        if id in known and known[id].fields != row.fields:
            self.reject([row], Unusable("other_row", f"{known[id].place} has the same id"))
        known.setdefault(id, row)


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files named, and of a folder those whose name begins with an object's.

    Raises FileNotFoundError for what is not there.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += [inside for inside in sorted(path.iterdir()) if inside.is_file() and _is_export(inside)]
        else:
            path.stat()
            found.append(path)
    return found


def _is_export(path: Path) -> bool:
    name = path.name.lower().removesuffix(".gz")
    return name.endswith((".csv", ".ndjson", ".jsonl")) and object_named(path.name) is not None


def object_of(path: Path) -> Object:
    """The object whose rows a file holds. Refuses NoSuchExport."""
    of = object_named(path.name)
    if of is None:
        raise NoSuchExport(path.name)
    return of
