"""Finds who sends a request: by a token that we signed, of a client that is what it was when it got it."""

import asyncio
import time
from typing import Final

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from settlebook.api.caller import Caller
from settlebook.api.failures import AUTHENTICATION, ApiError
from settlebook.api.security.clients import Client, Clients
from settlebook.api.security.tokens import Claims, Tokens

SEEN_FOR: Final = 1.0  # seconds: so long what was read of a client is believed, and then read again
MOST_KNOWN = 4_096  # tokens, and clients


class Authenticator:
    """Whose token a request has; several requests of one client ask the database once."""

    def __init__(self, clients: Clients, tokens: Tokens) -> None:
        self.clients = clients
        self.tokens = tokens
        self._claims: dict[str, Claims] = {}
        self._seen: dict[str, tuple[float, Client | None]] = {}
        self._looking = asyncio.Lock()

    async def __call__(self, request: Request) -> Caller:
        """Raises ApiError: 401."""
        claims = await self._claims_of(_token_of(request))
        if claims is not None and claims.expires > time.time():
            client = await self._client(claims.client_id)
            if client is not None and not client.is_revoked and client.generation == claims.generation:
                return client.caller
        raise unauthenticated("The token is not valid, or no longer so. Get another at /oauth/token.")

    async def _claims_of(self, token: str) -> Claims | None:
        found = self._claims.get(token)
        if found is None:
            found = await run_in_threadpool(self.tokens.read, token)
            if found is not None:
                if len(self._claims) >= MOST_KNOWN:
                    self._claims.clear()
                self._claims[token] = found
        return found

    async def _client(self, client_id: str) -> Client | None:
        seen = self._fresh(client_id)
        if seen is None:
            async with self._looking:
                seen = self._fresh(client_id)
                if seen is None:
                    client = await run_in_threadpool(self.clients.find, client_id)
                    if len(self._seen) >= MOST_KNOWN:
                        self._seen.clear()
                    seen = self._seen[client_id] = (time.monotonic(), client)
        return seen[1]

    def _fresh(self, client_id: str) -> tuple[float, Client | None] | None:
        seen = self._seen.get(client_id)
        return seen if seen is not None and time.monotonic() - seen[0] < SEEN_FOR else None


def _token_of(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise unauthenticated("Send a token: Authorization: Bearer TOKEN. Get one at /oauth/token.")
    return token.strip()


def unauthenticated(message: str) -> ApiError:
    return ApiError(AUTHENTICATION, "unauthenticated", message, {"WWW-Authenticate": "Bearer"})
