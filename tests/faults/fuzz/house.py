"""Portal, console and API in one process over the stores in memory, with one onboarding that is under way."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from functools import cache
from io import StringIO
from typing import Any

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib import bootstrap
from tests.blueprints import copy_of
from tests.faults.fuzz.door import SECRETS
from tests.integration.http_browser import Page
from tests.integration.world import World

_FORM = {"content-type": "application/x-www-form-urlencoded"}


class House(World):
    """The pages and the API of Acme's onboarding."""

    def __init__(self, patch: Any) -> None:
        super().__init__(patch)
        patch.setattr(bootstrap, "secrets", lambda: SECRETS)
        self.client = Client(_app())
        self.id = self.open().id

    def send(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Page:
        """Send a request as it is; the answer shows what a browser would see."""
        sent = dict(_FORM if method == "POST" else {}) | dict(headers or {})
        return Page(self.client.http.request(method, path, headers=sent, body=body))

    def stands(self) -> tuple[Any, ...]:
        """Return what tells whether anything was changed: stored versions, effects, used links, mail asked for."""
        store = self.store
        return (
            dict(store._versions),
            len(store.effects),
            len(store._done),
            sorted(self.spent._used),
            sorted(self.outbox.kept),
        )


@contextmanager
def opened() -> Iterator[House]:
    """Open the house for a while. What it logs is not shown."""
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()):
        yield House(patch)


@cache
def _app() -> Chalice:
    app = Chalice(app_name="golive", configure_logs=False)
    for name in ("portal", "console", "api"):
        app.register_blueprint(copy_of(f"chalicelib.entrypoints.{name}").routes)
    return app
