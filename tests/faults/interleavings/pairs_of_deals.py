"""A deal's news meets other news of it, or what somebody does meanwhile: one onboarding, and nothing undone."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from tests.faults.beginnings import furnished
from tests.faults.crashes import telling
from tests.faults.crashes.telling import LEE, state
from tests.faults.interleavings.explorer import Pair
from tests.faults.interleavings.forms import PIET, answers, invitation
from tests.faults.interleavings.handlers import asks, brought, works
from tests.faults.interleavings.laws import addresses_once, once
from tests.faults.interleavings.places import accepted, after, opened, team
from tests.faults.invariants import records
from tests.faults.outside import signed_deal
from tests.faults.runtime import World

CHANGED, LATER = "2026-11-23T08:50:00Z", "2026-11-23T08:55:00Z"


def _one(world: World) -> Iterator[str]:
    found = len(list(records(world)))
    if found != 1:
        yield f"{found} onboardings of one deal"
    yield from addresses_once(world)
    if state(world).promises[1:]:
        yield "a promise was taken over twice"


def _heard(world: World, body: dict[str, Any], message: str, *, until: str) -> tuple[World, tuple[str, ...]]:
    """Hear a webhook and follow it up to a queue; return the world then, and what lay in the queue."""
    world = world.copy()
    telling.deals(body, message)(world)
    found = brought(world, until)
    world.answered = []
    return world, found


def one_deal_is_told_of_twice(name: str) -> Pair:
    """The same delivery, at once, as a sender does who has waited too long."""
    world = furnished()
    sent = asks(signed_deal(telling.deal(), message="msg-1", at=world.now))
    return Pair(name=name, world=world, one=sent, other=sent, holds=_one)


def two_webhooks_of_one_deal_arrive(name: str) -> Pair:
    world = furnished()
    one, other = (
        asks(signed_deal(telling.deal(at=at), message=f"msg-{at}", at=world.now)) for at in (CHANGED, LATER)
    )
    return Pair(name=name, world=world, one=one, other=other, holds=_one)


def two_webhooks_of_one_deal_are_worked_off(name: str) -> Pair:
    world, first = _heard(furnished(), telling.deal(at=CHANGED), "msg-1", until="ingest")
    world, second = _heard(world, telling.deal(at=LATER), "msg-2", until="ingest")
    return Pair(
        name=name,
        world=world,
        one=works("ingest", *first),
        other=works("ingest", *second),
        holds=_one,
    )


def one_webhook_is_handed_out_twice(name: str) -> Pair:
    world, found = _heard(furnished(), telling.deal(), "msg-1", until="ingest")
    work = works("ingest", *found)
    return Pair(name=name, world=world, one=work, other=work, holds=_one)


def two_commands_open_one_deal(name: str) -> Pair:
    world, first = _heard(furnished(), telling.deal(at=CHANGED), "msg-1", until="commands")
    world, second = _heard(world, telling.deal(at=LATER), "msg-2", until="commands")
    return Pair(
        name=name,
        world=world,
        one=works("commands", *first),
        other=works("commands", *second),
        holds=_one,
    )


def a_deal_is_won_and_lost(name: str) -> Pair:
    """Whichever is worked off first, nobody is asked for anything once both are."""

    def holds(found: World) -> Iterator[str]:
        yield from _one(found)
        if state(found).status != "on_hold":
            yield f"a lost deal's onboarding is {state(found).status}"

    world, won = _heard(furnished(), telling.deal(at=CHANGED), "msg-1", until="ingest")
    world, lost = _heard(world, telling.deal("lost", at=LATER), "msg-2", until="ingest")
    return Pair(
        name=name,
        world=world,
        one=works("ingest", *won),
        other=works("ingest", *lost),
        holds=holds,
    )


def a_deal_changes_while_it_is_reassigned(name: str) -> Pair:
    world, found = _heard(
        opened(), telling.deal("updated", at=CHANGED, amount="9600.00"), "msg-2", until="commands"
    )
    return Pair(
        name=name,
        world=world,
        one=works("commands", *found),
        other=asks(
            team(world, "Reassign", by=LEE, key="1", subject="onboarding", person="ben@vendor.example")
        ),
        holds=lambda left: [] if state(left).owner == "ben" else [f"it is {state(left).owner}'s"],
    )


def a_deal_changes_while_a_task_is_approved(name: str) -> Pair:
    world, found = _heard(
        opened(), telling.deal("updated", at=CHANGED, amount="9600.00"), "msg-2", until="commands"
    )
    return Pair(
        name=name,
        world=world,
        one=works("commands", *found),
        other=asks(team(world, "ApproveTask", key="1", task="accept_handoff", name="Ada Park")),
        holds=lambda left: once(left, "DealChanged"),
    )


def a_deal_changes_twice(name: str) -> Pair:
    world, first = _heard(
        opened(), telling.deal("updated", at=CHANGED, amount="9600.00"), "msg-2", until="commands"
    )
    world, second = _heard(
        world, telling.deal("updated", at=LATER, amount="7200.00"), "msg-3", until="commands"
    )

    def holds(left: World) -> Iterator[str]:
        amount = str(state(left).deal.amount.amount)
        if amount != "7200.00":
            yield f"the amount is {amount}, not the newest"

    return Pair(
        name=name, world=world, one=works("commands", *first), other=works("commands", *second), holds=holds
    )


def a_deal_names_whom_the_customer_invites(name: str) -> Pair:
    body = telling.deal("updated", at=CHANGED)
    body["data"]["contacts"].append({**PIET, "role": "technical"})
    world, found = _heard(opened(), body, "msg-2", until="commands")
    return Pair(
        name=name,
        world=world,
        one=works("commands", *found),
        other=asks(invitation(world)),
        answers=frozenset({(200, 303), (200, 409)}),
        says="already has a link",
        holds=addresses_once,
    )


def a_deal_is_lost_while_the_customer_answers(name: str) -> Pair:
    world, found = _heard(accepted(), telling.deal("lost", at=LATER), "msg-2", until="commands")
    return Pair(
        name=name,
        world=world,
        one=works("commands", *found),
        other=asks(answers(world, "As agreed")),
        answers=frozenset({(200, 303)}),
        holds=lambda left: once(left, "AnswersRecorded"),
    )


def a_deal_is_lost_while_a_colleague_is_invited(name: str) -> Pair:
    world, found = _heard(opened(), telling.deal("lost", at=LATER), "msg-2", until="commands")
    return Pair(
        name=name,
        world=world,
        one=works("commands", *found),
        other=asks(invitation(world)),
        answers=frozenset({(200, 303), (200, 409)}),
        says="on hold",
    )


def a_deal_is_lost_while_it_is_held(name: str) -> Pair:
    world, found = _heard(opened(), telling.deal("lost", at=LATER), "msg-2", until="commands")
    return Pair(
        name=name,
        world=world,
        one=works("commands", *found),
        other=asks(team(world, "HoldOnboarding", key="1", reason="Legal.")),
        answers=frozenset({(200, 200), (200, 409)}),
        says="already on hold",
    )


def a_lost_deal_is_won_again_while_it_is_cancelled(name: str) -> Pair:
    lost = after(opened(), telling.deals(telling.deal("lost", at=CHANGED), "msg-2"))
    world, found = _heard(lost, telling.deal(at=LATER), "msg-3", until="commands")
    return Pair(
        name=name,
        world=world,
        one=works("commands", *found),
        other=asks(team(world, "CancelOnboarding", key="1", reason="Lost.")),
        holds=lambda left: [] if state(left).status == "cancelled" else [f"it is {state(left).status}"],
    )


def twenty_deals_are_won_in_an_hour_and_two_more(name: str) -> Pair:
    """The limit of openings an hour holds when the last ones come at once."""
    world = furnished()
    for number in range(19):
        telling.deals(telling.deal(id=f"D-{number}"), f"msg-{number}")(world)
    world = after(world)
    world, first = _heard(world, telling.deal(id="D-A"), "msg-A", until="commands")
    world, second = _heard(world, telling.deal(id="D-B"), "msg-B", until="commands")

    def holds(found: World) -> Iterator[str]:
        waiting = sum(record.state.status == "on_hold" for record in records(found))
        if waiting != 1:
            yield f"{waiting} of 21 openings are on hold"

    return Pair(
        name=name, world=world, one=works("commands", *first), other=works("commands", *second), holds=holds
    )


def a_large_webhook_is_told_of_twice(name: str) -> Pair:
    world, body = furnished(), telling.deal()
    body["data"]["handoff"]["history"] = "".join(sha256(str(n).encode()).hexdigest() for n in range(9_000))
    sent = asks(signed_deal(body, message="msg-large", at=world.now))
    return Pair(name=name, world=world, one=sent, other=sent, holds=_one)


PAIRS = (
    one_deal_is_told_of_twice,
    two_webhooks_of_one_deal_arrive,
    two_webhooks_of_one_deal_are_worked_off,
    one_webhook_is_handed_out_twice,
    two_commands_open_one_deal,
    a_deal_is_won_and_lost,
    a_deal_changes_while_it_is_reassigned,
    a_deal_changes_while_a_task_is_approved,
    a_deal_changes_twice,
    a_deal_names_whom_the_customer_invites,
    a_deal_is_lost_while_the_customer_answers,
    a_deal_is_lost_while_a_colleague_is_invited,
    a_deal_is_lost_while_it_is_held,
    a_lost_deal_is_won_again_while_it_is_cancelled,
    twenty_deals_are_won_in_an_hour_and_two_more,
    a_large_webhook_is_told_of_twice,
)
