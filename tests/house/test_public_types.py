"""Whoever programs with a ledger can name every type that it takes or answers with."""

import ast
import collections.abc
import importlib
import inspect
import re
import sys
import typing
from collections.abc import Iterator
from typing import Any

import settlebook
from settlebook import Ledger
from tests.house.tree import SOURCE, nodes_of

PACKAGE = "settlebook"
DOORS = (PACKAGE, *re.findall(rf"^ {{4}}({PACKAGE}(?:\.\w+)+)  ", settlebook.__doc__ or "", re.MULTILINE))
FUNCTIONS = {name: found for name, found in vars(settlebook).items() if inspect.isfunction(found)}


def public_of(door: str) -> dict[str, Any]:
    """What the module shows; without a list of it, what it defines."""
    module = importlib.import_module(door)
    names = getattr(module, "__all__", None)
    if names is not None:
        return {name: getattr(module, name) for name in names}
    own = {name: found for name, found in vars(module).items() if not name.startswith("_")}
    return {name: found for name, found in own.items() if getattr(found, "__module__", None) == door}


class Found:
    """The types that are met on the way from the ledger's signatures, and where each was first."""

    def __init__(self) -> None:
        self.first: dict[type, str] = {}
        self._answered: set[type] = set()

    def signature(self, function: Any, where: str) -> None:
        for name, hint in hints_of(function).items():
            self.hint(hint, where, is_answer=name == "return")

    def hint(self, hint: Any, where: str, *, is_answer: bool) -> None:
        for found in types_in(hint):
            if not found.__module__.startswith(PACKAGE):
                continue
            is_new = found not in self.first
            self.first.setdefault(found, where)
            if is_new or (is_answer and found not in self._answered):
                self._within(found, is_answer=is_answer)

    def _within(self, found: type, *, is_answer: bool) -> None:
        """Of what is asked, the fields that one fills; of answers, all that they tell of themselves."""
        if is_answer:
            self._answered.add(found)
        for name, hint in hints_of(found).items():
            if not name.startswith("_") and typing.get_origin(hint) is not collections.abc.Callable:
                self.hint(hint, f"{found.__name__}.{name}", is_answer=is_answer)
        for name, function in functions_of(found) if is_answer else ():
            told = hints_of(function).get("return")
            self.hint(told, f"{found.__name__}.{name}", is_answer=True)


def types_in(hint: Any) -> Iterator[type]:
    """`list[Row] | None` names `list`, `Row` and `None`."""
    for part in hint if isinstance(hint, list) else typing.get_args(hint):
        yield from types_in(part)
    if isinstance(hint, type):
        yield hint


def functions_of(found: type) -> Iterator[tuple[str, Any]]:
    """What a class of ours defines for others: methods and properties."""
    for name in dir(found):
        member = inspect.getattr_static(found, name)
        member = getattr(member, "fget", None) or getattr(member, "func", None) or member
        member = getattr(member, "__func__", member)
        ours = inspect.isfunction(member) and member.__module__.startswith(PACKAGE)
        if ours and not name.startswith("_"):
            yield name, member


def hints_of(named: Any) -> dict[str, Any]:
    module = sys.modules[named.__module__]
    return typing.get_type_hints(named, localns=imported_for_types(module))


def imported_for_types(module: Any) -> dict[str, Any]:
    """What a file imports under `if TYPE_CHECKING` alone, by name."""
    if not (module.__file__ or "").startswith(str(SOURCE)) or not hasattr(module, "TYPE_CHECKING"):
        return {}
    spared = [node for node in nodes_of(SOURCE.parent / module.__file__) if isinstance(node, ast.If)]
    return {
        alias.name: getattr(importlib.import_module(node.module), alias.name)
        for condition in spared
        if ast.unparse(condition.test) == "TYPE_CHECKING"
        for node in condition.body
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def test_every_type_of_the_ledger_can_be_imported_from_a_door():
    found = Found()
    for name, function in [*functions_of(Ledger), *FUNCTIONS.items()]:
        found.signature(function, name)
    for command in settlebook.VERBS.values():
        found.hint(command, "a command", is_answer=False)
    shown = [thing for door in DOORS for thing in public_of(door).values()]

    hidden = {
        f"{one.__module__}.{one.__name__}, first of {where}"
        for one, where in found.first.items()
        if one is not Ledger and not any(one is thing for thing in shown)
    }

    assert hidden == set()


def test_what_a_door_shows_is_there_once():
    for door in DOORS:
        names = getattr(importlib.import_module(door), "__all__", [])
        assert len(names) == len(set(names)), door
