"""Markers in names, addresses, answers, file names, keys and links: none is found where it does not belong."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.entrypoints import functions
from tests.faults.beginnings import furnished
from tests.faults.cloud.modes import THROTTLED
from tests.faults.cloud.port import PORT, installed
from tests.faults.crashes.explorer import Explorer
from tests.faults.crashes.story import scenarios
from tests.faults.crashes.telling import deal
from tests.faults.leaks import run
from tests.faults.leaks.canaries import finder, links, personal, secrets
from tests.faults.leaks.finding import plans
from tests.faults.leaks.watch import COOKIE, listening
from tests.faults.outside import RUNTIME, SECRET

FEW = (
    "a deal is won",
    "pipedrive: a deal is won",
    "mail to owner and customer",
    "the customer answers the form",
    "a person rejects a document",
    "somebody of the team signs in",
    "a person is given the onboarding on its page",
    "the team looks on",
)


@pytest.fixture(autouse=True)
def light_cloud() -> Iterator[None]:
    with installed():
        yield


@pytest.mark.parametrize("name", FEW)
def test_nothing_leaks_whatever_goes_wrong(name: str) -> None:
    assert run(name).violations == ()


def test_every_place_that_makes_a_call_goes_wrong_in_some_scenario() -> None:
    sites = {call.site for one in scenarios().values() for call in one.seen.calls}
    tried = {
        one.seen.calls[number].site
        for one in scenarios().values()
        for plan in plans(one.name)
        for number, _ in plan
    }
    assert {site for site in sites if site[1] != "lambda:End"} == tried


def test_what_happens_is_heard_everywhere() -> None:
    explorer = Explorer(scenarios()["the customer answers the form"], cold=True)
    with listening() as heard:
        explorer.world(((0, THROTTLED),), explorer.base)
    said = {where.partition(" onb-")[0].partition(" ONB#")[0] for where, _ in heard}
    assert said >= {
        "a log record of golive",
        "an address of ours",
        COOKIE,
        "a message to deliver",
        "the item",
    }
    assert any("ThrottlingException" in what for where, what in heard if where.startswith("a log record"))


def test_a_marker_is_found_however_it_is_written() -> None:
    found = finder(["Grace Lind", "grace@acme.example"])
    for written in ("from grace lind", "?name=Grace%20Lind", "?name=Grace+Lind", "to=grace%40acme.example"):
        assert found.search(written), written
    assert not found.search("contact-1 of onb-jf54s633fceweoyl")


def test_the_markers_are_in_the_scenarios() -> None:
    kept = "".join(
        json.dumps(item, default=bytes.decode, ensure_ascii=False)
        for name in ("live", "the customer declines", "a colleague is invited", "a person rejects a document")
        for item in scenarios()[name].world.cloud.table.items
        if "body" not in item
    )
    assert {"Grace Lind", "grace@acme.example", "Marienplatz 4711", "registration.pdf"} <= {
        one for one in personal() if one in kept
    }
    mailed = ("live", "an escalation is acknowledged from its mail", "somebody of the team signs in")
    assert len({link for name in mailed for link in links(scenarios()[name].world)}) >= len(mailed)
    assert SECRET["link_key"] in set(secrets())


def _poison() -> Iterator[tuple[str, Any]]:
    """Yield messages that no function of ours would send, full of what people are called and write."""
    envelope = {"onboarding": "onb-1", "id": "1", "actor": "crm:deals", "digest": ""}
    body = deal()["data"]
    yield "commands", {**envelope, "command": {"type": "RecordDeal", "deal": body}, "personal": None}
    yield (
        "commands",
        {**envelope, "command": {"type": "HoldOnboarding", "reason": "Grace Lind"}, "personal": None},
    )
    yield (
        "commands",
        {**envelope, "command": {"type": "Grace Lind"}, "personal": {"id": "P#1", "values": body}},
    )
    yield "commands", {"Grace Lind": body}
    yield "ingest", {"Grace Lind": body}
    yield "deliver", {"Grace Lind": body}
    yield "intake", {"Records": [{"Grace Lind": body}]}
    yield "feedback", {"detail": {"mail": {"destination": ["grace@acme.example"], "tags": body}}}


@pytest.mark.parametrize(("queue", "message"), list(_poison()))
def test_a_message_that_cannot_be_worked_on_is_not_told_to_the_log(queue: str, message: Any) -> None:
    world = furnished()
    PORT.world = world
    record = {"messageId": "1", "body": json.dumps(message), "attributes": {"MessageGroupId": "onb-1"}}
    with listening() as heard:
        RUNTIME._invoke(queue, {"Records": [record]})
    found = finder(personal())
    assert [what for _, what in heard if found.search(what)] == []
    assert any(where.startswith(f"a log record of {functions.logger.name}") for where, _ in heard)


def test_nothing_of_ours_lets_libraries_write_whole_requests() -> None:
    assert not logging.getLogger("botocore").isEnabledFor(logging.DEBUG)
    assert not logging.getLogger("urllib3").isEnabledFor(logging.DEBUG)
