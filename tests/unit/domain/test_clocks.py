"""Two clocks: all the working time, and that without waiting for the customer, who is waited for visibly."""

from datetime import timedelta

import pytest

from chalicelib.domain import clocks
from chalicelib.domain import commands as c
from chalicelib.domain.onboarding import Stage, Task
from tests.properties.world import GRACE, MONDAY, World, do_task, play_to_the_end, sealed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def world() -> World:
    """Return an onboarding whose handoff is accepted at 11:00: everything else waits for the customer."""
    world = World()
    world.open()
    world.wait(hours=1)
    do_task(world, task(world, "accept_handoff"))
    return world


def task(world: World, name: str) -> Task:
    found = world.state.task(name)
    assert found is not None
    return found


def stage(world: World, name: str) -> Stage:
    return next(stage for stage in world.state.stages if stage.id == name)


def clock(world: World, name: str | None = None) -> clocks.Clock:
    one = stage(world, name) if name else None
    read = clocks.read(world.state, one, now=world.clock.now(), calendar=world.context().calendar)
    assert read is not None
    return read


def give(world: World) -> None:
    for outstanding in world.state.outstanding():
        do_task(world, outstanding)


def test_while_only_the_customer_is_waited_for_it_is_known_for_what_whom_and_since_when(world: World) -> None:
    waiting = stage(world, "collection").waiting
    assert waiting is not None
    assert waiting == world.state.waiting
    assert (waiting.since, waiting.contact, waiting.request) == (MONDAY + HOUR, "contact-1", 1)
    assert waiting.tasks == ("registration", "contacts_and_billing")


def test_nobody_waits_for_a_customer_who_was_not_asked() -> None:
    world = World()
    world.open(contacts=())
    do_task(world, task(world, "accept_handoff"))
    assert stage(world, "collection").waiting is None
    assert world.happened("ClockPaused") == []


def test_it_is_our_turn_as_soon_as_something_of_ours_is_open(world: World) -> None:
    first = world.state.outstanding()[0]
    world.upload(first.id)
    assert stage(world, "collection").waiting is None
    assert world.state.waiting is None


def test_the_due_instant_moves_by_the_working_time_waited(world: World) -> None:
    before = stage(world, "collection").due_at
    assert before is not None
    world.wait(days=2)
    give(world)
    after = stage(world, "collection")
    assert after.due_at == before + 2 * DAY
    assert after.waited == 16 * 3600
    why = next(e["why"] for e in world.journal() if e["type"] == "ClockResumed" and e["data"]["stage"])
    facts = {fact["name"]: fact["value"] for fact in why["facts"]}
    assert facts["working hours waited"] == "16:00"
    assert facts["calendar"] == "DE"


def test_a_stage_does_not_stall_while_the_customer_is_waited_for(world: World) -> None:
    world.wait(days=20)
    assert "stage:collection" not in {e["escalation"]["subject"] for e in world.happened("EscalationRaised")}
    assert "customer:late" in {e["escalation"]["subject"] for e in world.happened("EscalationRaised")}


def test_total_is_waited_and_net(world: World) -> None:
    world.wait(days=2)
    read = clock(world)
    assert (read.total, read.waited, read.net) == (17 * HOUR, 16 * HOUR, HOUR)
    assert clock(world, "collection").net == timedelta(0)
    assert clock(world, "handoff").total == HOUR
    world.wait(hours=2)
    give(world)
    world.wait(hours=3)
    assert (clock(world).waited, clock(world).net) == (18 * HOUR, 4 * HOUR)


def test_time_on_hold_is_on_neither_clock(world: World) -> None:
    due = stage(world, "collection").due_at
    assert due is not None
    world.wait(hours=2)
    world.do(lambda s: c.HoldOnboarding(reason=sealed(s)))
    world.wait(days=7)
    assert clock(world).total == 3 * HOUR
    assert clock(world).waiting is None
    world.do(c.ReleaseOnboarding())
    world.wait(hours=1)
    assert (clock(world).total, clock(world).waited) == (4 * HOUR, 3 * HOUR)
    give(world)
    assert stage(world, "collection").due_at == world.context().calendar.after(due, 43 * HOUR)
    assert (clock(world).total, clock(world).waited, clock(world).net) == (4 * HOUR, 3 * HOUR, HOUR)


def test_another_contact_who_is_asked_is_the_one_waited_for(world: World) -> None:
    world.do(lambda s: c.InviteContact(name=sealed(s, "Piet"), email=sealed(s, "piet@acme.example")), GRACE)
    world.wait(hours=1)
    world.do(c.LeaveContact(contact="contact-1"), GRACE)
    waiting = stage(world, "collection").waiting
    assert waiting is not None
    assert (waiting.contact, waiting.request, waiting.since) == ("contact-2", 2, MONDAY + 2 * HOUR)
    assert stage(world, "collection").waited == 3600


def test_at_the_end_no_clock_stands_still(world: World) -> None:
    play_to_the_end(world)
    assert world.state.status in {"live", "closed"}
    assert world.state.waiting is None
    assert [stage.id for stage in world.state.stages if stage.waiting] == []
    assert world.state.waited > 0


def test_of_many_days_that_did_not_count_the_first_are_named() -> None:
    world = World()
    world.open()
    calendar = world.context().calendar
    facts = {
        fact.name: fact.value for fact in clocks.of_calendar(calendar, MONDAY, MONDAY + timedelta(days=732))
    }
    assert facts["not counted"].startswith("Fri 25 Dec (Christmas Day); Fri 1 Jan (New Year's Day);")
    assert facts["not counted"].endswith(" more")
    assert facts["not counted"].count("(") == 8
