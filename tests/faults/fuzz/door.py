"""The webhook door in one process: the real route and signatures, an inbox in memory, a wall clock that stands still."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime
from functools import cache
from io import StringIO
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib import bootstrap
from chalicelib.adapters.dynamodb.inbox import InboxEntry
from chalicelib.settings import read
from tests.blueprints import copy_of
from tests.unit.webhooks import senders

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ENVIRONMENT = {
    "PUBLIC_URL": senders.PUBLIC_URL,
    "TABLE_NAME": "golive",
    "HUBSPOT_PORTAL": "62515",
    "SALESFORCE_ORGANIZATION": senders.ORGANIZATION,
    "PIPEDRIVE_COMPANY": "1001",
}
API_TOKEN = "local-admin-token"
SECRETS = {
    **senders.SECRETS,
    "session_key": base64.b64encode(b"s" * 32).decode(),
    "api_tokens": {API_TOKEN: "admin"},
}


class Inbox:
    """The inbox in memory. What is kept passes through JSON, as it does on its way to the table."""

    def __init__(self) -> None:
        self.entries: dict[str, InboxEntry] = {}
        self.settled: dict[str, tuple[str, ...]] = {}

    def put(self, entry: InboxEntry) -> bool:
        """Keep a webhook; False if it is kept already."""
        pk = f"INBOX#{entry.source}#{entry.delivery}"
        return self.entries.setdefault(pk, entry) is entry

    def load(self, pk: str) -> InboxEntry | None:
        """Return what was kept."""
        return self.entries.get(pk)

    def settle(self, pk: str, notes: tuple[str, ...] = ()) -> None:
        """Mark it as worked on."""
        self.settled[pk] = notes


class Door:
    """Posts webhooks; `inbox` shows what was kept of them."""

    def __init__(self) -> None:
        self.inbox = Inbox()
        self._client = Client(_app()[1])

    def post(self, *, path: str, headers: dict[str, str], body: bytes) -> Any:
        """Send a webhook; the answer has `status_code` and `body`."""
        return self._client.http.request("POST", path, headers=headers, body=body)


@contextmanager
def opened() -> Iterator[Door]:
    """Open the door for a while. What it counts for CloudWatch is not shown."""
    webhooks, _ = _app()
    door, settings = Door(), read(ENVIRONMENT)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()):
        patch.setattr(bootstrap, "inbox", lambda: door.inbox)
        patch.setattr(bootstrap, "secrets", lambda: SECRETS)
        patch.setattr(bootstrap, "clock", lambda: SimpleNamespace(now=lambda: NOW))
        patch.setattr(webhooks, "settings", lambda: settings)
        patch.setattr(webhooks, "time", SimpleNamespace(time=NOW.timestamp))
        yield door


@cache
def _app() -> tuple[ModuleType, Chalice]:
    webhooks = copy_of("chalicelib.entrypoints.webhooks")
    app = Chalice("webhooks", configure_logs=False)
    app.register_blueprint(webhooks.routes)
    return webhooks, app
