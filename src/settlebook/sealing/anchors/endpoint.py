"""Anchors at an HTTP endpoint: one POST of JSON for every block."""

import os
import time
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from settlebook.sealing.anchors.lines import anchor_line
from settlebook.sealing.anchors.unkept import Chain
from settlebook.sealing.errors import AnchorFailed, AnchorRefused

TOKEN = "SETTLEBOOK_ANCHOR_TOKEN"  # sent as a bearer token where it is set
TIMEOUT = 10.0  # seconds for the endpoint to answer
TRIES = 3
PAUSE = 0.5  # seconds before the second try, twice that before the third
_LATER = {408, 425, 429}  # refusals that time may heal, like all from 500 on


class _NoRedirects(HTTPRedirectHandler):
    """A redirected POST becomes a GET: its answer would say that something was kept which was not."""

    def redirect_request(self, *_: Any) -> None:
        return None


class EndpointAnchors:
    """Posts the blocks made since it was last reached; at first those that are new, or the newest."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or not url.isascii() or " " in url:
            raise AnchorRefused(f"{url!r} is no address of an endpoint.", "Give https://HOST/PATH.")
        if parts.username is not None:
            raise AnchorRefused(
                "A password does not belong into an address.", f"Give the endpoint's token in {TOKEN}."
            )
        self._url = url
        self._told = f"{parts.scheme}://{parts.netloc}{parts.path}"  # without what a query may hold
        self._kept: int | None = None

    @property
    def description(self) -> str:
        return self._told

    def kept(self, ledger_id: str) -> None:
        """An endpoint takes anchors and tells nothing of them."""

    def keep(self, chain: Chain) -> int:
        """Raises AnchorFailed at the first block that is not taken; the next round begins there."""
        if self._kept is None:
            self._kept = chain.fresh - 1
        posted = 0
        for stored in chain.after(self._kept):
            self._post(anchor_line(stored).encode())
            self._kept = stored.block.number
            posted += 1
        return posted

    def _post(self, line: bytes) -> None:
        problem = ""
        for attempt in range(TRIES):
            if attempt:
                time.sleep(PAUSE * attempt)
            try:
                with build_opener(_NoRedirects).open(self._request(line), timeout=TIMEOUT) as answer:
                    answer.read(1)
                return
            except HTTPError as error:
                problem = f"it answered {error.code} {error.reason}"
                error.close()
                if error.code < 500 and error.code not in _LATER:
                    break
            except (OSError, HTTPException) as error:
                problem = str(getattr(error, "reason", None) or error or type(error).__name__)
        raise AnchorFailed(f"{self._told} took no anchor: {problem}.", "It is tried again next time.")

    def _request(self, line: bytes) -> Request:
        headers = {"Content-Type": "application/json", "User-Agent": "settlebook"}
        if token := os.environ.get(TOKEN):
            headers["Authorization"] = f"Bearer {token}"
        return Request(self._url, line, headers, method="POST")
