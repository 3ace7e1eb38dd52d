from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from chalice import Chalice
from chalice.test import Client

from chalicelib import bootstrap
from chalicelib.adapters.dynamodb.inbox import InboxEntry
from chalicelib.settings import read
from tests.blueprints import copy_of
from tests.unit.webhooks import senders

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


webhooks = copy_of("chalicelib.entrypoints.webhooks")


class Kept:
    """An inbox in memory, that can be made to break."""

    def __init__(self) -> None:
        self.entries: dict[str, InboxEntry] = {}
        self.broken = False

    def put(self, entry: InboxEntry) -> bool:
        if self.broken:
            raise ConnectionError("no table today")
        pk = f"INBOX#{entry.source}#{entry.delivery}"
        return self.entries.setdefault(pk, entry) is entry

    @property
    def only(self) -> InboxEntry:
        (entry,) = self.entries.values()
        return entry


class _Still:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    inbox = Kept()
    settings = read(
        {
            "PUBLIC_URL": senders.PUBLIC_URL,
            "TABLE_NAME": "golive",
            "HUBSPOT_PORTAL": "62515",
            "SALESFORCE_ORGANIZATION": senders.ORGANIZATION,
            "PIPEDRIVE_COMPANY": "1001",
        }
    )
    monkeypatch.setattr(bootstrap, "inbox", lambda: inbox)
    monkeypatch.setattr(bootstrap, "secrets", lambda: senders.SECRETS)
    monkeypatch.setattr(bootstrap, "clock", _Still)
    monkeypatch.setattr(webhooks, "settings", lambda: settings)
    return inbox


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    with Client(_app()) as it:
        yield it


@cache  # one app, whichever tests ask for it
def _app() -> Chalice:
    app = Chalice("webhooks", configure_logs=False)
    app.register_blueprint(webhooks.routes)
    return app


@pytest.fixture
def post(kept: Kept, client: Client) -> Any:
    return lambda request: client.http.post(**request)
