"""What a request may bring: bodies no longer than allowed, also once unpacked, and none that drip."""

import asyncio
import zlib
from collections.abc import Mapping

from starlette.types import Message, Receive

from settlebook.api.failures import NO_JSON, TOO_LARGE, TOO_SLOW, UNKNOWN_ENCODING, ApiError

DISCARDED = 32_000_000  # bytes beyond what is allowed: who sends them can read why they are refused
PER_SECOND = 10_000  # bytes that give a body another second to come
PLAIN = frozenset({"", "identity"})
PACKED = frozenset({"gzip", "x-gzip"})
_GZIP = 16 + zlib.MAX_WBITS


class Body:
    """The body of one request, piece by piece, counted.

    allowed  the most bytes that are read of it.
    seconds  that it may take to come from when it is asked for, beside those that it earns by what has come.
    """

    def __init__(
        self, receive: Receive, headers: Mapping[bytes, bytes], allowed: int, seconds: float
    ) -> None:
        self._receive = receive
        self._allowed = allowed
        self._seconds = seconds
        self._until: float | None = None
        self._encoding = headers.get(b"content-encoding", b"").decode("latin-1").strip().lower()
        self._declared = headers.get(b"content-length", b"")
        self._unpacking = zlib.decompressobj(_GZIP) if self._encoding in PACKED else None
        self._is_inside = False  # of what gzip made: its end, with its check sum, is still to come
        self._packed = 0
        self._read = 0
        self._has_more = True

    async def receive(self) -> Message:
        """The next piece, unpacked. Raises ApiError; nothing more is read then."""
        try:
            self._require_fitting()
            return await self._next()
        except ApiError:
            await self._discard()
            raise

    async def _next(self) -> Message:
        message = await self._arrived()
        if message["type"] != "http.request":
            return message
        piece, self._has_more = message.get("body", b""), message.get("more_body", False)
        if self._unpacking is not None:
            piece = self._unpacked(piece, is_last=not self._has_more)
        self._count(len(piece))
        return {"type": "http.request", "body": piece, "more_body": self._has_more}

    async def _arrived(self) -> Message:
        """What has come. After the end of a body one waits here for the client to leave, as long as it likes.

        Raises ApiError where the body takes too long.
        """
        if not self._has_more:
            return await self._receive()
        if self._until is None:
            self._until = asyncio.get_running_loop().time() + self._seconds
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise self._too_slow() from None
        self._until += len(message.get("body", b"")) / PER_SECOND
        return message

    async def _discard(self) -> None:
        """Most clients read no answer before they have sent everything; none is waited for too long."""
        room = DISCARDED
        while self._has_more and room > 0:
            try:
                message = await self._arrived()
            except ApiError:
                return
            self._has_more = message.get("more_body", False)  # who has left has nothing more
            room -= len(message.get("body", b""))

    def _too_slow(self) -> ApiError:
        message = (
            f"The body did not come within {self._seconds:g} seconds, and one more for each {PER_SECOND:,} "
            "bytes. Nothing was done: send it again, faster or in parts."
        )
        return ApiError(TOO_SLOW, "body_too_slow", message, {"Connection": "close"})

    def _require_fitting(self) -> None:
        if self._encoding not in PLAIN and self._unpacking is None:
            message = "Bodies may be packed by gzip, and by nothing else."
            raise ApiError(UNKNOWN_ENCODING, "unknown_encoding", message)
        if self._declared.isdigit() and int(self._declared) > self._allowed:
            raise self._too_large()

    def _count(self, size: int) -> None:
        self._read += size
        if self._read > self._allowed:
            raise self._too_large()

    def _too_large(self) -> ApiError:
        message = f"The body has more than {self._allowed:,} bytes. Send less, or send it in parts."
        return ApiError(TOO_LARGE, "body_too_large", message, {"Connection": "close"})

    def _unpacked(self, piece: bytes, *, is_last: bool) -> bytes:
        """At most one byte more than is allowed, whatever it would become."""
        unpacked = bytearray()
        self._packed += len(piece)
        if self._packed > self._allowed:
            raise self._too_large()
        try:
            while piece:
                assert self._unpacking is not None
                room = self._allowed - self._read - len(unpacked) + 1
                unpacked += self._unpacking.decompress(piece, room)
                if len(unpacked) + self._read > self._allowed:
                    raise self._too_large()
                piece = self._unpacking.unconsumed_tail
                self._is_inside = not self._unpacking.eof
                if self._unpacking.eof:  # the next of several that stand one after another
                    piece = self._unpacking.unused_data
                    self._unpacking = zlib.decompressobj(_GZIP) if piece or not is_last else self._unpacking
        except zlib.error:
            raise ApiError(NO_JSON, "not_gzip", "The body is not what gzip makes.") from None
        if is_last and self._is_inside:
            raise ApiError(
                NO_JSON, "not_gzip", "The body ends before what gzip made does: a part is missing."
            )
        return bytes(unpacked)
