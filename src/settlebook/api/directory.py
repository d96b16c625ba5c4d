"""Finds the route of a request among very many: by the words of its path, not one after another."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

Admit = Callable[[Request], Awaitable[None]]
Words = tuple[int, str]  # how many steps a path has, and the first two of them


class Directory:
    """Stands in the place of a router's own search; whatever it finds is admitted before it is carried out.

    Routes of ours are found here and nowhere else, so none can be reached around `admit`. Where several fit,
    the first that was named counts.
    """

    def __init__(self, router: APIRouter, routes: Iterable[BaseRoute], admit: Admit) -> None:
        self._router = router
        self._admit = admit
        self._own = [route for route in router.routes if type(route) is Route]  # its documentation
        self._by_words: defaultdict[Words, list[APIRoute]] = defaultdict(list)
        self._by_steps: defaultdict[int, list[APIRoute]] = defaultdict(list)  # named by a key from the start
        for route in routes:
            self._add(route)

    def _add(self, route: BaseRoute) -> None:
        if not isinstance(route, APIRoute) or ":path" in route.path:
            raise TypeError(f"{route} cannot be found by its words")
        steps, first = _words(route.path)
        self._router.routes.append(route)
        if "{" in first:
            self._by_steps[steps].append(route)
        else:
            self._by_words[steps, first].append(route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._router.app(scope, receive, send)
            return
        scope.setdefault("router", self._router)
        route = self._found(scope)
        if isinstance(route, APIRoute):
            await self._admit(Request(scope, receive))
        await route.handle(scope, receive, send)

    def _found(self, scope: Scope) -> Route:
        """Its route, noted in the scope. Raises HTTPException: 404, 405."""
        methods: set[str] = set()
        for route in self._candidates(scope["path"]):
            match, found = route.matches(scope)
            if match is Match.FULL:
                scope.update(found)
                return route
            if match is Match.PARTIAL:
                methods |= route.methods or set()
        if methods:
            methods |= {"HEAD"} if "GET" in methods else set()  # which comes here as GET
            raise HTTPException(405, headers={"Allow": ", ".join(sorted(methods))})
        raise HTTPException(404)

    def _candidates(self, path: str) -> Iterator[Route]:
        steps, first = _words(path)
        yield from self._by_words.get((steps, first), ())
        yield from self._by_steps.get(steps, ())
        yield from self._own


def _words(path: str) -> Words:
    steps = path.split("/")
    return len(steps), "/".join(steps[1:3])
