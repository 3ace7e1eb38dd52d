"""Every event either tells of what somebody did, and is replayed, or follows from a policy, and is decided again."""

from datetime import date, timedelta
from itertools import chain
from typing import Any, get_args

import pytest

from chalicelib.adapters.journal import event_of
from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.values import Personal
from infra.simulation.reduction import taken_down
from tests.builders import a_document
from tests.journals.record import cancelled, played
from tests.properties.world import LEE, MONDAY, PLAYBOOKS, World, play_until_meeting, sealed

# What policies, calendars and time bring about. Whatever is not in here must come back as an act.
FOLLOWS = {
    e.CustomerAsked,
    e.CustomerReminded,
    e.RemindersMoved,
    e.StageEntered,
    e.StageCompleted,
    e.TaskOpened,
    e.DatesMoved,
    e.TaskReviewed,
    e.DocumentNeedsPerson,
    e.DocumentReplaced,
    e.DocumentRead,
    e.DocumentExpiring,
    e.ReceiptQueued,
    e.ReceiptMailed,
    e.PromiseAdded,
    e.EscalationRaised,
    e.MilestoneReached,
    e.WentLive,
    e.OnboardingClosed,
    e.ClockPaused,
    e.ClockResumed,
    e.ForecastChanged,
    e.GapFound,
    e.EscalationReturned,
    e.FeedbackAsked,
    e.SecretGiven,  # with the answers, which are the act
    e.SecretRevealed,  # looking changes nothing of the course
    e.SecretAskedAgain,  # with the reopening, which is the act
}
# What another version has done to one: a simulation plays each under one version from its opening.
MIGRATED = {e.OnboardingMigrated, e.MigrationUndone}


# An act where a person did it, and a consequence where a rule did: the recorded journals hold only these.
EITHER = {e.TimesProposed, e.ContactChanged, e.DocumentAccepted, e.EscalationResolved}
# Those of which the recorded journals hold no example: the last test gives one of each.
BY_NAME = {e.EscalationSnoozed, e.TaskAdded, e.TaskDropped, e.DocumentWithdrawn, e.DocumentDated}


def _entries(name: str) -> list[Any]:
    return list(played(name).journal())


def changed() -> World:
    """Return a world in which a team has changed its plan in every way but those of `BY_NAME`."""
    world = World()
    world.open(tier="smb")
    task = next(task.id for task in world.state.tasks if task.status == "open" and not task.by_customer)
    world.do(lambda s: c.BlockTask(task=task, note=sealed(s)))
    world.do(c.UnblockTask(task=task))
    world.do(lambda s: c.RequestWaiver(task=task, reason=sealed(s)))
    world.do(c.ApproveWaiver(task=task), LEE)
    world.do(lambda s: c.ReopenTask(task=task, reason=sealed(s)))
    world.do(lambda s: c.SetTarget(date=date(2026, 12, 15), note=sealed(s)))
    world.do(lambda s: c.CorrectContact(contact="contact-1", email=sealed(s, "new@acme.example")))
    world.do(c.SwitchReminders(contact="contact-1", on=False))
    world.do(c.SwitchLanguage(contact="contact-1", language="de"))
    world.do(c.RenewLink(contact="contact-1"))
    for command in (
        lambda s: c.AssignTask(task="registration", name=sealed(s, "Linus"), email=sealed(s, "linus")),
        lambda s: c.TakeBackTask(task="registration"),
        lambda s: c.SetRole(contact="contact-2", role="billing"),
        lambda s: c.PassPrimary(contact="contact-2"),
        lambda s: c.ReportStuck(task="registration", contact="contact-1", code="missing"),
        lambda s: c.AskQuestion(contact="contact-1", text=sealed(s)),
        lambda s: c.AnswerQuestion(question="question-1", text=sealed(s)),
    ):
        world.do(command)
    world.do(c.MailCode(contact="contact-1", challenge="c", visit="v"))
    world.do(c.TryCode(contact="contact-1", challenge="c", visit="v", right=True))
    world.do(lambda s: c.CancelOnboarding(reason=sealed(s)))
    world.do(lambda s: c.ReopenOnboarding(reason=sealed(s), tasks=()))
    return world


def told() -> World:
    """Return a world whose customer has said how it went."""
    world = played("simple")
    world.do(lambda s: c.GiveFeedback(contact="contact-1", milestone="live", score=4, comment=sealed(s)))
    return world


def met() -> World:
    """Return a world in which a meeting was arranged in every way."""
    world, time = World(), MONDAY + timedelta(days=4)
    world.open(tier="smb")
    play_until_meeting(world)
    task = world.state.meetings[0].task
    world.do(c.ProposeTimes(task=task, times=(time, time + timedelta(hours=1))))
    world.do(lambda s: c.DeclineTimes(task=task, contact="contact-1", wish=sealed(s)))
    world.do(c.ChooseTime(task=task, contact="contact-1", time=time))
    world.do(c.CancelMeeting(task=task))
    return world


@pytest.fixture(scope="module")
def journals() -> list[list[tuple[e.Event, str, str]]]:
    worlds = [*(played(name) for name in PLAYBOOKS), cancelled(), changed(), told(), met()]
    return [[(event_of(n), str(n["actor"]), str(n["cause"])) for n in world.journal()] for world in worlds]


def test_every_kind_of_event_is_an_act_or_follows_from_one(
    journals: list[list[tuple[e.Event, str, str]]],
) -> None:
    told: set[type] = {e.OnboardingOpened}  # its deal is where a life begins
    for journal in journals:
        one = taken_down(journal, "here")
        acts = [*one.acts, *chain(*one.of_task.values()), *chain(*one.of_alert.values())]
        told |= {type(journal[act.order - 1][0]) for act in acts}
    assert {
        type(event) for journal in journals for event, _, _ in journal
    } <= told | FOLLOWS | EITHER | MIGRATED
    assert told & FOLLOWS == set()
    assert set(get_args(e.Event)) == told | FOLLOWS | EITHER | MIGRATED | BY_NAME


def test_what_the_recorded_journals_hold_no_example_of_is_known_by_name() -> None:
    """Whoever adds an event says here, or by an example in tests/journals/record.py, what a replay makes of it."""
    opened = event_of(_entries("smb")[0])
    raised = next(event_of(entry) for entry in _entries("smb") if entry["type"] == "EscalationRaised")
    reason, at = Personal("P#1", "0" * 64), opened.at
    task = opened.tasks[0]  # type: ignore[union-attr]
    snoozed = e.EscalationSnoozed(at=at, escalation=raised.escalation.id, until=at, by="ada")  # type: ignore[union-attr]
    added = e.TaskAdded(at=at, task=task, rule=PLAYBOOKS["smb"].tasks[0])
    dropped = e.TaskDropped(at=at, task=task.id, title=task.title, reason=reason)
    received = e.DocumentReceived(at=at, document=a_document(task=task.id))
    dated = e.DocumentDated(at=at, document=received.document.id, contact="contact-1", day=date(2026, 12, 1))
    withdrawn = e.DocumentWithdrawn(at=at, document=received.document.id, contact="contact-1")
    events = (opened, raised, snoozed, added, dropped, received, withdrawn, dated)
    one = taken_down([(event, "person:ada", "1") for event in events], "here")
    acts = [*one.acts, *chain(*one.of_task.values()), *chain(*one.of_alert.values())]
    assert {type(events[act.order - 1]) for act in acts} == BY_NAME | {e.DocumentReceived}
