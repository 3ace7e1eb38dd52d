"""Reminders: each task at its own pace, all in one mail, only while the customer works, and only to who wants them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.adapters.in_memory.world import InMemoryPlaybooks
from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.deal import Account
from chalicelib.domain.evolve import fold
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.playbook import Playbook, ReminderRule
from tests.properties.world import ADA, GRACE, PLAYBOOKS, World, do_task, sealed

NEVER = ReminderRule(every=())


def with_rules(default: ReminderRule | None = None, **by_task: ReminderRule) -> World:
    """Return a world whose playbook `simple` reminds by these rules, opened."""
    simple = PLAYBOOKS["simple"]
    tasks = tuple(replace(task, remind=by_task.get(task.id)) for task in simple.tasks)
    changed: Playbook = replace(simple, reminders=default or simple.reminders, tasks=tasks)
    world = World()
    world.ports = replace(world.ports, playbooks=InMemoryPlaybooks(changed))
    world.open()
    return world


@pytest.fixture
def world() -> World:
    world = World()
    world.open()
    return world


def reminded(world: World) -> list[datetime]:
    """Return when the customer was reminded."""
    return [
        datetime.fromisoformat(entry["at"])
        for entry in world.journal()
        if entry["type"] == "CustomerReminded"
    ]


def entry(world: World, rule: str) -> dict[str, str]:
    """Return the facts of the one escalation that a rule has raised."""
    (found,) = [e for e in world.state.escalations if e.rule == rule]
    return {fact.name: fact.value for fact in found.why.facts}


# ---- cadence, maximum and words by task


def test_each_task_is_reminded_of_at_its_own_pace_and_as_often_as_it_says() -> None:
    world = with_rules(
        NEVER, registration=ReminderRule(every=(16, 40)), contacts_and_billing=ReminderRule(every=(8,))
    )
    world.wait(days=60)
    assert [(mail.tasks, mail.number) for mail in world.mails("reminder")] == [
        (("registration", "contacts_and_billing"), 1),
        (("registration",), 2),
    ]
    assert [task.reminded for task in world.state.outstanding()] == [2, 1]


def test_what_would_be_due_within_a_working_day_goes_along_and_nothing_later() -> None:
    world = with_rules(
        NEVER, registration=ReminderRule(every=(8,)), contacts_and_billing=ReminderRule(every=(17,))
    )
    world.wait(days=60)
    assert [mail.tasks for mail in world.mails("reminder")] == [("registration",), ("contacts_and_billing",)]


def test_a_playbook_that_never_reminds_never_does() -> None:
    world = with_rules(NEVER)
    world.wait(days=60)
    assert world.mails("reminder") == []
    assert "reminders.used_up" not in {e.rule for e in world.state.escalations}


def test_a_task_that_is_done_is_reminded_of_no_more_and_the_other_goes_on(world: World) -> None:
    world.wait(days=2)
    before = len(world.mails("reminder"))
    do_task(world, world.state.task("contacts_and_billing"))
    world.wait(days=30)
    assert {mail.tasks for mail in world.mails("reminder")[before:]} == {("registration",)}


def test_what_comes_back_is_reminded_of_anew_and_not_at_once(world: World) -> None:
    do_task(world, world.state.task("contacts_and_billing"))
    world.upload("registration")
    assert world.state.task("registration").remind_at is None  # type: ignore[union-attr]
    world.wait(days=4)
    world.do(lambda s: c.ReviewDocument(document="d" * 32, accept=False, note=sealed(s)))
    back = world.clock.now()
    task = world.state.task("registration")
    assert task is not None
    assert task.remind_at is not None
    assert task.remind_at - back >= timedelta(hours=8)
    assert world.mails("reminder") == []


# ---- only while they work


def test_nobody_is_reminded_on_a_holiday_a_weekend_or_at_night_of_their_own_place() -> None:
    world = World()
    account = Account(name="Acme", country="US", time_zone="America/New_York", language="en")
    world.open(account=account)  # Thursday of that week is Thanksgiving
    world.wait(days=60)
    for at in reminded(world):
        local = at.astimezone(ZoneInfo("America/New_York"))
        assert local.isoweekday() < 6
        assert 9 <= local.hour < 17
        assert (local.month, local.day) not in {(11, 26), (12, 25), (1, 1)}
    assert len(reminded(world)) == 5
    assert world.happened("RemindersMoved") == []  # planned for their working time, not put off until then


def test_a_reminder_that_is_late_is_not_made_up_for_on_a_holiday() -> None:
    world = World()
    world.open(account=Account(name="Acme", country="US", time_zone="America/New_York", language="en"))
    world.clock.set(datetime(2026, 11, 26, 17, 0, tzinfo=UTC))  # Thanksgiving, noon in New York
    world.sweep()
    assert reminded(world) == []
    world.wait(days=1)
    assert reminded(world) == [datetime(2026, 11, 27, 14, 0, tzinfo=UTC)]


def test_a_reminder_that_comes_too_late_in_the_day_waits_for_the_next_working_day_and_says_so(
    world: World,
) -> None:
    due = next(task.remind_at for task in world.state.outstanding())
    assert due is not None
    world.clock.set(datetime(2026, 11, 28, 12, 0, tzinfo=UTC))  # nothing has run until Saturday
    world.sweep()
    assert world.mails("reminder") == []
    moved = world.happened("RemindersMoved")[-1]
    assert {nudge["at"] for nudge in moved["nudges"]} == {"2026-11-30T08:00:00.000Z"}
    (why,) = [entry["why"] for entry in world.journal() if entry["type"] == "RemindersMoved"]
    assert why["rule"] == "reminder.postponed"
    assert "Sat 28 Nov 2026, 13:00" in str(why["facts"])
    world.wait(days=3)
    assert reminded(world)[0] == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


# ---- reminders that are not wanted


def invited(world: World) -> None:
    world.do(lambda s: c.InviteContact(name=sealed(s, "Piet"), email=sealed(s, "piet@acme.example")))


def test_who_wants_no_reminders_gets_none_and_the_next_contact_does(world: World) -> None:
    invited(world)
    world.do(c.SwitchReminders(contact="contact-1", on=False), GRACE)
    world.wait(days=60)
    assert {mail.to for mail in world.mails("reminder")} == {"contact:contact-2"}
    switched = [entry for entry in world.journal() if entry["type"] == "RemindersSwitched"]
    assert [(one["actor"], one["data"]["on"]) for one in switched] == [("contact:contact-1", False)]


def test_where_nobody_wants_reminders_the_owner_is_told_once_to_call(world: World) -> None:
    world.do(c.SwitchReminders(contact="contact-1", on=False), GRACE)
    world.wait(days=2)
    assert world.mails("reminder") == []
    facts = entry(world, "reminders.switched_off")
    assert facts["contact"] == "contact-1"
    assert facts["reminders sent"] == "0"
    (escalation,) = [e for e in world.state.raised() if e.rule == "reminders.switched_off"]
    assert escalation.why.told[0] == "ada"
    world.do(c.ResolveEscalation(escalation=escalation.id), ADA)
    world.wait(days=60)
    assert len([e for e in world.state.escalations if e.rule == "reminders.switched_off"]) == 1


def test_who_switches_reminders_on_again_is_reminded_from_then_on(world: World) -> None:
    world.do(c.SwitchReminders(contact="contact-1", on=False), GRACE)
    world.wait(days=2)
    world.do(c.SwitchReminders(contact="contact-1", on=True), GRACE)
    assert [e.rule for e in world.state.raised() if e.subject.startswith("reminders:")] == []
    assert world.mails("reminder") == []
    world.wait(days=2)
    assert len(world.mails("reminder")) == 1


def test_switching_twice_changes_nothing(world: World) -> None:
    world.do(c.SwitchReminders(contact="contact-1", on=False), GRACE)
    assert world.do(c.SwitchReminders(contact="contact-1", on=False), GRACE).events == ()


def test_receipts_and_requests_come_all_the_same(world: World) -> None:
    world.do(c.SwitchReminders(contact="contact-1", on=False), GRACE)
    for task in list(world.state.outstanding()):
        do_task(world, task)
    assert {mail.to for mail in world.mails("receipt")} == {"contact:contact-1"}


# ---- when reminding does not help


def test_after_the_last_reminder_the_owner_is_told_once_what_was_tried(world: World) -> None:
    world.wait(days=90)
    facts = entry(world, "reminders.used_up")
    last = reminded(world)[-1]
    assert facts["reminders sent"].startswith(f"5, the last on {last:%a} {last.day}")
    assert "Company registration document" in facts["still open"]


def test_who_answers_the_last_reminder_within_a_working_day_is_not_told_on(world: World) -> None:
    for _ in range(200):
        if len(world.mails("reminder")) == 5:
            break
        world.wait(hours=1)
    for task in list(world.state.outstanding()):
        do_task(world, task)
    world.wait(days=10)
    assert "reminders.used_up" not in {e.rule for e in world.state.escalations}


# ---- onboardings from before each task had its own reminders


def before(world: World) -> Onboarding:
    """Return the state that the journal would have led to before tasks were reminded of one by one."""
    state = world.state
    tasks = tuple(replace(task, reminded=None, remind_at=None) for task in state.tasks)
    at = min(task.remind_at for task in state.outstanding() if task.remind_at)
    return replace(state, tasks=tasks, reminders=replace(state.reminders, sent=2, next_at=at))


def test_an_old_onboarding_goes_on_being_reminded_where_it_stood(world: World) -> None:
    from chalicelib.domain.decide import decide

    old = before(world)
    world.clock.set(old.reminders.next_at)  # type: ignore[arg-type]
    events = decide(old, c.PassTime(), world.context("system:sweep"))
    (sent,) = [event for event in events if isinstance(event, e.CustomerReminded)]
    assert (sent.number, sent.tasks) == (3, ("registration", "contacts_and_billing"))
    after: Any = fold(events, old)
    assert after.reminders.next_at is None
    assert [task.reminded for task in after.outstanding()] == [3, 3]
