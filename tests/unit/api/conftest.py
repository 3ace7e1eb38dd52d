"""The API on the in-memory adapters: the real app, the real core, no network."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib import bootstrap
from chalicelib.adapters.conditions import RuleConditions
from chalicelib.adapters.holiday_calendars import HolidayCalendars
from chalicelib.adapters.in_memory.onboardings import InMemoryOnboardingStore
from chalicelib.adapters.in_memory.world import (
    InMemoryOpenings,
    InMemoryPeople,
    InMemoryPlaybooks,
    ManualClock,
)
from chalicelib.adapters.playbook_files import load_all
from chalicelib.adapters.tokens import HmacLinkMinter
from chalicelib.application.handle import Envelope, Ports, handle
from chalicelib.application.personal import Sealer
from chalicelib.domain.commands import RecordDeal
from chalicelib.domain.deal import Account, Deal, DealContact, DealPromise, Handoff
from chalicelib.domain.values import DealRef
from chalicelib.settings import read
from tests.blueprints import copy_of
from tests.builders import NOW, a_directory

APP = Chalice(app_name="golive", configure_logs=False)
APP.register_blueprint(copy_of("chalicelib.entrypoints.api.routes").routes)
TOKEN = "local-admin-token"


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    json: Any


class Api:
    """Speaks to the app as a client would."""

    def __init__(
        self, client: Client, store: InMemoryOnboardingStore, clock: ManualClock, ports: Ports
    ) -> None:
        self.client, self.store, self.clock, self.ports = client, store, clock, ports

    def send(self, method: str, path: str, *, body: bytes = b"", **headers: str | None) -> Answer:
        sent = {"Authorization": f"Bearer {TOKEN}"}
        sent |= {"Content-Type": "application/json"} if body else {}
        for name, value in headers.items():
            sent.pop(name.replace("_", "-"), None)
            if value is not None:
                sent[name.replace("_", "-")] = value
        answer = self.client.http.request(method, path, headers=sent, body=body)
        kind = answer.headers["Content-Type"]
        assert kind in {"application/json", "application/problem+json"}, kind
        return Answer(answer.status_code, answer.headers, json.loads(answer.body))

    def get(self, path: str, **headers: str | None) -> Answer:
        return self.send("GET", path, **headers)

    def command(
        self, onboarding: str, kind: str, *, by: str | None = None, key: str | None = None, **fields: Any
    ) -> Answer:
        headers: dict[str, str | None] = {"Golive_Actor": by, "Idempotency_Key": key}
        body = json.dumps({"type": kind, **fields}).encode()
        return self.send(
            "POST",
            f"/api/onboardings/{onboarding}/commands",
            body=body,
            **{name: value for name, value in headers.items() if value},
        )

    def open(self, number: int = 1, *, tier: str = "simple") -> str:
        """Open an onboarding as a webhook would, and return its id."""
        ref = DealRef(source="deals", tenant="local", id=f"D-{number}")
        sealer = Sealer(f"deals:{number}")
        deal = Deal(
            ref=ref,
            name=sealer.seal(f"Acme: plan {number}"),
            account=Account(name="Acme GmbH", time_zone="Europe/Berlin"),
            state="won",
            modified_at=NOW,
            signed_at=NOW,
            tier=tier,
            owner="ada",
            contacts=(DealContact(name=sealer.seal("Grace Lind"), email=sealer.seal("grace@acme.example")),),
            handoff=Handoff(goals=(sealer.seal("Invoices by the year's end"),)),
            promises=(DealPromise(text=sealer.seal("SSO before go-live")),),
            committed=NOW.date().replace(month=12, day=11),
        )
        envelope = Envelope(
            onboarding=ref.onboarding_id(),
            id=f"deals:{number}",
            actor="crm:deals",
            command=RecordDeal(deal=deal),
            vault=sealer.vault,
        )
        handle(envelope, self.ports)
        return ref.onboarding_id()


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    store, clock = InMemoryOnboardingStore(tenants={"deals": "local"}), ManualClock(NOW)
    directory = a_directory()
    gone = replace(directory.people[3], id="gone", email="gone@vendor.example", active=False)
    ports = Ports(
        store=store,
        conditions=RuleConditions(),
        playbooks=InMemoryPlaybooks(*load_all()),
        people=InMemoryPeople(replace(directory, people=(*directory.people, gone))),
        calendars=HolidayCalendars(),
        openings=InMemoryOpenings(),
        clock=clock,
        links=HmacLinkMinter(b"k" * 32),
    )
    monkeypatch.setattr(bootstrap, "ports", lambda: ports)
    for name, value in (("store", store), ("listings", store), ("people", ports.people)):
        monkeypatch.setattr(bootstrap, name, lambda value=value: value)
    monkeypatch.setattr(bootstrap, "playbooks", lambda: ports.playbooks)
    monkeypatch.setattr(bootstrap, "clock", lambda: clock)
    monkeypatch.setattr(bootstrap, "secrets", lambda: {"api_tokens": {TOKEN: "admin", "other": "robot"}})
    settings = read({"PUBLIC_URL": "http://127.0.0.1:8000", "TABLE_NAME": "golive"})
    monkeypatch.setattr("chalicelib.settings.settings", lambda: settings)
    with Client(APP) as client:
        yield Api(client, store, clock, ports)
