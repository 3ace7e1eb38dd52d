"""Every event either tells of what somebody did, and is replayed, or follows from a policy, and is decided again."""

from datetime import date
from itertools import chain
from typing import Any, get_args

import pytest

from chalicelib.adapters.journal import event_of
from chalicelib.domain import events as e
from chalicelib.domain.values import Personal
from infra.simulation.reduction import taken_down
from tests.builders import a_document
from tests.journals.lives import changed, met
from tests.journals.record import cancelled, played, scored
from tests.properties.world import PLAYBOOKS

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


@pytest.fixture(scope="module")
def journals() -> list[list[tuple[e.Event, str, str]]]:
    worlds = [*(played(name) for name in PLAYBOOKS), cancelled(), changed(), scored("simple"), met()]
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
    """Whoever adds an event says here, or by an example in tests/journals/, what a replay makes of it."""
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
