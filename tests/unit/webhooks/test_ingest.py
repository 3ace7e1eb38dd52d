from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.adapters.codec import envelope_from_json, envelope_to_json
from chalicelib.adapters.crm.deal import shape
from chalicelib.adapters.dynamodb.inbox import InboxEntry
from chalicelib.adapters.in_memory.onboardings import InMemoryOnboardingStore
from chalicelib.adapters.in_memory.world import InMemoryPeople, InMemoryQueue, ManualClock
from chalicelib.application.crm import Hint, Reading
from chalicelib.application.ingest import Ingestion, ingest, requeue_resting
from chalicelib.domain.documents import Findings
from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.values import DealRef
from tests.builders import a_directory

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
DATA = {"deal": {"name": "Acme"}, "account": {"name": "Acme GmbH"}, "contacts": [{"email": "g@acme.example"}]}


@dataclass
class SaidCrm:
    """A CRM of which the test says what it answers."""

    said: list[Hint]
    notes: tuple[str, ...]
    answers: list[Any]
    reads: int = 0

    def hints(self, arrived: Any) -> tuple[tuple[Hint, ...], tuple[str, ...]]:
        return tuple(self.said), self.notes

    def read(self, hint: Hint, received_at: datetime) -> Reading:
        self.reads += 1
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class World:
    """Ingestion, its inbox included."""

    def __init__(self, *, hints: Any = (), notes: Any = (), answers: Any = (), kept: bool = True) -> None:
        self.kept, self.settled, self.sent = kept, [], []
        self.crm = SaidCrm(list(hints), tuple(notes), list(answers))
        self.clock, self.queue = ManualClock(NOW), InMemoryQueue()
        self.ports = Ingestion(
            inbox=self,
            crm=lambda source: self.crm,
            shape=shape,
            store=InMemoryOnboardingStore(),
            people=InMemoryPeople(a_directory()),
            clock=self.clock,
            queue=self.queue,
            submit=lambda envelope: self.sent.append(envelope_from_json(envelope_to_json(envelope))),
        )

    def load(self, pk: str) -> InboxEntry | None:
        _, source, delivery = pk.split("#", 2)
        entry = InboxEntry(source=source, delivery=delivery, received_at=NOW, body={})
        return entry if self.kept else None

    def settle(self, pk: str, notes: tuple[str, ...] = ()) -> None:
        self.settled.append((pk, tuple(notes)))

    def run(self, **message: Any) -> str:
        return ingest({"inbox": "INBOX#hubspot#d1", **message}, self.ports)

    def follow_up(self) -> str:
        """Take the one message that waits, when its time has come."""
        ((body, _, _, _),) = self.queue.sent
        self.queue.sent.clear()
        if "not_before" in body:
            self.clock.set(datetime.fromisoformat(body["not_before"]))
        return ingest(body, self.ports)


def hint(deal: str = "1", **changes: Any) -> Hint:
    ref = DealRef(source="hubspot", tenant="62515", id=deal)
    return Hint(**{"ref": ref, "opens": True, "state": "won", "at": NOW - timedelta(hours=1), **changes})


def reading(**changes: Any) -> Reading:
    return Reading(**{"state": "won", "data": DATA, "modified_at": NOW, **changes})


DOWN = UnavailableError("down")


def test_a_webhook_about_one_deal_is_followed_up_at_once():
    world = World(hints=[hint()], answers=[reading()])
    assert world.run() == "won"
    (envelope,) = world.sent
    assert envelope.onboarding == hint().ref.onboarding_id()
    assert envelope.actor == "crm:hubspot"
    assert envelope.command.opens
    assert envelope.command.deal.complete
    assert world.settled == [("INBOX#hubspot#d1", ())]
    assert not world.queue.sent


def test_a_webhook_about_several_deals_becomes_a_message_for_each():
    world = World(hints=[hint("1"), hint("2")], notes=("Event 3 names no deal.",), answers=[reading()])
    assert world.run() == "split into 2"
    assert [body["deal"] for body, *_ in world.queue.sent] == ["1", "2"]
    assert world.settled == [("INBOX#hubspot#d1", ("Event 3 names no deal.",))]
    assert world.run(deal="2") == "won"
    assert world.sent[0].command.deal.ref.id == "2"


def test_a_webhook_about_nothing_is_settled():
    world = World(notes=("Event 0 names no deal.",))
    assert world.run() == "split into 0"
    assert world.settled


def test_an_entry_that_is_gone_is_no_error():
    assert World(kept=False).run() == "gone"


def test_the_same_webhook_and_the_same_reading_are_the_same_command():
    first, second = World(hints=[hint()], answers=[reading()]), World(hints=[hint()], answers=[reading()])
    first.run()
    second.run()
    assert first.sent[0].id == second.sent[0].id


def test_a_newer_reading_is_another_command():
    world = World(hints=[hint()], answers=[reading(), reading(modified_at=NOW + timedelta(seconds=1))])
    world.run()
    world.run()
    assert world.sent[0].id != world.sent[1].id


def test_an_unreadable_crm_is_tried_after_1_5_15_and_60_minutes_and_opens_after_the_second_failure():
    world = World(hints=[hint()], answers=[DOWN] * 5)
    pauses, told = [], []
    outcome = world.run()
    while world.queue.sent:
        body = world.queue.sent[0][0]
        pauses.append(datetime.fromisoformat(body["not_before"]) - world.clock.now())
        told.append(len(world.sent))
        outcome = world.follow_up()
    assert pauses == [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]
    assert told == [0, 1, 1, 1]
    assert outcome == "given up"
    deal = world.sent[0].command.deal
    assert (deal.state, deal.complete) == ("won", False)
    assert world.crm.reads == 5


def test_reading_goes_on_after_the_opening_and_ends_when_it_succeeds():
    world = World(hints=[hint()], answers=[DOWN, DOWN, reading()])
    world.run()
    world.follow_up()
    assert world.follow_up() == "won"
    assert [envelope.command.deal.complete for envelope in world.sent] == [False, True]
    assert not world.queue.sent


def test_a_message_that_comes_too_early_waits_on_in_hops_of_at_most_fifteen_minutes():
    world = World(hints=[hint()], answers=[])
    later = (NOW + timedelta(minutes=60)).isoformat()
    assert world.run(deal="1", failures=4, not_before=later) == "early"
    ((body, delay, _, _),) = world.queue.sent
    assert delay == 900
    assert body["not_before"] == later
    assert world.crm.reads == 0


def test_a_deal_of_which_nothing_is_known_opens_nothing_and_ends_in_front_of_a_person():
    world = World(hints=[hint(state=None)], answers=[DOWN] * 5)
    world.run()
    for _ in range(3):
        world.follow_up()
    with pytest.raises(UnavailableError):
        world.follow_up()
    assert world.sent == []


def test_a_deal_known_only_by_its_event_has_a_name():
    world = World(hints=[hint("123")], answers=[DOWN, DOWN])
    world.run()
    world.follow_up()
    (envelope,) = world.sent
    assert [secret.value for secret in envelope.vault.values.values()] == ["Deal 123 (HubSpot)"]
    assert envelope.command.deal.account.name == "Deal 123 (HubSpot)"


@pytest.mark.parametrize("state", ["open", "lost", "deleted"])
def test_every_other_state_is_told_too(state):
    world = World(hints=[hint()], answers=[reading(state=state, data={})])
    assert world.run() == state
    assert world.sent[0].command.deal.state == state


def test_an_edit_opens_nothing():
    world = World(hints=[hint(opens=False, state=None)], answers=[reading()])
    world.run()
    assert world.sent[0].command.opens is False


def test_what_intake_found_out_becomes_a_verdict():
    key = "q/onb-aaaaaaaaaaaaaaaa/registration/" + "d" * 32
    findings = asdict(Findings(verdict="accepted", type="pdf", size=5))
    body = {"key": key, "version_id": "v1", "name": "a.pdf", "findings": findings}
    world = World()
    world.load = lambda pk: InboxEntry(source="intake", delivery=f"{key}#v1", received_at=NOW, body=body)
    assert ingest({"inbox": f"INBOX#intake#{key}#v1"}, world.ports) == "verdict"
    assert world.sent[0].command.task == "registration"
    assert world.settled


@pytest.mark.parametrize("source", ["hubspot", "intake"])
@pytest.mark.parametrize("deals", ["1", "12"])
def test_what_could_not_be_handed_on_is_not_settled(source, deals):
    world = World(hints=[hint(deal) for deal in deals], answers=[reading()])
    key = "q/onb-aaaaaaaaaaaaaaaa/registration/" + "d" * 32
    body = {"key": key, "version_id": "v1", "name": "a.pdf", "findings": asdict(Findings(verdict="accepted"))}
    world.load = lambda pk: InboxEntry(source=source, delivery="d1", received_at=NOW, body=body)

    def broken(*_: Any, **__: Any) -> None:
        raise UnavailableError("The queue did not take the message.")

    world.queue.send = broken
    world.ports = replace(world.ports, submit=broken)
    with pytest.raises(UnavailableError):
        world.run()
    assert not world.settled


def test_what_nobody_worked_on_for_ten_minutes_is_sent_again_and_then_once_an_hour():
    class Resting(World):
        def resting(self, before: datetime, *, limit: int = 100) -> tuple[str, ...]:
            return ("INBOX#hubspot#d1",) if self.until < before else ()

        def postpone(self, pk: str, until: datetime) -> None:
            self.until = until

    world = Resting()
    world.until, sent = NOW, []
    for minutes in (9, 11, 20, 60, 72, 100, 140):
        world.clock.set(NOW + timedelta(minutes=minutes))
        sent.append(requeue_resting(world.clock.now(), inbox=world, queue=world.queue))
    assert sent == [0, 1, 0, 0, 1, 0, 1]
    assert [body for body, *_ in world.queue.sent] == [{"inbox": "INBOX#hubspot#d1"}] * 3


def test_what_the_queue_does_not_take_is_not_put_off():
    class Resting(World):
        def resting(self, before: datetime, *, limit: int = 100) -> tuple[str, ...]:
            return ("INBOX#hubspot#d1", "INBOX#hubspot#d2")

        def postpone(self, pk: str, until: datetime) -> None:
            self.put_off.append(pk)

        def offer(self, bodies: Any) -> dict[int, str]:
            return {0: "full"}

    world = Resting()
    world.put_off = []
    assert requeue_resting(NOW, inbox=world, queue=world) == 1
    assert world.put_off == ["INBOX#hubspot#d2"]
