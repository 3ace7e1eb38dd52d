"""Journals from where they are: a file, a folder, or a running Golive."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import urllib3

Entries = list[dict[str, Any]]
_LOCAL_TOKEN = "local-admin-token"


class HistoryError(Exception):
    """A history cannot be read; the message says which, and what it should be."""


def journals(source: str) -> Iterator[tuple[str, Entries]]:
    """Yield (where it can be looked at, its entries) for every journal of a source.

    Raises
    ------
    HistoryError
        There is no such place, or something there is no journal.
    """
    if source.startswith(("http://", "https://")):
        yield from _running(source.rstrip("/"))
        return
    place = Path(source)
    if not place.exists():
        raise HistoryError(
            f"There is no file or folder {source}. HISTORY= names journals, or a running Golive."
        )
    files = sorted((*place.rglob("*.jsonl"), *place.rglob("*.json"))) if place.is_dir() else [place]
    for file in files:
        for entries in _apart(_entries(file), file):
            yield str(file), entries


def _entries(file: Path) -> Entries:
    """Read JSON lines, a list, a page as the API gives it, or a recorded journal."""
    try:
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".jsonl":
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        data = json.loads(text)
    except (OSError, ValueError) as error:
        raise HistoryError(f"{file} is not JSON that can be read: {error}.") from error
    if isinstance(data, dict):
        data = data.get("items", data.get("journal"))
    if not isinstance(data, list):
        raise HistoryError(
            f"{file} holds no journal: it should be the entries of /api/onboardings/…/journal, one a line."
        )
    return data


def _apart(entries: Iterable[Any], file: Path) -> Iterator[Entries]:
    """Take journals that follow each other in one file apart: each begins with sequence 1."""
    journal: Entries = []
    for entry in entries:
        if not isinstance(entry, dict) or "sequence" not in entry or "type" not in entry:
            raise HistoryError(f"{file} holds something that is no journal entry: {str(entry)[:80]}")
        if entry["sequence"] == 1 and journal:
            yield journal
            journal = []
        journal.append(entry)
    if journal:
        yield journal


def _running(url: str) -> Iterator[tuple[str, Entries]]:
    http = urllib3.PoolManager(retries=urllib3.Retry(3, backoff_factor=0.2))
    for row in _pages(http, f"{url}/api/onboardings", limit=200):
        journal = list(_pages(http, f"{url}/api/onboardings/{row['id']}/journal", limit=1000))
        yield f"{url}/console/onboardings/{row['id']}", journal


def _pages(http: urllib3.PoolManager, url: str, limit: int) -> Iterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        page = _page(http, url, {"limit": str(limit)} | ({"cursor": cursor} if cursor else {}))
        yield from page["items"]
        cursor = page.get("next")
        if not cursor:
            return


def _page(http: urllib3.PoolManager, url: str, fields: Mapping[str, str]) -> dict[str, Any]:
    token = os.environ.get("GOLIVE_TOKEN", _LOCAL_TOKEN)
    try:
        answer = http.request("GET", url, fields=fields, headers={"Authorization": f"Bearer {token}"})
    except urllib3.exceptions.HTTPError as error:
        raise HistoryError(f"{url} cannot be reached: {error}. Is `make run` running there?") from error
    if answer.status != 200:
        raise HistoryError(
            f"{url} answered {answer.status}. GOLIVE_TOKEN is the API token that may read journals there."
        )
    return answer.json()  # type: ignore[no-any-return]
