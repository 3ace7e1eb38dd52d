"""Somebody of the customer meets themselves, a colleague, the team or a verdict: nothing is lost, nothing counts twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.faults.crashes.telling import GRACE
from tests.faults.interleavings.explorer import Pair
from tests.faults.interleavings.forms import PIET, answers, invitation, leaving, signs
from tests.faults.interleavings.handlers import asks
from tests.faults.interleavings.laws import addresses_once, journal, once
from tests.faults.interleavings.places import accepted, opened, set_up, team
from tests.faults.outside import Browser, link_in, visitor
from tests.faults.runtime import World

TAKEN = frozenset({(303, 409), (409, 303)})
# ---- forms


def one_form_is_sent_twice(name: str) -> Pair:
    world = accepted()
    sent = answers(world, "As agreed")
    return Pair(
        name=name,
        world=world,
        one=asks(sent),
        other=asks(sent),
        answers=frozenset({(303, 303)}),
        holds=lambda found: once(found, "AnswersRecorded"),
    )


def two_forms_of_one_task_are_sent(name: str) -> Pair:
    world = accepted()
    return Pair(
        name=name,
        world=world,
        one=asks(answers(world, "As agreed")),
        other=asks(answers(world, "As discussed")),
        answers=TAKEN,
        says="Somebody else answered while you were typing.",
        holds=lambda found: once(found, "AnswersRecorded"),
    )


def a_sign_off_is_given_and_declined(name: str) -> Pair:
    def holds(found: World) -> Iterator[str]:
        if journal(found, "ApprovalDeclined", "TaskCompleted")[-1] == "ApprovalDeclined":
            yield "declined after it was approved"

    world = set_up()
    return Pair(
        name=name,
        world=world,
        one=asks(signs(world, "approve")),
        other=asks(signs(world, "decline")),
        answers=frozenset({(303, 303), (303, 409)}),
        says="already complete",
        holds=holds,
    )


def a_colleague_is_invited_twice(name: str) -> Pair:
    world = opened()
    return Pair(
        name=name,
        world=world,
        one=asks(invitation(world)),
        other=asks(invitation(world, name="P. Maas")),
        answers=TAKEN,
        says="already has a link",
        holds=addresses_once,
    )


def a_colleague_is_invited_by_customer_and_team(name: str) -> Pair:
    world = opened()
    return Pair(
        name=name,
        world=world,
        one=asks(invitation(world)),
        other=asks(team(world, "InviteContact", key="1", **PIET)),
        answers=frozenset({(303, 409), (409, 200)}),
        says="already has a link",
        holds=addresses_once,
    )


def a_contact_leaves_twice(name: str) -> Pair:
    world = opened()
    leaves = asks(leaving(world))
    return Pair(
        name=name, world=world, one=leaves, other=leaves, holds=lambda found: once(found, "ContactChanged")
    )


def a_contact_leaves_while_answering(name: str) -> Pair:
    world = accepted()
    return Pair(
        name=name,
        world=world,
        one=asks(leaving(world)),
        other=asks(answers(world, "As agreed")),
        answers=frozenset({(200, 303), (200, 401)}),
        says="open your link again",
    )


# ---- the team in the way


def links_are_revoked_during_a_visit(name: str) -> Pair:
    return _revoked(
        name,
        opened(),
        lambda world: visitor(world, GRACE).opened("/portal"),
        frozenset({(200, 200), (200, 401)}),
    )


def links_are_revoked_while_answering(name: str) -> Pair:
    answered = frozenset({(200, 303), (200, 401)})
    return _revoked(name, accepted(), lambda world: answers(world, "As agreed"), answered)


def links_are_revoked_while_one_is_followed(name: str) -> Pair:
    follow = lambda world: Browser(world).filled(link_in(world, GRACE), {})  # noqa: E731
    return _revoked(name, opened(), follow, frozenset({(200, 303), (200, 404)}))


def _revoked(
    name: str, world: World, visit: Callable[[World], dict[str, Any]], allowed: frozenset[tuple[int, int]]
) -> Pair:
    before, link = visitor(world, GRACE), link_in(world, GRACE)

    def holds(found: World) -> Iterator[str]:
        old = Browser(found.copy(), dict(before.cookies))
        if old.get("/portal").status != 401:
            yield "a session goes on after its link was revoked"
        if old.post(link, {}).status != 404:
            yield "a revoked link opens"
        if visitor(found.copy(), GRACE).get("/portal").status != 200:
            yield "the new link does not open"

    return Pair(
        name=name,
        world=world,
        one=asks(team(world, "RevokeLinks", key="1")),
        other=asks(visit(world)),
        answers=allowed,
        holds=holds,
    )


def a_hold_comes_while_answering(name: str) -> Pair:
    world = accepted()
    return Pair(
        name=name,
        world=world,
        one=asks(team(world, "HoldOnboarding", key="1", reason="Legal.")),
        other=asks(answers(world, "As agreed")),
        answers=frozenset({(200, 303)}),
        holds=lambda found: once(found, "AnswersRecorded"),
    )


def a_hold_comes_while_inviting(name: str) -> Pair:
    world = opened()
    return Pair(
        name=name,
        world=world,
        one=asks(team(world, "HoldOnboarding", key="1", reason="Legal.")),
        other=asks(invitation(world)),
        answers=frozenset({(200, 303), (200, 409)}),
        says="on hold",
    )


def a_task_is_waived_while_it_is_answered(name: str) -> Pair:
    world = accepted()
    return Pair(
        name=name,
        world=world,
        one=asks(team(world, "WaiveTask", key="1", task="contacts_and_billing", reason="Known.")),
        other=asks(answers(world, "As agreed")),
        answers=frozenset({(200, 409), (409, 303)}),
        says="already",
    )


PAIRS = (
    one_form_is_sent_twice,
    two_forms_of_one_task_are_sent,
    a_sign_off_is_given_and_declined,
    a_colleague_is_invited_twice,
    a_colleague_is_invited_by_customer_and_team,
    a_contact_leaves_twice,
    a_contact_leaves_while_answering,
    links_are_revoked_during_a_visit,
    links_are_revoked_while_answering,
    links_are_revoked_while_one_is_followed,
    a_hold_comes_while_answering,
    a_hold_comes_while_inviting,
    a_task_is_waived_while_it_is_answered,
)
