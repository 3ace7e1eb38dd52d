"""Reading JSON over HTTP: in bounded time and size, from one host, never following a redirect."""

import json
import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

import urllib3

from chalicelib.domain.errors import UnavailableError

LARGEST_ANSWER = 2_000_000
_CONNECT, _READ = 2.0, 5.0


class JsonReader:
    """Reads one system's JSON.

    Parameters
    ----------
    base
        The system's address, without a slash at its end.
    headers
        Makes the headers of a request, credentials included.
    budget
        How many seconds all reads of this reader may take together.
    """

    def __init__(self, base: str, *, headers: Callable[[], Mapping[str, str]], budget: float = 8.0) -> None:
        self._base, self._headers = base.rstrip("/"), headers
        self._until = time.monotonic() + budget

    def get(self, path: str, **query: str) -> Any:
        """Return the answer's JSON; None when there is no such thing (404, 410).

        Raises
        ------
        UnavailableError
            Any other answer, none in time, or one that is not JSON.
        """
        url = f"{self._base}{path}" + (f"?{urlencode(query)}" if query else "")
        left = self._until - time.monotonic()
        if left <= 0 or not self._base:
            raise UnavailableError(
                f"{path} was not read: {'no time left' if self._base else 'no address is set'}."
            )
        try:
            answer = _pool().request(
                "GET",
                url,
                headers={"Accept": "application/json", **self._headers()},
                timeout=urllib3.Timeout(connect=min(_CONNECT, left), read=min(_READ, left)),
                retries=False,
                redirect=False,
                preload_content=False,
            )
            with answer:
                raw = answer.read(LARGEST_ANSWER + 1)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise UnavailableError(f"{path} was not read: {type(error).__name__}.") from error
        return _understood(path, answer.status, raw)


def _understood(path: str, status: int, raw: bytes) -> Any:
    if status in {404, 410}:
        return None
    if status != 200:
        raise UnavailableError(f"{path} was not read: it answered {status}.")
    if len(raw) > LARGEST_ANSWER:
        raise UnavailableError(f"{path} was not read: the answer is larger than {LARGEST_ANSWER} bytes.")
    try:
        return json.loads(raw, parse_float=str)
    except (ValueError, RecursionError):
        raise UnavailableError(f"{path} was not read: the answer is not JSON.") from None


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(num_pools=8, maxsize=4)
