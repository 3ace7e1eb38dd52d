"""A webhook's whole way in one process: door, inbox, ingestion, command; then everything that shows what came of it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from chalicelib.adapters import journal
from chalicelib.adapters.codec import dump, envelope_from_json, envelope_to_json
from chalicelib.adapters.conditions import RuleConditions
from chalicelib.adapters.crm.deal import shape
from chalicelib.adapters.crm.hubspot import HubspotCrm
from chalicelib.adapters.crm.pipedrive import PipedriveCrm
from chalicelib.adapters.crm.salesforce import SalesforceCrm
from chalicelib.adapters.crm.standard import StandardCrm
from chalicelib.adapters.holiday_calendars import HolidayCalendars
from chalicelib.adapters.in_memory.world import (
    InMemoryOpenings,
    InMemoryPeople,
    InMemoryPlaybooks,
    InMemoryQueue,
    ManualClock,
)
from chalicelib.application.handle import Envelope, Ports, handle
from chalicelib.application.ingest import Ingestion, ingest
from chalicelib.application.verify import Journals, verify
from chalicelib.domain.errors import UnavailableError
from tests.builders import a_directory
from tests.faults.fuzz.door import NOW, Door, opened
from tests.faults.fuzz.house import opened as house_opened
from tests.faults.fuzz.limits import BoundedOnboardingStore, message
from tests.faults.fuzz.showing import Show
from tests.properties.world import PLAYBOOKS

_JOURNALS = Journals(event_of=journal.event_of, broken_at=journal.broken_at)
_CRMS = {"hubspot": HubspotCrm, "salesforce": SalesforceCrm, "pipedrive": PipedriveCrm}


class Journey:
    """Everything behind the door, empty. `answers` is what the CRM answers by path: JSON text, or nothing for a 404."""

    def __init__(self, door: Door, show: Show, answers: Mapping[str, str]) -> None:
        self.door, self.show, self.answers = door, show, answers
        self.clock = ManualClock(NOW)
        self.store = BoundedOnboardingStore(self.clock)
        self.queue = InMemoryQueue()
        self.people = InMemoryPeople(a_directory())
        self.ports = Ports(
            store=self.store,
            conditions=RuleConditions(),
            playbooks=InMemoryPlaybooks(*PLAYBOOKS.values()),
            people=self.people,
            calendars=HolidayCalendars(),
            openings=InMemoryOpenings(),
            clock=self.clock,
            links=show.minter,
        )
        self.world = Ingestion(
            inbox=door.inbox,
            crm=lambda source: _CRMS[source](self) if source in _CRMS else StandardCrm(),
            shape=shape,
            store=self.store,
            people=self.people,
            clock=self.clock,
            queue=self.queue,
            submit=self._carry_out,
        )

    def get(self, path: str, **query: str) -> Any:
        """Answer a read as `adapters.http` would understand the CRM's answer."""
        try:
            return json.loads(self.answers[path], parse_float=str) if path in self.answers else None
        except (ValueError, RecursionError):
            raise UnavailableError(f"{path} was not read: the answer is not JSON.") from None

    def travel(self, request: dict[str, Any]) -> int:
        """Send a webhook and follow it to its end; return the door's answer."""
        answer = self.door.post(**request)
        for pk in list(self.door.inbox.entries):
            self.queue.send({"inbox": pk})
        for _ in range(200):
            if not self.queue.sent:
                return int(answer.status_code)
            body = message(self.queue.sent.pop(0)[0])
            if "not_before" in body:
                self.clock.set(max(self.clock.now(), datetime.fromisoformat(body["not_before"])))
            try:
                ingest(body, self.world)
            except UnavailableError:
                # To the dead letters, in front of a person: only of a deal that could not be read for over an hour.
                assert body.get("failures") == 4, "ingestion gave up too early"
        raise AssertionError("It does not come to rest.")

    def _carry_out(self, envelope: Envelope) -> None:
        # A refusal (DomainError) is a deal that nobody would ever hear of again, so it is not caught.
        handle(envelope_from_json(message(envelope_to_json(envelope))), self.ports)

    def check(self, *, shown: bool) -> None:
        """Check what must hold of whatever is stored and, where it is to be `shown`, show all of it to everybody."""
        found = list(verify(self.store, self.store, self.people.directory(), _JOURNALS))
        assert not found, f"what is stored does not replay: {found}"
        assert set(self.door.inbox.settled) == set(self.door.inbox.entries), "a webhook is never settled"
        for onboarding in self.opened():
            stored = self.store.load(onboarding)
            assert stored is not None
            held = self.store.personal(onboarding)
            lost = [ref for ref in _references(dump(stored.onboarding)) if ref not in held]
            assert not lost, f"personal values are nowhere: {lost}"
            if shown:
                self.show.everything(stored.onboarding, self)

    def opened(self) -> set[str]:
        """Return the ids of all onboardings."""
        return {row["id"] for row in self.store.board(filters={}, limit=1000).items}


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if set(value) == {"p", "c"}:
            yield value["p"]
        for item in value.values():
            yield from _references(item)
    if isinstance(value, list):
        for item in value:
            yield from _references(item)


@contextmanager
def journeys() -> Iterator[Any]:
    """Open the door; yield what makes an empty journey behind it, given the CRM's answers."""
    with house_opened() as house, opened() as door:
        show = Show(house)

        def begin(answers: Mapping[str, str]) -> Journey:
            door.inbox.entries.clear()
            door.inbox.settled.clear()
            return Journey(door, show, answers)

        yield begin
