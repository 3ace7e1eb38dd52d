"""What is wrong with the policy itself stops what cannot go on without it, loses nothing, and is in front of a named person."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.adapters.in_memory.world import InMemoryPlaybooks
from chalicelib.application.plans import plan_to_show
from chalicelib.domain import commands as c
from chalicelib.domain.errors import NotFoundError, PlaybookUnreadableError
from chalicelib.domain.playbook import CalendarRule, Playbook
from chalicelib.domain.values import PlaybookRef
from tests.properties.world import ADA, GRACE, PLAYBOOKS, World, do_task, sealed

SIMPLE = PLAYBOOKS["simple"]


class Spoilt(InMemoryPlaybooks):
    """Playbooks of which some versions cannot be read (any more)."""

    def __init__(self, *playbooks: Playbook) -> None:
        super().__init__(*playbooks)
        self.spoilt: set[PlaybookRef] = set()

    def get(self, ref: PlaybookRef) -> Playbook:
        if ref in self.spoilt:
            raise PlaybookUnreadableError(f"Playbook '{ref.name}' version {ref.version} cannot be read: torn")
        return super().get(ref)

    def latest(self, name: str) -> Playbook:
        return self.get(super().latest(name).ref)

    def newest_readable(self, name: str) -> Playbook:
        found = [p for p in self._versions.values() if p.name == name and p.ref not in self.spoilt]
        return max(found, key=lambda playbook: playbook.version)


class Dark:
    """Calendars that cannot be built."""

    def of(self, rule: CalendarRule) -> Any:
        raise LookupError(f"No public holidays are known for '{rule.country}'.")

    def elsewhere(self, rule: CalendarRule, **_: Any) -> Any:
        return self.of(rule)


@pytest.fixture
def world() -> World:
    world = World()
    world.ports = replace(world.ports, playbooks=Spoilt(*PLAYBOOKS.values()))
    world.open()
    return world


def spoil(world: World, *refs: PlaybookRef) -> None:
    world.ports.playbooks.spoilt = set(refs)  # type: ignore[attr-defined]


def raised(world: World) -> dict[str, dict[str, str]]:
    return {e.rule: {f.name: f.value for f in e.why.facts} for e in world.state.raised()}


def test_time_does_not_crash_on_a_playbook_that_cannot_be_read_and_the_owner_is_told_once(
    world: World,
) -> None:
    spoil(world, SIMPLE.ref)
    world.clock.advance(timedelta(days=2))
    for _ in range(5):
        world.clock.advance(timedelta(minutes=1))
        world.sweep()
    (escalation,) = world.state.raised()
    assert (escalation.rule, escalation.owner) == ("policy.unreadable", "ada")
    assert raised(world)["policy.unreadable"]["says"] == (
        f"Playbook 'simple' version {SIMPLE.version} cannot be read: torn"
    )
    assert len(world.happened("EscalationRaised")) == 1


def test_what_people_do_meanwhile_is_refused_for_now_and_the_owner_hears_of_it(world: World) -> None:
    spoil(world, SIMPLE.ref)
    with pytest.raises(PlaybookUnreadableError, match="Nothing is decided until it can be read"):
        world.do(c.CompleteTask(task="inputs_verified"))
    with pytest.raises(PlaybookUnreadableError):
        world.upload("registration")
    assert set(raised(world)) == {"policy.unreadable"}
    assert world.state.documents == ()


def test_once_it_can_be_read_everything_goes_on_and_the_entry_leaves(world: World) -> None:
    spoil(world, SIMPLE.ref)
    command = world.envelope(
        lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s)), ADA, id="approve"
    )
    from chalicelib.application.handle import handle

    with pytest.raises(PlaybookUnreadableError):
        handle(command, world.ports)
    world.clock.advance(timedelta(days=2))
    world.sweep()
    spoil(world)
    assert handle(command, world.ports).events  # the queue's own repetition
    assert "policy.unreadable" not in raised(world)
    world.wait(days=1)
    assert world.mails("reminder")
    for task in list(world.state.outstanding()):
        do_task(world, task)


def test_a_version_that_is_gone_is_the_same_as_one_that_cannot_be_read(world: World) -> None:
    world.ports = replace(world.ports, playbooks=InMemoryPlaybooks(PLAYBOOKS["smb"]))
    world.clock.advance(timedelta(days=2))
    world.sweep()
    assert "is not published" in raised(world)["policy.unreadable"]["says"]


def test_other_onboardings_run_on(world: World) -> None:
    other = World(store=world.store, clock=world.clock, ref=replace(world.ref, id="D-2"))
    other.ports = replace(other.ports, playbooks=world.ports.playbooks)
    other.open(tier="smb")
    spoil(world, SIMPLE.ref)
    other.clock.advance(timedelta(days=2, hours=2))
    other.sweep()  # both are due: one waits, the other goes on
    assert "CustomerReminded" in {entry["type"] for entry in other.journal()}
    assert "policy.unreadable" not in raised(other)


def test_the_team_is_shown_what_the_state_itself_knows(world: World) -> None:
    spoil(world, SIMPLE.ref)
    shown = plan_to_show(world.state, world.ports.playbooks)
    assert shown.ref == SIMPLE.ref
    assert [task.title for task in shown.tasks] == [task.title for task in world.state.tasks]
    assert [stage.id for stage in shown.stages] == [stage.id for stage in SIMPLE.stages]


def test_an_opening_takes_the_newest_version_that_can_be_read_and_says_so() -> None:
    world, second = World(), replace(SIMPLE, version=SIMPLE.version + 1)
    world.ports = replace(world.ports, playbooks=Spoilt(*PLAYBOOKS.values(), second))
    spoil(world, second.ref)
    world.open()
    assert world.state.playbook == SIMPLE.ref
    assert f"version {second.version} cannot be read" in raised(world)["policy.older"]["says"]
    (escalation,) = world.state.raised()
    world.do(c.ResolveEscalation(escalation=escalation.id))
    world.wait(hours=1)
    assert raised(world) == {}


def test_a_publication_that_is_refused_leaves_what_runs_as_it_was(world: World) -> None:
    from chalicelib.domain.errors import PlaybookError

    with pytest.raises(PlaybookError, match="never change"):
        world.ports.playbooks.publish(replace(SIMPLE, title="Another"))
    world.wait(days=1, hours=2)
    assert world.mails("reminder")
    with pytest.raises(NotFoundError):
        world.ports.playbooks.latest("nothing")


def test_a_calendar_that_cannot_be_built_counts_hours_without_holidays_and_is_told_until_it_can(
    world: World,
) -> None:
    good = world.ports.calendars
    world.ports = replace(world.ports, calendars=Dark())
    world.wait(days=2)
    assert "No public holidays are known for 'DE'" in raised(world)["calendar.broken"]["says"]
    assert world.mails("reminder")
    assert len([e for e in world.state.escalations if e.rule == "calendar.broken"]) == 1
    world.ports = replace(world.ports, calendars=good)
    world.do(c.SwitchReminders(contact="contact-1", on=False), GRACE)
    assert "calendar.broken" not in raised(world)


def test_a_person_whose_time_zone_is_none_stops_nobody(world: World) -> None:
    ada = world.people.directory().get("ada")
    assert ada is not None
    world.people.put(replace(ada, time_zone="Mars/Olympus"))
    world.wait(days=3)
    assert world.mails("reminder")
    assert "ada" in {escalation.owner for escalation in world.state.escalations}


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "Mars/Olympus"},
        {"opens": "late"},
        {"opens": "18:00"},
        {"weekend": (1, 2, 3, 4, 5, 6, 7)},
    ],
)
def test_whatever_is_wrong_with_a_calendar_there_are_hours_to_go_on_with(wrong: dict[str, Any]) -> None:
    from chalicelib.domain.troubles import plain

    calendar = plain(replace(SIMPLE.calendar, **wrong))
    assert calendar.day > timedelta()
