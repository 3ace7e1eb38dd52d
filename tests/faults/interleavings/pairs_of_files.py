"""A file meets its verdict, its scan, the page that tells of it, or the person who judges it: it is judged once."""

from __future__ import annotations

from collections.abc import Iterator

from tests.faults.crashes.telling import LEE, state
from tests.faults.interleavings.explorer import Pair
from tests.faults.interleavings.forms import answers, uploaded
from tests.faults.interleavings.handlers import asks, brought, works
from tests.faults.interleavings.laws import once
from tests.faults.interleavings.places import accepted, team, unclear
from tests.faults.outside import send
from tests.faults.runtime import World
from tests.unit.inspection.pdfs import pdf


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
