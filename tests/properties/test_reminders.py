"""Whatever the playbook says and whatever anybody does: nobody is reminded too often, at a wrong time, of what is done, or against
their wish; and the reminders of a journal count exactly."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.holiday_calendars import HolidayCalendars
from chalicelib.adapters.in_memory.world import InMemoryPlaybooks
from chalicelib.adapters.journal import event_of
from chalicelib.domain import commands as c
from chalicelib.domain.deal import Account
from chalicelib.domain.evolve import fold
from chalicelib.domain.playbook import ReminderRule
from tests.properties.world import PLAYBOOKS, World, do_task, sealed

WAITS = st.lists(st.integers(1, 60), max_size=5).map(tuple)
RULES = st.builds(ReminderRule, every=WAITS)
PLACES = st.sampled_from(
    [
        ("DE", "Europe/Berlin"),
        ("US", "America/New_York"),
        ("JP", "Asia/Tokyo"),
        ("BR", "America/Sao_Paulo"),
        ("IN", "Asia/Kolkata"),
        ("NZ", "Pacific/Auckland"),
        (None, "Europe/Lisbon"),
    ]
)
ACTS = st.lists(
    st.tuples(
        st.integers(1, 90), st.sampled_from(("wait", "late", "off", "on", "invite", "give", "leave", "hold"))
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(default=RULES, own=st.none() | RULES, place=PLACES, acts=ACTS)
def test_reminders_keep_their_word(
    default: ReminderRule,
    own: ReminderRule | None,
    place: tuple[str | None, str],
    acts: list[tuple[int, str]],
) -> None:
    world = _opened(default, own, place)
    for hours, act in acts:
        world.wait(most=600, hours=hours)
        _do(world, act, hours)
    world.wait(most=600, days=20)
    _check(world, default, own, place)


def _opened(default: ReminderRule, own: ReminderRule | None, place: tuple[str | None, str]) -> World:
    simple = PLAYBOOKS["simple"]
    tasks = tuple(replace(task, remind=own) if task.id == "registration" else task for task in simple.tasks)
    world = World()
    playbook = replace(simple, reminders=default, tasks=tasks)
    world.ports = replace(world.ports, playbooks=InMemoryPlaybooks(playbook))
    world.open(account=Account(name="Acme", country=place[0], time_zone=place[1], language="en"))
    return world


def _do(world: World, act: str, number: int) -> None:
    state = world.state
    match act:
        case "late":  # nothing has swept for a while
            world.clock.advance(timedelta(hours=number))
            world.sweep()
        case "off" | "on":
            contact = state.contacts[number % len(state.contacts)].id
            world.do(c.SwitchReminders(contact=contact, on=act == "on"), f"contact:{contact}")
        case "invite" if state.running and len(state.contacts) < 4:
            who = f"guest{len(state.contacts)}"
            world.do(lambda s: c.InviteContact(name=sealed(s, who), email=sealed(s, f"{who}@acme.example")))
        case "leave":
            world.do(c.LeaveContact(contact=state.contacts[-1].id))
        case "give" if state.outstanding():
            do_task(world, state.outstanding()[0], number=number)
        case "hold" if state.running:
            world.do(lambda s: c.HoldOnboarding(reason=sealed(s)))
            world.wait(most=600, hours=number)
            world.do(c.ReleaseOnboarding())


def _check(
    world: World, default: ReminderRule, own: ReminderRule | None, place: tuple[str | None, str]
) -> None:
    rule, state = world.ports.playbooks.latest("simple").calendar, None
    calendar = HolidayCalendars().elsewhere(rule, country=place[0], region=None, time_zone=place[1])
    since = Counter[str]()
    for entry in world.journal():
        event: Any = event_of(entry)
        if entry["type"] == "CustomerAsked":
            since.update({task: -since[task] for task in event.tasks})
        if entry["type"] == "CustomerReminded":
            at = datetime.fromisoformat(entry["at"])
            local = at.astimezone(ZoneInfo(place[1]))
            assert calendar.elapsed(at, at + timedelta(milliseconds=1)), f"{local} is no working time there"
            assert state is not None
            contact = state.contact(event.contact)
            assert contact.status == "active"
            assert contact.reminders
            assert set(event.tasks) <= {task.id for task in state.outstanding()}
            since.update(event.tasks)
            for task in event.tasks:
                most = (own if own is not None and task == "registration" else default).most
                assert since[task] <= most, f"{task} was reminded of {since[task]} times, not {most}"
        state = fold((event,), state)
    days = [datetime.fromisoformat(e["at"]) for e in world.journal() if e["type"] == "CustomerReminded"]
    assert len(days) == world.state.reminders.sent == len(world.mails("reminder"))
