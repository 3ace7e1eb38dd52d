"""Portal, console and API in one process over the stores in memory, with one onboarding that is under way."""

import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from datetime import timedelta
from functools import cache
from io import StringIO
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from chalice.app import Chalice
from chalice.test import Client

from chalicelib import bootstrap
from chalicelib.adapters.s3 import S3DocumentStore
from chalicelib.application.handle import handle
from chalicelib.application.sweep import ticks
from chalicelib.domain.commands import RecordUpload, RequestOverride
from tests.blueprints import copy_of
from tests.faults.fuzz.door import SECRETS
from tests.faults.fuzz.limits import BoundedOnboardingStore
from tests.integration.http_browser import Page
from tests.integration.world import World

_FORM = {"content-type": "application/x-www-form-urlencoded"}


class House(World):
    """The pages and the API of Acme's onboarding."""

    def __init__(self, patch: Any) -> None:
        super().__init__(patch)
        patch.setattr(bootstrap, "secrets", lambda: SECRETS)
        self.store = BoundedOnboardingStore(self.clock)
        self.version = "v" * 32
        files = S3DocumentStore(_Files(self), "golive-documents")
        patch.setattr(bootstrap, "documents", lambda: files)
        self.client = Client(_app())
        self.id = self.open().id
        self._let_it_go_on()

    def _let_it_go_on(self) -> None:
        """A file waits for a person, something is late, an override waits for a second person."""
        name, vault = self.seal("plan.pdf")
        key = f"q/{self.id}/contract/" + "c" * 32
        arrived = RecordUpload(
            task="contract", document="c" * 32, key=key, version_id="v1", name=name, size=9
        )
        self.handle(self.id, arrived, actor="contact:contact-1", vault=vault)
        for _ in range(40):
            self.clock.advance(timedelta(hours=2))
            for tick in ticks(self.store.due(self.clock.now()), self.clock.now()):
                handle(tick, self._ports())
        reason, vault = self.seal("Because.")
        gate = self.onboarding(self.id).gates[0].id
        asked = RequestOverride(gate=gate, reason=reason)
        self.handle(self.id, asked, actor="person:lee", vault=vault)

    def send(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Page:
        """Send a request as it is; the answer shows what a browser would see."""
        sent = dict(_FORM if method == "POST" else {}) | dict(headers or {})
        return Page(self.client.http.request(method, path, headers=sent, body=body))

    def subject(self, act: str) -> str:
        """Return what an act of the team is about."""
        onboarding = self.onboarding(self.id)
        return {
            "acknowledge": next((each.id for each in onboarding.escalations), ""),
            "resolve": next((each.id for each in onboarding.escalations), ""),
            "settle": onboarding.promises[0].id,
            "reassign": "task:accept",
            "approve": "security_review",
            "decline": "security_review",
            "retry": "accounts",
            "accept": onboarding.documents[0].id,
            "reject": onboarding.documents[0].id,
            "request_override": onboarding.gates[0].id,
            "approve_override": onboarding.gates[0].id,
        }.get(act, "accept")

    def remember(self) -> None:
        """Keep how everything stands."""
        self._kept = pickle.dumps((self.store, self.spent, self.outbox))

    def restore(self) -> None:
        """Let everything stand as it was remembered."""
        self.store, self.spent, self.outbox = pickle.loads(self._kept)

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


class _Files:
    """In place of S3's client: signs forms, knows one file, and answers as S3 does about all others."""

    def __init__(self, house: House) -> None:
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "eu-central-1"}
        self._house, self._signer = house, boto3.client("s3", config=Config(signature_version="s3v4"), **keys)

    def head_object(self, *, Bucket: str, Key: str, VersionId: str = "") -> dict[str, Any]:  # noqa: N803
        if VersionId and not (len(VersionId) == 32 and VersionId.isascii() and VersionId.isalnum()):
            raise ClientError({"Error": {"Code": "400", "Message": "Bad Request"}}, "HeadObject")
        known = Key == f"q/{self._house.id}/registration/" + "d" * 32
        if not known or VersionId not in ("", self._house.version):
            raise ClientError({"Error": {"Code": "404", "Message": "Not Found"}}, "HeadObject")
        return {"VersionId": self._house.version, "Metadata": {"name": "plan.pdf"}, "ContentLength": 9}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._signer, name)


@contextmanager
def opened() -> Iterator[House]:
    """Open the house for a while. What it logs is not shown."""
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()):
        yield House(patch)


@cache
def _app() -> Chalice:
    app = Chalice(app_name="golive", configure_logs=False)
    for name in ("portal", "console", "api"):
        app.register_blueprint(copy_of(f"chalicelib.entrypoints.{name}.routes").routes)
    return app
