"""The product in one process: real routes, use cases and signatures over the in-memory stores, files on moto."""

import base64
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import count
from typing import Any

import boto3
from chalice.app import Chalice

from chalicelib import bootstrap
from chalicelib.adapters import signed_links
from chalicelib.adapters.conditions import RuleConditions
from chalicelib.adapters.holiday_calendars import HolidayCalendars
from chalicelib.adapters.in_memory.doors import InMemoryLimits, InMemoryUses
from chalicelib.adapters.in_memory.drafts import InMemoryDrafts
from chalicelib.adapters.in_memory.onboardings import InMemoryOnboardingStore
from chalicelib.adapters.in_memory.outbox import InMemoryOutbox
from chalicelib.adapters.in_memory.secrets import InMemoryKeeper
from chalicelib.adapters.in_memory.world import (
    InMemoryOpenings,
    InMemoryPeople,
    InMemoryPlaybooks,
    ManualClock,
)
from chalicelib.adapters.tokens import HmacLinkMinter
from chalicelib.application import sign_in
from chalicelib.application.handle import Envelope, Ports
from chalicelib.application.personal import Sealer
from chalicelib.domain.commands import Command, RecordDeal
from chalicelib.domain.deal import Deal, DealContact, DealPromise, Handoff
from chalicelib.domain.onboarding import Onboarding
from tests.blueprints import copy_of
from tests.builders import NOW, a_directory, a_playbook, an_onboarding
from tests.integration.http_browser import PUBLIC_URL, Browser

BUCKET = "golive-documents"


class World:
    """Everything a page needs; `browser` acts for one person with one cookie jar."""

    def __init__(self, monkeypatch: Any, *, public_url: str = PUBLIC_URL) -> None:
        self.public_url = public_url
        self.clock = ManualClock(NOW)
        self.drafts = InMemoryDrafts()
        self.store = InMemoryOnboardingStore(drafts=self.drafts)
        self.people = InMemoryPeople(a_directory())
        self.playbook = a_playbook()
        self.playbooks = InMemoryPlaybooks(self.playbook)
        self.minter = HmacLinkMinter(b"l" * 32)
        self.outbox = InMemoryOutbox()
        self.spent = _Spent()
        self.limits, self.uses = InMemoryLimits(), InMemoryUses()
        self._count = count()
        self._set_environment(monkeypatch, public_url)
        replaced = {
            "clock": lambda: self.clock,
            "store": lambda: self.store,
            "listings": lambda: self.store,
            "links": lambda: self.store,
            "people": lambda: self.people,
            "playbooks": lambda: self.playbooks,
            "link_minter": lambda: self.minter,
            "outbox": lambda: self.outbox,
            "spent": lambda: self.spent,
            "drafts": lambda: self.drafts,
            "keeper": InMemoryKeeper,
            "limits": lambda: self.limits,
            "uses": lambda: self.uses,
            "secrets": lambda: {"session_key": base64.b64encode(b"s" * 32).decode()},
            "ports": self._ports,
        }
        for name, value in replaced.items():
            monkeypatch.setattr(bootstrap, name, value)
        self._app = _app()

    def _set_environment(self, monkeypatch: Any, public_url: str) -> None:
        from chalicelib.entrypoints import assets, pages
        from chalicelib.settings import settings

        values = {
            "PUBLIC_URL": public_url,
            "TABLE_NAME": "golive",
            "BUCKET_NAME": BUCKET,
            "AWS_DEFAULT_REGION": "eu-central-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        for cached in (settings, pages._environment, assets._named, assets.address, bootstrap.documents):
            cached.cache_clear()

    def _ports(self) -> Ports:
        return Ports(
            store=self.store,
            conditions=RuleConditions(),
            playbooks=self.playbooks,
            people=self.people,
            calendars=HolidayCalendars(),
            openings=InMemoryOpenings(),
            clock=self.clock,
            links=self.minter,
        )

    def open(self, **changes: Any) -> Onboarding:
        """Open Acme's onboarding from its won deal."""
        sealer = Sealer("deal")
        deal = replace(_deal(sealer, self.clock.now()), **changes)
        return self.handle(deal.ref.onboarding_id(), RecordDeal(deal=deal), vault=sealer.vault)

    def handle(
        self, onboarding: str, command: Command, *, actor: str = "system:test", vault: Any = None
    ) -> Any:
        """Carry a command out; return the onboarding after it."""
        envelope = Envelope(
            onboarding=onboarding,
            id=f"test:{next(self._count)}",
            actor=actor,
            command=command,
            vault=vault,
        )
        outcome = bootstrap.handle(envelope)
        return outcome.onboarding

    def seal(self, *values: str) -> tuple[Any, ...]:
        """Return sealed values and, last, the vault that holds them."""
        sealer = Sealer("|".join(values))
        return (*(sealer.seal(value) for value in values), sealer.vault)

    def onboarding(self, key: str) -> Onboarding:
        """Return the state as it is now."""
        stored = self.store.load(key)
        assert stored is not None
        return stored.onboarding

    def token(self, onboarding: Onboarding, contact: str) -> str:
        """Return the token of a contact's link."""
        return self.minter.token(onboarding=onboarding.id, contact=contact, epoch=onboarding.link_epoch)

    def browser(self) -> Browser:
        """Return a browser that nobody has used yet."""
        return Browser(self._app)

    def visitor(self, onboarding: Onboarding, contact: str | None = None) -> Browser:
        """Return the browser of a contact who has followed their link."""
        browser = self.browser()
        browser.post(f"/p/{self.token(onboarding, contact or onboarding.contacts[0].id)}", {})
        return browser

    def member(self, person: str = "ada") -> Browser:
        """Return the browser of somebody of the team who has followed a sign-in link."""
        browser = self.browser()
        browser.post(self.sign_in_address(person, nonce=f"n{next(self._count)}"), {})
        return browser

    def sign_in_address(self, person: str, *, nonce: str) -> str:
        """Return the address of a sign-in link, without our own."""
        return signed_links.sign_in_link(
            b"s" * 32,
            "",
            person=person,
            nonce=nonce,
            expires_at=self.clock.now() + sign_in.LIFE,
        )

    def act_address(self, onboarding: Onboarding, person: str, kind: str, subject: str = "") -> str:
        """Return the address of the page where a person settles one thing."""
        return signed_links.act_link(
            b"s" * 32, "", onboarding=onboarding.id, person=person, kind=kind, subject=subject
        )


class _Spent:
    def __init__(self) -> None:
        self._used: set[str] = set()

    def spend(self, nonce: str, *, now: datetime) -> bool:
        fresh = nonce not in self._used
        self._used.add(nonce)
        return fresh

    def used(self, nonce: str) -> bool:
        return nonce in self._used


def make_bucket() -> Any:
    """Create the versioned bucket (inside `mock_aws`) and return a client."""
    client = boto3.client("s3", region_name="eu-central-1")
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    return client


@cache
def _app() -> Chalice:
    app = Chalice(app_name="golive", configure_logs=False)
    for name in ("portal", "console"):
        app.register_blueprint(copy_of(f"chalicelib.entrypoints.{name}.routes").routes)
    return app


def _deal(sealer: Sealer, now: datetime) -> Deal:
    model = an_onboarding().deal
    grace, piet = (
        DealContact(name=sealer.seal(name), email=sealer.seal(email), role=role)
        for name, email, role in (
            ("Grace Lind", "grace@acme.example", "champion"),
            ("Piet Maas", "piet@acme.example", "technical"),
        )
    )
    return replace(
        model,
        name=sealer.seal("Acme: annual plan"),
        modified_at=now,
        signed_at=now,
        contacts=(grace, piet),
        handoff=Handoff(goals=(sealer.seal("First invoice this year"),)),
        promises=(DealPromise(text=sealer.seal("SSO before go-live")),),
    )
