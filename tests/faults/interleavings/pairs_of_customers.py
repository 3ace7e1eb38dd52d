"""Somebody of the customer meets themselves, a colleague, the team or a verdict: nothing is lost, nothing counts twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.faults.crashes.story import GRACE, LEE, state
from tests.faults.interleavings.explorer import Pair
from tests.faults.interleavings.forms import PIET, answers, invitation, leaving, signs, uploaded
from tests.faults.interleavings.handlers import asks, brought, works
from tests.faults.interleavings.laws import addresses_once, journal, once
from tests.faults.interleavings.places import accepted, opened, set_up, team, unclear
from tests.faults.outside import Browser, link_in, send, visitor
from tests.faults.runtime import World
from tests.unit.inspection.pdfs import pdf

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
        says="already complete",
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


# ---- files and their verdicts


def a_file_is_told_of_twice(name: str) -> Pair:
    world = accepted().copy()
    told = asks(uploaded(world, pdf()))
    return Pair(
        name=name, world=world, one=told, other=told, holds=lambda found: once(found, "DocumentReceived")
    )


def a_file_is_told_of_when_its_verdict_comes(name: str) -> Pair:
    world = accepted().copy()
    told = uploaded(world, pdf())
    return Pair(
        name=name,
        world=world,
        one=asks(told),
        other=works("commands", *_verdicts(world)),
        holds=lambda found: once(found, "DocumentReceived"),
    )


def a_file_is_told_of_when_its_scan_comes(name: str) -> Pair:
    world = accepted().copy()
    told = uploaded(world, pdf())
    return Pair(
        name=name,
        world=world,
        one=asks(told),
        other=works("commands", *_scans(world)),
        holds=lambda found: once(found, "DocumentReceived"),
    )


def scan_and_verdict_come_together(name: str) -> Pair:
    """The queue hands the commands of one onboarding out one by one, unless a function takes too long."""
    world = accepted().copy()
    uploaded(world, pdf())
    verdict, scan = _verdicts(world), _scans(world)
    return Pair(
        name=name,
        world=world,
        one=works("commands", *scan),
        other=works("commands", *verdict),
        holds=lambda found: once(found, "DocumentAccepted"),
    )


def a_threat_and_a_good_verdict_come_together(name: str) -> Pair:
    world = accepted().copy()
    uploaded(world, pdf(), result="THREATS_FOUND")
    verdict, scan = _verdicts(world), _scans(world)
    return Pair(
        name=name,
        world=world,
        one=works("commands", *scan),
        other=works("commands", *verdict),
        holds=lambda found: once(found, "DocumentRejected"),
    )


def a_threat_is_found_while_a_person_accepts(name: str) -> Pair:
    world = unclear().copy()
    document = state(world).documents[0]
    world.cloud.scanned(document.key, document.version_id, "THREATS_FOUND", now=world.now)
    scan = brought(world, "commands")

    def holds(found: World) -> Iterator[str]:
        if state(found).documents[0].status != "rejected":
            yield f"a file with a threat is {state(found).documents[0].status}"

    return Pair(
        name=name,
        world=world,
        one=works("commands", *scan),
        other=asks(team(world, "ReviewDocument", by=LEE, key="1", accept=True, document=document.id)),
        answers=frozenset({(200, 200), (200, 409)}),
        says="does not wait for a person",
        holds=holds,
    )


def a_file_is_replaced_when_its_verdict_comes(name: str) -> Pair:
    world = accepted().copy()
    first, second = uploaded(world, b"GIF89a not a document"), uploaded(world, pdf())
    assert send(world, first).status == 200
    return Pair(
        name=name,
        world=world,
        one=asks(second),
        other=works("commands", *_verdicts(world)),
        holds=lambda found: once(found, "DocumentReceived", 2),
    )


def two_files_come_together(name: str) -> Pair:
    world = accepted().copy()
    one, other = uploaded(world, pdf()), uploaded(world, b"GIF89a not a document")
    return Pair(
        name=name,
        world=world,
        one=asks(one),
        other=asks(other),
        holds=lambda found: once(found, "DocumentReceived", 2),
    )


def one_version_is_judged_twice(name: str) -> Pair:
    world = accepted().copy()
    uploaded(world, pdf())
    arrived = works("intake", *brought(world, "intake"))
    return Pair(
        name=name, world=world, one=arrived, other=arrived, holds=lambda found: once(found, "DocumentChecked")
    )


def a_person_judges_when_the_answer_comes(name: str) -> Pair:
    world = unclear()
    document = state(world).documents[0].id
    note = {"note": "Page 2 is missing."}
    return Pair(
        name=name,
        world=world,
        one=asks(team(world, "ReviewDocument", key="1", document=document, accept=False, **note)),
        other=asks(answers(world, "As agreed")),
        answers=frozenset({(200, 303)}),
    )


def _verdicts(world: World) -> tuple[str, ...]:
    """Let the content checks come as far as their commands, and return those."""
    held = world.cloud.queues["feedback"]
    world.cloud.queues["feedback"] = type(held)(name="feedback", visibility=held.visibility)
    bodies = brought(world, "commands")
    world.cloud.queues["feedback"] = held
    return bodies


def _scans(world: World) -> tuple[str, ...]:
    """Let the malware scans come as far as their commands, and return those."""
    held = world.cloud.queues["intake"]
    world.cloud.queues["intake"] = type(held)(name="intake", visibility=held.visibility)
    bodies = brought(world, "commands")
    world.cloud.queues["intake"] = held
    return bodies


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
    a_file_is_told_of_twice,
    a_file_is_told_of_when_its_verdict_comes,
    a_file_is_told_of_when_its_scan_comes,
    scan_and_verdict_come_together,
    a_threat_and_a_good_verdict_come_together,
    a_threat_is_found_while_a_person_accepts,
    a_file_is_replaced_when_its_verdict_comes,
    two_files_come_together,
    one_version_is_judged_twice,
    a_person_judges_when_the_answer_comes,
)
