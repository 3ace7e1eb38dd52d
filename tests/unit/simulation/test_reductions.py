"""Every event either tells of what somebody did, and is replayed, or follows from a policy, and is decided again."""

from itertools import chain
from typing import get_args

import pytest

from chalicelib.adapters.journal import event_of
from chalicelib.domain import events as e
from infra.simulation.taken_down import taken_down
from tests.journals.record import cancelled, played
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
}


# An act where a person did it, and a consequence where a rule did: the recorded journals hold only these.
EITHER = {e.ContactChanged, e.DocumentAccepted, e.EscalationResolved}


@pytest.fixture(scope="module")
def journals() -> list[list[tuple[e.Event, str, str]]]:
    worlds = [*(played(name) for name in PLAYBOOKS), cancelled()]
    return [[(event_of(n), str(n["actor"]), str(n["cause"])) for n in world.journal()] for world in worlds]


def test_every_kind_of_event_is_an_act_or_follows_from_one(
    journals: list[list[tuple[e.Event, str, str]]],
) -> None:
    told: set[type] = {e.OnboardingOpened}  # its deal is where a life begins
    for journal in journals:
        one = taken_down(journal, "here")
        acts = [*one.acts, *chain(*one.of_task.values()), *chain(*one.of_alert.values())]
        told |= {type(journal[act.order - 1][0]) for act in acts}
    assert {type(event) for journal in journals for event, _, _ in journal} <= told | FOLLOWS | EITHER
    assert told & FOLLOWS == set()
    assert set(get_args(e.Event)) >= FOLLOWS
