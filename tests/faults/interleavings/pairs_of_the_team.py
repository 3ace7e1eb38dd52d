"""Two people of the team meet, or one of them and time: each act counts once, and who was too late is told so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.faults.crashes.telling import ADA, IVO, LEE, onboarding, state
from tests.faults.interleavings.explorer import Pair
from tests.faults.interleavings.handlers import asks, brought, runs, works
from tests.faults.interleavings.laws import journal, once
from tests.faults.interleavings.places import (
    accepted,
    after,
    done,
    given,
    held,
    late,
    moved,
    opened,
    signed_in,
    team,
    unclear,
)
from tests.faults.outside import RUNTIME, Browser, link_in, request
from tests.faults.runtime import World

ONE_WINS = frozenset({(200, 409), (409, 200)})
BEN = "ben@vendor.example"


def _pair(name: str, world: World, one: dict[str, Any], other: dict[str, Any], **law: Any) -> Pair:
    return Pair(name=name, world=world, one=asks(one), other=asks(other), **law)


def a_document_is_accepted_and_rejected(name: str) -> Pair:
    world = unclear()
    document = state(world).documents[0].id
    review = {"document": document, "note": "Page 2 is missing."}
    return _pair(
        name,
        world,
        team(world, "ReviewDocument", key="1", accept=True, document=document),
        team(world, "ReviewDocument", by=LEE, key="2", accept=False, **review),
        answers=ONE_WINS,
        says="it does not wait for a person",
        holds=lambda found: (
            ()
            if len(journal(found, "DocumentAccepted", "DocumentRejected")) == 1
            else ["judged more or less than once"]
        ),
    )


def a_handoff_is_approved_and_declined(name: str) -> Pair:
    def holds(found: World) -> Iterator[str]:
        yield from once(found, "TaskCompleted")
        if journal(found, "ApprovalDeclined", "TaskCompleted")[-1] == "ApprovalDeclined":
            yield "declined after it was approved"

    world = opened()
    return _pair(
        name,
        world,
        team(world, "ApproveTask", key="1", task="accept_handoff", name="Ada Park"),
        team(world, "DeclineTask", by=LEE, key="2", task="accept_handoff", reason="No goals."),
        answers=frozenset({(200, 409), (200, 200)}),
        says="already complete",
        holds=holds,
    )


def a_task_is_completed_by_two(name: str) -> Pair:
    world = given()
    return _pair(
        name,
        world,
        team(world, "CompleteTask", key="1", task="inputs_verified"),
        team(world, "CompleteTask", by=LEE, key="2", task="inputs_verified"),
        answers=ONE_WINS,
        says="already done",
        holds=lambda found: once(found, "TaskCompleted", 4 + 2),
    )


def a_task_is_completed_and_waived(name: str) -> Pair:
    world = after(given(), done("CompleteTask", task="inputs_verified"))
    return _pair(
        name,
        world,
        team(world, "CompleteTask", by=IVO, key="1", task="check_setup"),
        team(world, "WaiveTask", by=LEE, key="2", task="check_setup", reason="Not needed."),
        answers=ONE_WINS,
        says="already",
    )


def one_command_is_sent_twice_at_once(name: str) -> Pair:
    world = given()
    sent = team(world, "CompleteTask", key="same", task="inputs_verified")
    return _pair(name, world, sent, sent, holds=lambda found: once(found, "StageCompleted", 2))


def one_key_is_used_for_two_commands(name: str) -> Pair:
    world = opened()
    return _pair(
        name,
        world,
        team(world, "HoldOnboarding", key="same", reason="Legal."),
        team(world, "RequestOverride", key="same", gate="ready_for_setup", reason="CEO."),
        answers=frozenset({(200, 422), (422, 200)}),
        says="key belongs to another command",
    )


def an_onboarding_is_released_twice(name: str) -> Pair:
    world = held()
    return _pair(
        name,
        world,
        team(world, "ReleaseOnboarding", key="1"),
        team(world, "ReleaseOnboarding", by=LEE, key="2"),
        answers=ONE_WINS,
        says="not on hold",
        holds=lambda found: once(found, "OnboardingReleased"),
    )


def an_onboarding_is_held_and_cancelled(name: str) -> Pair:
    world = opened()
    return _pair(
        name,
        world,
        team(world, "HoldOnboarding", key="1", reason="Legal."),
        team(world, "CancelOnboarding", by=LEE, key="2", reason="Gone."),
        answers=frozenset({(200, 200), (409, 200)}),
        says="has ended",
    )


def an_override_is_approved_twice(name: str) -> Pair:
    world = after(opened(), done("RequestOverride", gate="ready_for_setup", reason="CEO asked."))
    return _pair(
        name,
        world,
        team(world, "ApproveOverride", by=LEE, key="1", gate="ready_for_setup"),
        team(world, "ApproveOverride", by=IVO, key="2", gate="ready_for_setup"),
        answers=ONE_WINS,
        says="already open",
        holds=lambda found: once(found, "GatePassed"),
    )


def an_override_is_requested_by_two(name: str) -> Pair:
    """Who asks last is who may not approve; asking again raises nothing twice."""
    world = opened()
    return _pair(
        name,
        world,
        team(world, "RequestOverride", key="1", gate="ready_for_setup", reason="CEO asked."),
        team(world, "RequestOverride", by=LEE, key="2", gate="ready_for_setup", reason="Me too."),
        holds=lambda found: once(found, "EscalationRaised"),
    )


def a_gate_is_overridden_and_proved(name: str) -> Pair:
    world = after(given(), done("RequestOverride", gate="ready_for_setup", reason="CEO asked."))
    return _pair(
        name,
        world,
        team(world, "ApproveOverride", by=LEE, key="1", gate="ready_for_setup"),
        team(world, "CompleteTask", key="2", task="inputs_verified"),
        answers=frozenset({(200, 200), (409, 200)}),
        says="already open",
        holds=lambda found: (
            () if len(found.cloud.downstream.requests) == 2 else ["not each thing was made once"]
        ),
    )


def something_is_reassigned_and_completed(name: str) -> Pair:
    world = given()
    return _pair(
        name,
        world,
        team(world, "Reassign", by=LEE, key="1", subject="task:inputs_verified", person=BEN),
        team(world, "CompleteTask", key="2", task="inputs_verified"),
    )


def an_onboarding_is_reassigned_to_two(name: str) -> Pair:
    world = opened()
    return _pair(
        name,
        world,
        team(world, "Reassign", by=LEE, key="1", subject="onboarding", person=BEN),
        team(world, "Reassign", by=ADA, key="2", subject="onboarding", person=LEE),
    )


def an_escalation_is_acknowledged_and_climbs(name: str) -> Pair:
    world = moved(late())
    raised = next(state(world).raised()).id
    return Pair(
        name=name,
        world=world,
        one=asks(team(world, "AcknowledgeEscalation", key="1", escalation=raised)),
        other=works("commands", *tick(world)),
        holds=lambda found: once(found, "EscalationAcknowledged"),
    )


def an_escalation_is_acknowledged_by_two(name: str) -> Pair:
    world = late()
    raised = next(state(world).raised()).id
    return _pair(
        name,
        world,
        team(world, "AcknowledgeEscalation", key="1", escalation=raised),
        team(world, "AcknowledgeEscalation", by=LEE, key="2", escalation=raised),
        holds=lambda found: once(found, "EscalationAcknowledged"),
    )


def a_task_is_completed_when_it_is_due(name: str) -> Pair:
    world = moved(opened())
    return Pair(
        name=name,
        world=world,
        one=asks(team(world, "ApproveTask", key="1", task="accept_handoff", name="Ada Park")),
        other=works("commands", *tick(world)),
        holds=lambda found: once(found, "TaskCompleted"),
    )


def the_sweep_and_a_completion(name: str) -> Pair:
    world = moved(opened())
    return Pair(
        name=name,
        world=world,
        one=asks(team(world, "ApproveTask", key="1", task="accept_handoff", name="Ada Park")),
        other=runs("sweep"),
    )


def two_sweeps_at_once(name: str) -> Pair:
    world = moved(opened())
    return Pair(
        name=name,
        world=world,
        one=runs("sweep"),
        other=runs("sweep"),
        holds=lambda found: once(found, "EscalationRaised"),
    )


def one_tick_is_handed_out_twice(name: str) -> Pair:
    world = moved(opened())
    work = works("commands", *tick(world))
    return Pair(
        name=name, world=world, one=work, other=work, holds=lambda found: once(found, "EscalationRaised")
    )


def a_promise_is_settled_by_two(name: str) -> Pair:
    world = opened()
    promise = state(world).promises[0].id
    return _pair(
        name,
        world,
        team(world, "SettlePromise", key="1", promise=promise, note="Shown."),
        team(world, "SettlePromise", by=LEE, key="2", promise=promise, note="Seen."),
        answers=ONE_WINS,
        says="already settled",
    )


def a_link_signs_in_twice(name: str) -> Pair:
    world = opened().copy()
    world.do(Browser(world).filled("/console/sign-in", {"email": ADA}))
    world = after(world)
    sent = Browser(world).filled(link_in(world, ADA, r"/console/sign-in/[A-Za-z0-9._-]+"), {})
    return _pair(
        name,
        world,
        sent,
        sent,
        answers=frozenset({(303, 410), (410, 303)}),
        says="This sign-in link no longer works",
    )


def a_sign_in_link_is_asked_for_twice(name: str) -> Pair:
    world = opened()
    sent = Browser(world).filled("/console/sign-in", {"email": ADA})
    before = len(world.cloud.post.mails)
    return _pair(
        name,
        world,
        sent,
        sent,
        holds=lambda found: (
            () if len(found.cloud.post.mails) == before + 1 else ["not exactly one mail with a link"]
        ),
    )


def the_team_looks_while_somebody_acts(name: str) -> Pair:
    world = given().copy()
    browser = signed_in(world)
    world = after(world)
    page = browser.opened(f"/console/onboardings/{onboarding(world)}")
    return _pair(name, world, page, team(world, "CompleteTask", key="1", task="inputs_verified"))


def the_api_shows_what_somebody_changes(name: str) -> Pair:
    world = accepted()
    path = f"/api/onboardings/{onboarding(world)}"
    shown = request("GET", path, headers={"Authorization": "Bearer local-admin-token"})
    return _pair(name, world, shown, team(world, "HoldOnboarding", key="1", reason="Legal."))


def the_daily_check_while_somebody_acts(name: str) -> Pair:
    world = given()
    return Pair(
        name=name,
        world=world,
        one=_finds_nothing,
        other=asks(team(world, "CompleteTask", key="1", task="inputs_verified")),
    )


def _finds_nothing(world: World) -> Any:
    answer = runs("verify")(world)
    return answer if answer.text == '{"findings": 0}' else type(answer)(500, answer.text)


def tick(world: World) -> tuple[str, ...]:
    """Return the tick that is due on a world, which stays as it is."""
    aside = world.copy()
    RUNTIME.sweep(aside)
    return brought(aside, "commands")


PAIRS = (
    a_document_is_accepted_and_rejected,
    a_handoff_is_approved_and_declined,
    a_task_is_completed_by_two,
    a_task_is_completed_and_waived,
    one_command_is_sent_twice_at_once,
    one_key_is_used_for_two_commands,
    an_onboarding_is_released_twice,
    an_onboarding_is_held_and_cancelled,
    an_override_is_approved_twice,
    an_override_is_requested_by_two,
    a_gate_is_overridden_and_proved,
    something_is_reassigned_and_completed,
    an_onboarding_is_reassigned_to_two,
    an_escalation_is_acknowledged_and_climbs,
    an_escalation_is_acknowledged_by_two,
    a_task_is_completed_when_it_is_due,
    the_sweep_and_a_completion,
    two_sweeps_at_once,
    one_tick_is_handed_out_twice,
    a_promise_is_settled_by_two,
    a_link_signs_in_twice,
    a_sign_in_link_is_asked_for_twice,
    the_team_looks_while_somebody_acts,
    the_api_shows_what_somebody_changes,
    the_daily_check_while_somebody_acts,
)
