"""Collects what a look over the books finds: how many offences each check has, and its first."""

from collections.abc import Mapping

from settlebook.audit.report import Check, Offence


class Findings:
    """The checks of one look, each with its sentence; one that nobody offends holds."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        self._sentences = sentences
        self._counts = dict.fromkeys(sentences, 0)
        self._first: dict[str, Offence] = {}

    def offend(self, check: str, offence: Offence, times: int = 1) -> None:
        self._counts[check] += times
        known = self._first.get(check)
        if known is None or _order(offence) < _order(known):
            self._first[check] = offence

    def checks(self) -> tuple[Check, ...]:
        return tuple(
            Check(name, sentence, self._counts[name], self._first.get(name))
            for name, sentence in self._sentences.items()
        )


def _order(offence: Offence) -> tuple[bool, int]:
    return offence.position is None, offence.position or 0
