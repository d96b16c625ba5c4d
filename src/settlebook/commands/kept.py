"""Kinds of field that only describe: whatever they say is kept with the facts, and given back."""

from typing import Annotated, Final

from settlebook.commands.fields import Day, Decimals, Flag, LongText, ShortText, Text, Whole

KEPT: Final = "kept"  # marks a declared field whose value goes into the details of a fact

KeptText = Annotated[Text | None, KEPT]
KeptShortText = Annotated[ShortText | None, KEPT]
KeptLongText = Annotated[LongText | None, KEPT]
KeptNumber = Annotated[Decimals | None, KEPT]
KeptWhole = Annotated[Whole | None, KEPT]
KeptFlag = Annotated[Flag | None, KEPT]
KeptDay = Annotated[Day | None, KEPT]

__all__ = [
    "KEPT",
    "KeptDay",
    "KeptFlag",
    "KeptLongText",
    "KeptNumber",
    "KeptShortText",
    "KeptText",
    "KeptWhole",
]
