"""Imports point one way, from the faces down to the pure domain, and never in a circle."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.house.tree import SOURCE, module_name, nodes_of, python_files, relative

PACKAGE = "settlebook"

# From the faces down; a room imports only from the storeys below its own, or from its neighbours of the same
# storey as long as no circle results. `settlebook` is the package itself: the Python API that the faces use.
STOREYS = (
    {"cli", "api"},
    {"demo", "importing"},
    {PACKAGE},
    {"library"},
    {"audit", "carrying", "exporting", "projecting", "queries", "sealing"},
    {"services"},
    {"ledger"},
    {"commands"},
    {
        "domain",
        "engine",
        "garbage",
        "nesting",
        "progress",
        "random_ids",
        "resources",
        "starting",
        "statements",
    },
)
STOREY_OF = {room: depth for depth, rooms in enumerate(STOREYS) for room in rooms}

# Rooms that know nothing of the others.
ALONE = STOREYS[-1]

PURE = {"pydantic", "iso4217"}
IMPURE_STANDARD_LIBRARY = {
    "asyncio", "ctypes", "http", "logging", "multiprocessing", "os", "random", "secrets", "shutil", "signal",
    "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time", "urllib",
}  # fmt: skip


def imported_by(path: Path) -> Iterator[str]:
    """The modules that a file imports, by their full names, wherever in the file it does so."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from _from(path, node)


def _from(path: Path, node: ast.ImportFrom) -> Iterator[str]:
    module = node.module or ""
    if node.level:
        here = module_name(path).split(".")
        above = node.level - (path.name == "__init__.py")
        kept = here[: len(here) - above]
        module = ".".join([*kept, module] if module else kept)
    # `from settlebook import cli` names a room, `from settlebook import open` the API.
    for alias in node.names:
        name = f"{module}.{alias.name}"
        yield name if _is_module(name) else module


@cache
def _is_module(name: str) -> bool:
    place = SOURCE.parent.joinpath(*name.split("."))
    return place.is_dir() or place.with_suffix(".py").is_file()


def room_of(module: str) -> str:
    _, _, rest = module.partition(".")
    return rest.split(".")[0] if rest else PACKAGE


@cache
def room_imports() -> dict[str, dict[str, list[str]]]:
    """Which room imports which others, and the files that do."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in python_files("src/settlebook"):
        room = room_of(module_name(path))
        for module in imported_by(path):
            if module.split(".")[0] == PACKAGE and room_of(module) != room:
                found.setdefault(room, {}).setdefault(room_of(module), []).append(relative(path))
    return found


def rooms_within() -> list[str]:
    """Every package: a room, or a room within one."""
    return [module_name(path) for path in python_files("src/settlebook") if path.name == "__init__.py"]


def imports_within(room: str) -> dict[str, set[str]]:
    """Which files and rooms that stand in a room import which others of it; its own `__init__` is one."""
    found: dict[str, set[str]] = {}
    for path in python_files("src/settlebook"):
        here = _place_in(room, module_name(path))
        if here is not None:
            there = {_place_in(room, module) for module in _imports_of(path)}
            found.setdefault(here, set()).update(there - {here, None})
    return found


@cache
def _imports_of(path: Path) -> frozenset[str]:
    return frozenset(imported_by(path))


def _place_in(room: str, module: str) -> str | None:
    """What of a room holds the module; None of modules elsewhere."""
    if module == room:
        return "__init__"
    return module.removeprefix(f"{room}.").split(".")[0] if module.startswith(f"{room}.") else None


def circle_in(graph: dict[str, set[str]]) -> str | None:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return " <- ".join(error.args[1])
    return None


def test_no_two_rooms_import_each_other_by_any_way_round():
    assert circle_in({room: set(others) for room, others in room_imports().items()}) is None


def test_what_stands_in_a_room_imports_each_other_one_way_round_only():
    circles = {room: circle_in(imports_within(room)) for room in rooms_within()}

    assert {room: circle for room, circle in circles.items() if circle is not None} == {}


def test_no_module_leads_back_to_itself_by_what_it_imports():
    graph = {module_name(path): set(imported_by(path)) for path in python_files("src/settlebook")}

    assert circle_in(graph) is None


def test_every_room_has_its_storey():
    rooms = {room_of(module_name(path)) for path in python_files("src/settlebook")}

    assert rooms == set(STOREY_OF)


def test_imports_point_down_the_storeys():
    upwards = [
        f"{path}: {room} imports {other}"
        for room, others in room_imports().items()
        for other, paths in others.items()
        for path in paths
        if STOREY_OF[other] < STOREY_OF[room]
    ]

    assert upwards == []


def test_the_domain_and_the_engine_know_nothing_of_the_other_rooms():
    known = {room: sorted(others) for room, others in room_imports().items() if room in ALONE}

    assert known == {}


def test_the_domain_uses_the_standard_library_pydantic_and_the_currency_table_only():
    allowed = (set(sys.stdlib_module_names) - IMPURE_STANDARD_LIBRARY) | PURE | {PACKAGE}

    foreign = [
        f"{relative(path)}: {module}"
        for path in python_files("src/settlebook/domain")
        for module in imported_by(path)
        if module.split(".")[0] not in allowed
    ]

    assert foreign == []


def test_the_domain_asks_no_clock_and_draws_no_lots():
    asked = {"now", "today", "utcnow", "uuid1", "uuid4", "open", "print", "input", "read_text", "write_text"}

    calls = [
        f"{relative(path)}:{node.lineno}"
        for path in python_files("src/settlebook/domain")
        for node in nodes_of(path)
        if isinstance(node, ast.Call) and _called(node) in asked
    ]

    assert calls == []


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def test_nothing_that_decides_or_records_money_makes_a_float():
    calls = [
        f"{relative(path)}:{node.lineno}"
        for path in python_files(*(f"src/settlebook/{room}" for room in ("domain", "commands", "services")))
        for node in nodes_of(path)
        if isinstance(node, ast.Call) and _called(node) == "float"
    ]

    assert calls == []
