"""How many decimals each currency has: the exponent ISO 4217 gives it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

# Books outlive currencies: those that left ISO 4217 since 2010 keep the decimals they had, so that
# old documents can still be imported and read. Source: ISO 4217, list three (historic denominations).
WITHDRAWN: Mapping[str, int] = MappingProxyType(
    {
        "ANG": 2,
        "BGN": 2,
        "BYR": 0,
        "CUC": 2,
        "EEK": 2,
        "HRK": 2,
        "LTL": 2,
        "LVL": 2,
        "MRO": 2,
        "SLL": 2,
        "STD": 2,
        "VEF": 2,
        "ZMK": 2,
        "ZWL": 2,
    }
)


@dataclass(eq=False)
class UnknownCurrency(ValueError):
    """The code is no ISO 4217 currency, or one that has no decimals by definition, such as gold.

    Remedy: give the code in capital letters, such as GBP.
    """

    code: str

    def __str__(self) -> str:
        return f"{self.code!r} is no currency with ISO 4217 decimals; give a code such as GBP or JPY"


def digits(code: str) -> int:
    """Decimals of one currency: 2 for GBP, 0 for JPY, 3 for KWD, 4 for CLF; else UnknownCurrency."""
    exponent = _exponents().get(code) if isinstance(code, str) else None
    if exponent is None:
        raise UnknownCurrency(shorten(code) if isinstance(code, str) else type(code).__name__)
    return exponent


def shorten(text: str, limit: int = 40) -> str:
    """A foreign text made safe to store and show: printable, at most `limit` characters."""
    shown = text if len(text) <= limit else text[: limit - 3] + "..."
    return "".join(character if character.isprintable() else "?" for character in shown)


@cache
def _exponents() -> dict[str, int]:
    from iso4217 import raw_table  # reads an XML table, so it waits until the first question

    current = {
        str(code): int(str(row["CcyMnrUnts"]))
        for code, row in raw_table.items()
        if code and str(row["CcyMnrUnts"]).isdigit()  # "N.A." for gold, test codes and the like
    }
    return {**WITHDRAWN, **current}


class _Currencies(Mapping[str, int]):
    """All known codes with their decimals, read when they are first asked for."""

    def __getitem__(self, code: str) -> int:
        return _exponents()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(_exponents())

    def __len__(self) -> int:
        return len(_exponents())


CURRENCIES: Mapping[str, int] = _Currencies()
