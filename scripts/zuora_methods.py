"""Prints which methods of zuora-sdk are served, and why the others are not: from its source and our routes.

Usage: scripts/zuora-methods --write      puts it into docs/api.md, below a heading of its own
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from fastapi.routing import APIRoute

from settlebook.api.app import ROUTERS
from settlebook.api.not_offered import table, why_not

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "api.md"
HEADING = "## Zuora's Python client, method by method\n"
NO_OBJECT = "It is no object of a settlement ledger."
_METHOD = re.compile(r"def _(\w+)_serialize\((.*?)resource_path='([^']+)'", re.DOTALL)
_VERB = re.compile(r"method='(\w+)'")


class Method(NamedTuple):
    """A method of the client; `why` it is not offered, or None."""

    api: str
    name: str
    verb: str
    path: str
    why: str | None


def methods() -> Iterator[Method]:
    """Every method of every API of the installed client. Fails on one that nobody decided about."""
    spec = find_spec("zuora_sdk")
    assert spec is not None and spec.submodule_search_locations is not None
    served = set(_served())
    refused = {(verb, bare(path)): why for (verb, path), why in table().paths.items()}
    for file in sorted((Path(spec.submodule_search_locations[0]) / "api").glob("*_api.py")):
        for name, body, path in _METHOD.findall(file.read_text(encoding="utf-8")):
            found = _VERB.search(body)
            assert found is not None
            route = (found[1], bare(path))
            why = None if route in served and route not in refused else refused.get(route) or why_not(path)
            if why is None and route not in served:
                if not path.startswith("/object-query/"):
                    raise LookupError(f"{found[1]} {path} is neither offered nor said not to be")
                why = NO_OBJECT
            yield Method(file.stem, name, found[1], path, why)


def _served() -> Iterator[tuple[str, str]]:
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute):
                yield from ((verb, bare(route.path)) for verb in route.methods)


def bare(path: str) -> str:
    """The path, whatever its parameters are called."""
    return re.sub(r"\{[^}]+\}", "{}", path)


def described() -> str:
    """Two tables: what is served, by API; and what is not, by reason."""
    offered: dict[str, list[str]] = defaultdict(list)
    others: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for method in methods():
        if method.why is None:
            offered[method.api].append(method.name)
        else:
            others[method.why][method.api].append(method.name)
    count = sum(map(len, offered.values()))
    missing = sum(len(names) for apis in others.values() for names in apis.values())
    lines = [
        f"Of the {count + missing} methods of zuora-sdk, {count} are served; {missing} are refused with",
        "HTTP 400, category 45 and the reason below. (Printed by `scripts/zuora-methods`, from the client's",
        "source and from the routes themselves.)",
        "",
        "| API of the client | methods that are served |",
        "|---|---|",
        *(f"| `{api}` | {named(names)} |" for api, names in offered.items()),
        "",
        "| methods that are not offered | why |",
        "|---|---|",
        *(f"| {grouped(apis, offered)} | {why} |" for why, apis in others.items()),
        "",
    ]
    return "\n".join(lines)


def grouped(apis: Mapping[str, list[str]], offered: Mapping[str, list[str]]) -> str:
    """By API; of one that is outside as a whole only how many there are."""
    return "; ".join(
        f"`{api}`: {named(names) if api in offered else f'all {len(names)}' if len(names) > 1 else 'its one'}"
        for api, names in apis.items()
    )


def named(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(HEADING)
        _, _, after = rest.partition("\n## ")
        following = f"\n## {after}" if after else ""
        DOCUMENT.write_text(f"{before.rstrip()}\n\n{HEADING}\n{described()}{following}", encoding="utf-8")
    else:
        sys.stdout.write(described())
