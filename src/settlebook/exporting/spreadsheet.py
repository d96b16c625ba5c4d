"""CSV that is safe to open in a spreadsheet: no text that a ledger holds is run as a formula there.

Neither where it separates by something else than the file does, as the country says: to it a quote within
a cell is a letter like others, so that what follows on another separator, or on a line's end, begins a cell.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import IO

# What makes a spreadsheet take a text for a formula, at its beginning or after blanks; the wide forms are
# read like the narrow ones. A text that is a plain number is none, with a sign as well.
_BEGINS = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
_FORMULA = re.compile(rf"[\t\r\n]|\s*{_BEGINS}")
_SEPARATORS = ",;\t"  # what spreadsheets separate by
_CUT = re.compile(r"[,;\t\r\n]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?", re.ASCII)
_MARK = "'"
_TO_QUOTE = re.compile(r'["\r\n]')


def neutral(text: str, separator: str = ",") -> str:
    """The text, with an apostrophe before whatever of it a spreadsheet would run, in a file so separated."""
    whole = _MARK + text if _would_run(text.lstrip(_MARK)) else text
    return whole if _CUT.search(whole) is None else _within(separator, "").sub(rf"\1{_MARK}", whole)


def restored(text: str, separator: str = ",") -> str:
    """The text that `neutral` was given."""
    whole = _within(separator, _MARK).sub(r"\1", text)
    return whole[1:] if whole.startswith(_MARK) and _would_run(whole.lstrip(_MARK)) else whole


class CsvFile:
    """Writes rows as CSV, lines ended by a newline alone; `raw` leaves texts as they are."""

    def __init__(self, file: IO[str], *, raw: bool = False, separator: str = ",") -> None:
        self._file = file
        self._raw = raw
        self._separator = separator

    def write(self, row: Sequence[object]) -> None:
        # The writer of the standard library leaves a lone carriage return unquoted, which ends a record.
        cells = [self._quoted(self._cell(value)) for value in row]
        self._file.write((self._separator.join(cells) if cells != [""] else '""') + "\n")

    def write_all(self, rows: Iterable[Sequence[object]]) -> None:
        for row in rows:
            self.write(row)

    def _cell(self, value: object) -> str:
        """Nothing for None, a decimal as its exact text, a day as ISO."""
        match value:
            case None:
                return ""
            case Decimal():
                return f"{value:f}"
            case str():
                return value if self._raw else neutral(value, self._separator)
        return str(value)

    def _quoted(self, text: str) -> str:
        needs = self._separator in text or _TO_QUOTE.search(text) is not None
        return '"' + text.replace('"', '""') + '"' if needs else text


def _would_run(text: str) -> bool:
    return _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None


@cache
def _within(separator: str, mark: str) -> re.Pattern[str]:
    """Where a formula would begin within a text for who separates otherwise; or where it is marked."""
    others = "".join(other for other in _SEPARATORS if other != separator)
    return re.compile(rf'([{others}\r\n]){mark}(?={_MARK}*(?:[^\S{others}\r\n]|["])*{_BEGINS})')
