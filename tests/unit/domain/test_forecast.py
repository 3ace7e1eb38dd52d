"""The forecast is the longest way through what is left; who must know hears before the date slips."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.adapters.in_memory.world import InMemoryPlaybooks
from chalicelib.domain import commands as c
from chalicelib.domain import outlook
from chalicelib.domain.events import EscalationRaised
from chalicelib.domain.forecast import forecast
from chalicelib.domain.onboarding import Escalation, Forecast
from chalicelib.domain.playbook import StallRule
from tests.properties.world import MONDAY, PLAYBOOKS, World, a_deal, do_task, play_to_the_end, sealed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONGEST = ("registration", "inputs_verified", "create_account", "set_up_billing", "check_setup", "sign_off")


@pytest.fixture
def world() -> World:
    world = World()
    world.open()
    return world


def ahead(world: World) -> Forecast:
    assert world.state.forecast is not None
    return world.state.forecast


def hours(world: World, path: tuple[str, ...]) -> int:
    rules = {rule.id: rule.hours for rule in world.context().playbook.tasks}
    return sum(rules[name] for name in path)


def stalling(**hours: int) -> World:
    world, simple = World(), PLAYBOOKS["simple"]
    playbooks = InMemoryPlaybooks(replace(simple, stall=StallRule(**hours)))
    world.ports = replace(world.ports, playbooks=playbooks)
    return world


def raised(world: World, *rules: str) -> list[Escalation]:
    return [escalation for escalation in world.state.raised() if escalation.rule in rules]


def told(world: World, rule: str) -> list[str]:
    everything = [e["escalation"] for e in world.happened("EscalationRaised")]
    return [one["owner"] for one in everything if one["rule"] == rule and one["rung"] == 1]


def facts(escalation: Escalation) -> dict[str, str]:
    return {fact.name: fact.value for fact in escalation.why.facts}


def test_at_the_opening_it_is_the_longest_way_with_the_time_that_everything_is_allowed(world: World) -> None:
    assert ahead(world).path[:6] == LONGEST
    assert ahead(world).live_at == world.context().calendar.due(MONDAY, hours(world, ahead(world).path))
    assert not ahead(world).late


def test_what_is_done_early_brings_it_forward(world: World) -> None:
    before = ahead(world)
    for task in world.state.outstanding():
        do_task(world, task)
    after = ahead(world)
    assert after.path == ("accept_handoff", *before.path[1:])  # it takes longest now, of what is open
    assert after.live_at == world.context().calendar.due(MONDAY, hours(world, after.path))
    assert after.live_at < before.live_at


def test_nobody_is_told_until_the_instant_from_which_it_cannot_hold_any_more(world: World) -> None:
    slips = ahead(world).slips_at
    assert slips is not None
    world.clock.set(slips - timedelta(milliseconds=1))
    calm = forecast(world.state, world.context())
    assert calm is not None
    assert (calm.late, calm.live_at) == (False, world.state.target_at)
    world.clock.set(slips)
    late = forecast(world.state, world.context())
    assert late is not None
    assert late.late


def test_the_owner_hears_before_the_date_slips_with_the_way_and_the_arithmetic() -> None:
    world = World()
    world.open(committed=date(2026, 12, 2))
    slips = ahead(world).slips_at
    assert slips is not None
    world.wait(days=8)
    (escalation,) = raised(world, "date.forecast")
    assert escalation.raised_at == slips < world.state.target_at
    said = facts(escalation)
    overdue, *rest = said["path"].split(", ")
    left = hours(world, tuple(rest))
    assert (overdue, *rest[:2]) == ("accept_handoff", "inputs_verified", "create_account")
    assert (said["working hours needed"], said["working hours left"]) == (f"{left}:00", f"{left - 1}:59")
    assert said["calendar"] == "DE"
    assert told(world, "date.forecast") == ["ada"]


def test_a_date_that_cannot_be_kept_is_told_to_owner_and_seller_at_the_opening() -> None:
    world = World()
    world.open(committed=date(2026, 11, 25))
    entries = raised(world, "date.impossible")
    assert [entry.owner for entry in entries] == ["ada", "sara"]
    assert len({entry.id for entry in entries}) == 2
    assert {entry.raised_at for entry in entries} == {MONDAY}
    assert facts(entries[0])["working hours left"] == "23:00"
    world.wait(days=20)
    assert raised(world, "date.at_risk", "date.forecast") == []


def test_what_was_under_way_before_forecasts_were_kept_is_told_to_its_owner_alone() -> None:
    world = World()
    world.open(committed=date(2026, 11, 30))
    world.wait(days=4)
    before = replace(world.state, forecast=None, escalations=())
    events = tuple(outlook.changed(before, world.context()))
    raised_now = [event.escalation for event in events if isinstance(event, EscalationRaised)]
    assert [(each.rule, each.owner) for each in raised_now] == [("date.forecast", "ada")]


def test_a_later_date_from_the_crm_settles_it() -> None:
    world = World()
    world.open(committed=date(2026, 11, 25))
    later: dict[str, Any] = {"committed": date(2026, 12, 11), "modified_at": MONDAY + HOUR}
    world.do(lambda s: c.RecordDeal(deal=a_deal(s, **later)), "crm:deals")
    assert raised(world, "date.impossible") == []
    assert not ahead(world).late


def test_an_earlier_date_from_the_crm_ends_patience_earlier(world: World) -> None:
    before = ahead(world).slips_at
    sooner: dict[str, Any] = {"committed": date(2026, 12, 9), "modified_at": MONDAY + HOUR}
    world.do(lambda s: c.RecordDeal(deal=a_deal(s, **sooner)), "crm:deals")
    after = ahead(world).slips_at
    assert before is not None
    assert after == before - 2 * DAY


def test_who_has_settled_it_by_hand_is_not_told_again_by_every_step() -> None:
    world = World()
    world.open(committed=date(2026, 11, 24))
    for entry in raised(world, "date.impossible"):
        world.do(c.ResolveEscalation(escalation=entry.id))
    for task in world.state.outstanding():
        world.wait(hours=9)
        do_task(world, task)
    assert raised(world, "date.impossible", "date.forecast") == []


def test_a_certain_delay_takes_the_place_of_the_warning(world: World) -> None:
    world.wait(days=17)
    assert told(world, "date.at_risk") == ["ada"]
    assert raised(world, "date.at_risk") == []
    assert len(raised(world, "date.forecast")) == 1
    reasons = [entry["why"]["rule"] for entry in world.journal() if entry["type"] == "EscalationResolved"]
    assert reasons == ["escalation.replaced"]


def test_what_is_held_up_by_a_question_of_the_handoff_is_counted() -> None:
    world = World()
    world.open(owner=None)
    do_task(world, world.state.task("accept_handoff"))
    for task in world.state.outstanding():
        do_task(world, task)
    assert ahead(world).path[0] == "handoff-owner"


def test_on_hold_there_is_no_forecast_and_a_release_has_a_new_one(world: World) -> None:
    before = ahead(world).live_at
    world.do(lambda s: c.HoldOnboarding(reason=sealed(s)))
    world.wait(days=30)
    assert told(world, "date.forecast") == []
    world.do(c.ReleaseOnboarding())
    assert ahead(world).live_at > before + 29 * DAY
    assert ahead(world).late


def test_after_going_live_there_is_nothing_to_forecast() -> None:
    enterprise = World()
    enterprise.open(tier="enterprise")
    play_to_the_end(enterprise)
    assert enterprise.state.milestones.live is not None
    assert enterprise.state.forecast is None
    assert enterprise.state.silent_at is None


# ---- silence, and what is stuck


def test_silence_is_told_once_with_the_last_thing_that_counted() -> None:
    world = World()
    world.open(committed=date(2027, 3, 1))
    do_task(world, world.state.task("accept_handoff"))
    for task in world.state.outstanding():
        do_task(world, task)
    world.wait(hours=1)
    for _ in range(9):
        for escalation in [e for e in world.state.raised() if e.acknowledged_at is None]:
            world.do(c.AcknowledgeEscalation(escalation=escalation.id))
        world.wait(days=1)
    assert told(world, "onboarding.silent") == ["ada"]
    (escalation,) = raised(world, "onboarding.silent")
    assert facts(escalation)["last activity"] == "EscalationAcknowledged"
    assert facts(escalation)["working hours allowed"] == "24:00"


def test_silence_ends_with_the_next_thing_that_counts() -> None:
    world = World()
    world.open(committed=date(2027, 3, 1))
    world.wait(days=1)
    for escalation in list(world.state.raised()):
        world.do(c.AcknowledgeEscalation(escalation=escalation.id))
    world.wait(days=5)
    do_task(world, world.state.outstanding()[0])
    assert raised(world, "onboarding.silent") == []


def test_a_call_that_nobody_answers_is_told_before_it_is_overdue_and_only_once() -> None:
    world = stalling(provisioning=1)
    world.open()
    for name in ("registration", "contacts_and_billing", "accept_handoff", "inputs_verified"):
        do_task(world, world.state.task(name))
    opened = world.clock.now()
    world.wait(days=2)
    (escalation,) = [e for e in world.state.raised() if e.subject == "task:create_account"]
    assert escalation.rule == "provisioning.stalled"
    assert escalation.raised_at == opened + HOUR
    assert told(world, "task.overdue") == []


def test_a_call_that_is_made_again_has_its_time_again() -> None:
    world = stalling(provisioning=1)
    world.open()
    for name in ("registration", "contacts_and_billing", "accept_handoff", "inputs_verified"):
        do_task(world, world.state.task(name))
    world.wait(minutes=30)
    world.do(c.RetryProvisioning(task="create_account"))
    again = world.state.task("create_account")
    assert again is not None
    assert again.stuck_at == world.clock.now() + HOUR


def test_a_signature_that_nobody_gives_is_told_by_its_own_rule() -> None:
    world = stalling(approvals=1)
    world.open()
    world.wait(hours=7)
    assert [e.rule for e in world.state.raised()] == ["approval.stuck"]
    (escalation,) = world.state.raised()
    assert (escalation.subject, escalation.raised_at) == ("task:accept_handoff", MONDAY + HOUR)


def test_the_last_activity_says_what_when_and_who(world: World) -> None:
    world.wait(hours=2)
    do_task(world, world.state.task("accept_handoff"))
    last = world.state.last_activity
    assert last is not None
    assert (last.what, last.at, last.by) == ("TaskCompleted", MONDAY + 2 * HOUR, "person:ada")
    world.wait(days=2)
    assert world.happened("CustomerReminded")
    assert world.state.last_activity == last


def test_the_committed_day_counts_to_its_end() -> None:
    world = World()
    world.open(committed=date(2026, 11, 30))
    assert world.state.target_at == datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    assert not ahead(world).late


def test_an_entry_about_the_end_of_patience_alone_does_not_say_that_the_forecast_changed() -> None:
    world = World()
    world.open(tier="enterprise")
    for _ in range(4):
        world.wait(days=1)
        world.do(lambda s: c.BlockTask(task="accept_handoff", code="other", note=sealed(s)))
        world.do(c.UnblockTask(task="accept_handoff"))
    known: tuple[Any, ...] | None = None
    rules = set()
    for entry in (e for e in world.store.journal(world.id) if e["type"] == "ForecastChanged"):
        said = tuple(entry["data"]["forecast"].values())
        rules.add(entry["why"]["rule"])
        if entry["why"]["rule"] == "silence.moved":
            assert said == known
        known = said
    assert "silence.moved" in rules
