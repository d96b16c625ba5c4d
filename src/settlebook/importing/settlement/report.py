"""What an import of settlement did with every row, and what the source could not prove."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from settlebook.importing.settlement.doubts import MEANING, Doubt, Findings
from settlebook.importing.settlement.rows import Row, Unusable


class Fate(StrEnum):
    """What became of a row; of one that several commands stand for, the last of these."""

    ALREADY_THERE = "alreadyThere"
    RECORDED = "recorded"
    REJECTED = "rejected"


_RANK = list(Fate)


class Rejected(NamedTuple):
    place: str
    code: str
    reason: str


@dataclass(slots=True)
class Report:
    """Rows by object: read = recorded + already there + rejected + those that ask for nothing."""

    read: Counter[str] = field(default_factory=Counter)
    findings: Findings = field(default_factory=Findings)
    rejected: list[Rejected] = field(default_factory=list)
    commands: int = 0
    _fates: dict[tuple[str, str], Fate] = field(default_factory=dict)  # by object and place

    def count(self, rows: tuple[Row, ...], fate: Fate) -> None:
        for row in rows:
            known = self._fates.get((row.of.name, row.place), fate)
            self._fates[row.of.name, row.place] = max(known, fate, key=_RANK.index)

    def reject(self, name: str, place: str, why: Unusable) -> None:
        self._fates[name, place] = Fate.REJECTED
        self.rejected.append(Rejected(place, why.code, why.reason))

    def rows(self, name: str, fate: Fate) -> int:
        return sum(of == name and known is fate for (of, _), known in self._fates.items())

    @property
    def rejected_in_order(self) -> list[Rejected]:
        """By file and line, whatever was found out first."""
        return sorted(self.rejected, key=_file_and_line)

    @property
    def doubts(self) -> Counter[Doubt]:
        return Counter(finding.doubt for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        return {
            "commands": self.commands,
            "objects": [
                {"object": name, "read": read, **{fate.value: self.rows(name, fate) for fate in Fate}}
                for name, read in sorted(self.read.items())
            ],
            "rejected": [each._asdict() for each in self.rejected_in_order],
            "unproven": [
                {
                    "doubt": found.doubt,
                    "meaning": MEANING[found.doubt],
                    "place": found.place,
                    "id": found.subject,
                    "detail": found.detail,
                }
                for found in self.findings
            ],
        }


def _file_and_line(rejected: Rejected) -> tuple[str, int]:
    file, _, line = rejected.place.rpartition(":")
    return file, int(line)
