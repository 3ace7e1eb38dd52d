"""A request's headers, read plainly: the standard library reads them as a mail's, which takes as long as the rest."""

from __future__ import annotations

from http import HTTPStatus
from typing import Protocol

LONGEST_LINE = 65536
MOST_HEADERS = 100


class HeadersError(Exception):
    """The headers cannot be taken; `status` says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Lines(Protocol):
    """What a connection is read from."""

    def readline(self, size: int, /) -> bytes:
        """Read a line with its end, or at most so many bytes of it."""
        ...


class Headers:
    """Headers in the order they came, found whatever the case of their names; of several the first is found."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs
        self._first = {name.lower(): value for name, value in reversed(pairs)}

    def get(self, name: str, default: str = "") -> str:
        """Answer the value of a header."""
        return self._first.get(name.lower(), default)

    def items(self) -> list[tuple[str, str]]:
        """Answer all of them, as they were sent."""
        return self._pairs


def read(lines: Lines) -> Headers:
    """Read headers up to the empty line.

    Raises
    ------
    HeadersError
        A line is too long or no header, or there are too many of them.
    """
    pairs: list[tuple[str, str]] = []
    while (line := lines.readline(LONGEST_LINE + 1)) not in (b"\r\n", b"\n", b""):
        if len(line) > LONGEST_LINE or len(pairs) >= MOST_HEADERS:
            raise HeadersError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        text = line.decode("iso-8859-1")
        name, colon, value = text.partition(":")
        if text[0] in " \t" and pairs:  # the old way to go on in the next line
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {text.strip()}")
        elif colon and name and not name[0].isspace():
            pairs.append((name, value.strip(" \t\r\n")))
        else:
            raise HeadersError(HTTPStatus.BAD_REQUEST)
    return Headers(pairs)
