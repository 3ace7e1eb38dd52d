"""Delivery against a mail service and a downstream system that fail in every way, and a process that dies anywhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.adapters.in_memory.desks import InMemoryDesks
from chalicelib.adapters.in_memory.outbox import InMemoryOutbox
from chalicelib.adapters.in_memory.world import InMemoryPeople
from chalicelib.application.deliver import Delivery, deliver, requeue_resting
from chalicelib.application.desks import DeskWorld
from chalicelib.application.outbox import (
    Answer,
    CannotWriteError,
    InDoubtError,
    Letter,
    NotSentError,
    RefusedError,
)
from chalicelib.domain.commands import RecordMailTrouble, RecordProvisioning
from chalicelib.domain.effects import CallProvisioning, Effect, SendMail
from chalicelib.domain.errors import PlaybookUnreadableError
from chalicelib.domain.outbox import Entry
from tests import builders

KEY = "onb-acme:1:welcome"
MAIL = SendMail(name="welcome", mail="welcome", to="contact:c1")
CALL = CallProvisioning(name="provision.accounts", resource="accounts", task="accounts")
LETTER = Letter(key=KEY, to="grace@acme.example", subject="Hello", text="Hello", html="<p>Hello")


class Killed(BaseException):
    """The process dies here."""


@dataclass
class World:
    """A small world with a clock to move; `on_send` and `on_call` say what the services do, one entry a call."""

    now: datetime = builders.NOW
    on_send: list[Any] = field(default_factory=list)
    on_call: list[Any] = field(default_factory=list)
    letter: Letter | str | Exception = LETTER
    onboarding: Any = field(default_factory=builders.an_onboarding)
    sent: list[str] = field(default_factory=list)
    called: list[Any] = field(default_factory=list)
    queued: list[tuple[datetime, str]] = field(default_factory=list)
    full: tuple[int, ...] = ()
    commands: dict[str, Any] = field(default_factory=dict)
    outbox: InMemoryOutbox = field(default_factory=InMemoryOutbox)

    def put(self, effect: Effect = MAIL, key: str = KEY) -> None:
        self.outbox.add(Entry(owner="ONB#onb-acme", key=key, effect=effect, written_at=self.now))

    def deliver(self, key: str = KEY) -> str:
        return deliver(key, self.delivery())

    def delivery(self) -> Delivery:
        return Delivery(
            outbox=self.outbox,
            store=SimpleNamespace(load=lambda _: SimpleNamespace(onboarding=self.onboarding)),  # type: ignore[arg-type]
            writer=SimpleNamespace(write=self._write),
            mailer=SimpleNamespace(send=self._send),
            provisioner=SimpleNamespace(call=self._call),
            queue=SimpleNamespace(send=self._queue, offer=self._offer),  # type: ignore[arg-type]
            submit=lambda _, command_id, command: self.commands.update({command_id: command}),
            clock=SimpleNamespace(now=lambda: self.now),
            desk=DeskWorld(
                desks=InMemoryDesks(self.outbox),
                people=InMemoryPeople(builders.a_directory()),
                clock=SimpleNamespace(now=lambda: self.now),
            ),
        )

    @property
    def status(self) -> str:
        entry = self.outbox.get(KEY)
        assert entry is not None
        return entry.status

    def troubles(self) -> list[str]:
        return [command.trouble for command in self.commands.values()]

    def _write(self, entry: Entry, mail: SendMail) -> Letter | str:
        if isinstance(self.letter, Exception):
            raise self.letter
        return self.letter

    def _send(self, letter: Letter) -> str:
        return self._answer(self.on_send, lambda: self.sent.append(letter.key), f"ses-{len(self.sent)}")

    def _call(self, resource: str, *, key: str, body: Any) -> Answer:
        self.called.append((resource, key, body))
        return self._answer(self.on_call, lambda: None, Answer(succeeded=True, reference="acc-7"))

    def _answer(self, script: list[Any], act: Callable[[], Any], usual: Any) -> Any:
        step = script.pop(0) if script else usual
        if not isinstance(step, NotSentError | RefusedError):
            act()
        if isinstance(step, BaseException):
            raise step
        return step

    def _queue(self, body: Any, *, delay: int = 0) -> None:
        self.queued.append((self.now + timedelta(seconds=delay), body["sk"][2:]))

    def _offer(self, bodies: Sequence[Any]) -> dict[int, str]:
        for place, body in enumerate(bodies):
            if place not in self.full:
                self._queue(body)
        return dict.fromkeys(self.full, "full")

    def run_queue(self, until: datetime) -> None:
        while due := sorted(item for item in self.queued if item[0] <= until):
            self.now = max(self.now, due[0][0])
            self.queued.remove(due[0])
            self.deliver(due[0][1])

    def sweep(self, at: datetime) -> None:
        self.now = at
        requeue_resting(at, outbox=self.outbox, queue=self.delivery().queue)
        self.run_queue(until=at)


@pytest.fixture
def world() -> World:
    world = World()
    world.put()
    return world


def test_a_mail_is_sent_and_the_services_id_is_kept(world: World) -> None:
    assert world.deliver() == "sent"
    kept = world.outbox.kept[KEY]
    assert (kept.entry.status, kept.message_id, kept.sent_at) == ("done", "ses-0", world.now)


def test_a_message_that_comes_twice_sends_one_mail(world: World) -> None:
    world.deliver()
    assert world.deliver() == "settled"
    assert world.sent == [KEY]


def test_a_mail_whose_playbook_cannot_be_read_waits_without_a_claim_until_it_can(world: World) -> None:
    world.letter = PlaybookUnreadableError("torn")
    assert world.deliver() == "waits"
    world.sweep(builders.NOW + timedelta(hours=5))
    assert (world.status, world.sent, world.troubles()) == ("pending", [], [])
    world.letter = LETTER
    world.sweep(builders.NOW + timedelta(hours=6))
    assert (world.status, world.sent) == ("done", [KEY])


def test_an_effect_that_is_gone_is_nothing_to_do(world: World) -> None:
    assert world.deliver("onb-acme:9:welcome") == "gone"


def test_a_needless_mail_is_done_with_its_reason_and_not_sent(world: World) -> None:
    world.letter = "the contact has left"
    world.deliver()
    assert (world.status, world.outbox.kept[KEY].note) == ("done", "not needed: the contact has left")
    assert world.sent == []


def test_a_mail_that_cannot_be_written_fails_and_somebody_is_told(world: World) -> None:
    world.letter = CannotWriteError("the template is broken")
    world.deliver()
    assert world.status == "failed"
    assert world.commands == {
        f"{KEY}:failed": RecordMailTrouble(effect=KEY, mail="welcome", to="contact:c1", trouble="failed")
    }


def test_a_mail_that_the_service_refuses_fails_and_somebody_is_told(world: World) -> None:
    world.on_send = [RefusedError("rejected")]
    world.deliver()
    assert (world.status, world.troubles()) == ("failed", ["failed"])


def test_a_throttled_mail_goes_back_to_the_queue_unclaimed(world: World) -> None:
    world.on_send = [NotSentError("throttled"), NotSentError("throttled")]
    assert world.deliver() == "later"
    assert world.status == "pending"
    assert world.queued == [(builders.NOW + timedelta(seconds=15), KEY)]
    world.run_queue(until=builders.NOW + timedelta(minutes=1))
    assert (world.status, world.sent) == ("done", [KEY])


def test_a_mail_that_can_not_be_sent_for_hours_goes_in_front_of_a_person(world: World) -> None:
    world.on_send = [NotSentError("paused")] * 99
    world.deliver()
    world.run_queue(until=builders.NOW + timedelta(hours=6))
    assert (world.status, world.troubles(), world.sent, world.queued) == ("failed", ["failed"], [], [])


def test_no_answer_is_a_doubt_that_the_services_word_settles(world: World) -> None:
    world.on_send = [InDoubtError()]
    assert world.deliver() == "doubtful"
    world.outbox.sent(KEY, at=world.now, message="ses-1")
    world.run_queue(until=builders.NOW + timedelta(hours=1))
    assert (world.status, world.sent, world.commands) == ("done", [KEY], {})


def test_a_doubt_without_a_word_is_sent_once_more_and_journaled(world: World) -> None:
    world.on_send = [InDoubtError()]
    world.deliver()
    world.run_queue(until=builders.NOW + timedelta(minutes=14, seconds=59))
    assert world.sent == [KEY]
    world.run_queue(until=builders.NOW + timedelta(minutes=15))
    assert (world.status, world.sent, world.troubles()) == ("done", [KEY, KEY], ["sent_again"])


def test_a_second_doubt_goes_in_front_of_a_person_and_no_third_mail_is_sent(world: World) -> None:
    world.on_send = [InDoubtError(), InDoubtError(), InDoubtError()]
    world.deliver()
    world.run_queue(until=builders.NOW + timedelta(hours=3))
    assert (world.status, world.sent) == ("doubtful", [KEY, KEY])
    assert world.troubles() == ["sent_again", "doubtful"]


def test_a_process_that_dies_while_sending_leaves_a_doubt_that_ends_as_promised(world: World) -> None:
    world.on_send = [Killed()]
    with pytest.raises(Killed):
        world.deliver()
    assert world.status == "claimed"
    world.deliver()  # the queue hands the message out again
    world.sweep(builders.NOW + timedelta(minutes=2))
    assert world.status == "doubtful"
    world.run_queue(until=builders.NOW + timedelta(minutes=15))
    assert (world.status, world.sent, world.troubles()) == ("done", [KEY, KEY], ["sent_again"])


def test_a_message_that_is_handed_out_again_and_again_leaves_no_more_behind(world: World) -> None:
    world.on_send = [Killed()]
    with pytest.raises(Killed):
        world.deliver()
    for minutes in (1, 3, 3, 3, 4):
        world.now = builders.NOW + timedelta(minutes=minutes)
        world.deliver()
    assert len(world.queued) == 1


def test_a_mail_is_claimed_before_it_is_sent(world: World) -> None:
    at_sending: list[str] = []
    world.on_send = ["ses-1"]
    send = world._send
    world._send = lambda letter: at_sending.append(world.status) or send(letter)  # type: ignore[method-assign,func-returns-value]
    assert world.deliver() == "sent"
    assert at_sending == ["claimed"]


def test_who_lost_the_race_for_a_claim_sends_nothing(world: World) -> None:
    claim = world.outbox.claim
    world.outbox.claim = lambda entry, *, now: claim(entry, now=now) and claim(entry, now=now)  # type: ignore[method-assign]
    assert world.deliver() == "claimed"
    assert (world.status, world.sent, world.commands) == ("claimed", [], {})


def test_the_sweep_finds_what_lost_its_message(world: World) -> None:
    world.on_send = [Killed()]
    with pytest.raises(Killed):
        world.deliver()
    minute = timedelta(minutes=1)
    for _ in range(20):
        world.now += minute
        requeue_resting(world.now, outbox=world.outbox, queue=world.delivery().queue)
        world.run_queue(until=world.now)
    assert (world.status, world.sent, world.troubles()) == ("done", [KEY, KEY], ["sent_again"])
    assert world.queued == []


def test_what_the_queue_does_not_take_rests_until_the_next_sweep(world: World) -> None:
    later, world.full = world.now + timedelta(minutes=3), (0,)
    assert requeue_resting(later, outbox=world.outbox, queue=world.delivery().queue) == 0
    world.full = ()
    assert requeue_resting(later, outbox=world.outbox, queue=world.delivery().queue) == 1


def test_what_waits_for_its_next_try_is_left_alone_by_the_sweep(world: World) -> None:
    world.on_send = [NotSentError("throttled")]
    world.deliver()
    assert (
        requeue_resting(world.now + timedelta(minutes=2), outbox=world.outbox, queue=world.delivery().queue)
        == 0
    )


KEY_OF_CALL = "onb-acme:1:provision.accounts"


@pytest.fixture
def calling() -> World:
    world = World()
    world.put(CALL, KEY_OF_CALL)
    return world


def test_a_call_says_what_is_wanted_and_reports_the_reference(calling: World) -> None:
    assert calling.deliver(KEY_OF_CALL) == "succeeded"
    body = {"onboarding": "onb-acme", "account": {"name": "Acme GmbH"}, "tier": "smb", "task": "accounts"}
    assert calling.called == [("accounts", KEY_OF_CALL, body)]
    assert calling.commands == {
        f"{KEY_OF_CALL}:succeeded": RecordProvisioning(task="accounts", succeeded=True, reference="acc-7")
    }


def test_a_call_that_was_cut_off_is_made_again_under_the_same_key(calling: World) -> None:
    calling.on_call = [Killed()]
    with pytest.raises(Killed):
        calling.deliver(KEY_OF_CALL)
    calling.deliver(KEY_OF_CALL)
    calling.sweep(builders.NOW + timedelta(minutes=2))
    assert [key for _, key, _ in calling.called] == [KEY_OF_CALL, KEY_OF_CALL]
    assert list(calling.commands) == [f"{KEY_OF_CALL}:succeeded"]


def test_a_call_whose_result_could_not_be_told_is_made_again(calling: World) -> None:
    def broken(*_: Any) -> None:
        raise ConnectionError("no queue today")

    told, calling.commands = calling.commands, SimpleNamespace(update=broken)  # type: ignore[assignment]
    with pytest.raises(ConnectionError):
        calling.deliver(KEY_OF_CALL)
    calling.commands = told
    calling.now += timedelta(minutes=2)
    assert calling.deliver(KEY_OF_CALL) == "succeeded"
    assert list(calling.commands) == [f"{KEY_OF_CALL}:succeeded"]


def test_an_unavailable_system_is_asked_five_times_then_a_person_is_told(calling: World) -> None:
    calling.on_call = [NotSentError("503")] * 9
    calling.deliver(KEY_OF_CALL)
    calling.run_queue(until=builders.NOW + timedelta(hours=6))
    assert len(calling.called) == 5
    (command,) = calling.commands.values()
    assert (command.succeeded, command.detail) == (False, "No answer after 5 tries: 503")


def test_a_refusal_is_final(calling: World) -> None:
    calling.on_call = [Answer(succeeded=False, detail="422 no such plan")]
    calling.deliver(KEY_OF_CALL)
    (command,) = calling.commands.values()
    assert (command.succeeded, command.detail) == (False, "422 no such plan")
    assert calling.outbox.kept[KEY_OF_CALL].entry.status == "failed"


def test_nothing_is_provisioned_for_a_task_that_is_settled_by_now(calling: World) -> None:
    calling.onboarding = builders.with_task(calling.onboarding, "accounts", status="waived")
    calling.deliver(KEY_OF_CALL)
    assert (calling.called, calling.commands) == ([], {})


def test_nothing_is_provisioned_after_the_end(calling: World) -> None:
    calling.onboarding = replace(calling.onboarding, status="cancelled", ended_at=builders.NOW)
    calling.deliver(KEY_OF_CALL)
    assert (calling.called, calling.commands) == ([], {})


def test_a_persons_own_mail_has_no_journal_to_report_to(world: World) -> None:
    effect = SendMail(name="n1", mail="sign_in", to="person:ada")
    world.outbox.add(Entry(owner="PERSON#ada", key="ada:0:n1", effect=effect, written_at=world.now))
    world.on_send = [RefusedError("rejected")]
    assert world.deliver("ada:0:n1") == "failed"
    assert world.commands == {}
