"""The malware scanner's word fails closed: before the file, after it, twice, late, never, or for another version."""

from itertools import permutations, product

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.errors import WrongStateError
from tests.properties.world import World

FILE = "d" * 32
NOT_CLEAN = ("UNSUPPORTED", "ACCESS_DENIED", "FAILED")
VERDICTS = ("accepted", "rejected", "unchecked")


def opened() -> World:
    world = World()
    world.open()
    return world


def status(world: World) -> str:
    return world.state.documents[-1].status


def expected(verdict: str, result: str) -> str:
    if verdict == "rejected" or result == "THREATS_FOUND":
        return "rejected"
    return "accepted" if (verdict, result) == ("accepted", "NO_THREATS_FOUND") else "needs_person"


@pytest.mark.parametrize(
    ("verdict", "result"), list(product(VERDICTS, ("NO_THREATS_FOUND", "THREATS_FOUND", *NOT_CLEAN)))
)
def test_in_any_order_and_each_twice_the_end_is_the_same(verdict: str, result: str) -> None:
    for order in permutations(("upload", "verdict", "scan")):
        world = opened()
        for act in (*order, *order):
            match act:
                case "upload":
                    world.upload("registration")
                case "verdict":
                    reasons = () if verdict == "accepted" else ("check.failed",)
                    world.verdict("registration", verdict=verdict, reasons=reasons)
                case "scan":
                    world.scan("registration", result=result)
        assert status(world) == expected(verdict, result), order
        assert len(world.state.documents) == 1


@pytest.mark.parametrize("result", NOT_CLEAN)
def test_a_file_that_could_not_be_scanned_is_for_a_person_and_says_so(result: str) -> None:
    world = opened()
    world.verdict("registration")
    world.scan("registration", result=result)

    assert world.state.documents[0].reasons == ("malware.unscanned",)
    assert [e.rule for e in world.state.raised()] == ["document.needs_person"]


@pytest.mark.parametrize("result", NOT_CLEAN)
def test_a_clean_result_after_that_takes_the_file_from_nobody(result: str) -> None:
    world = opened()
    world.verdict("registration")
    world.scan("registration", result=result)
    world.scan("registration")

    assert status(world) == "needs_person"


def test_a_threat_for_one_version_leaves_another_alone_and_a_clean_one_does_not_help_it() -> None:
    world = opened()
    world.verdict("registration", version="v1")
    world.verdict("registration", version="v2")
    world.scan("registration", version="v2", result="THREATS_FOUND")

    assert [d.status for d in world.state.documents] == ["checking", "rejected"]
    world.scan("registration", version="v1")
    assert [d.status for d in world.state.documents] == ["accepted", "rejected"]


def test_a_scan_that_never_comes_is_for_a_person_and_a_late_threat_still_counts() -> None:
    world = opened()
    world.verdict("registration")
    world.wait(minutes=31)
    assert status(world) == "needs_person"

    world.scan("registration", result="THREATS_FOUND")
    assert (status(world), world.state.documents[0].reasons) == ("rejected", ("malware.found",))
    with pytest.raises(WrongStateError):
        world.do(c.ReviewDocument(document=FILE, accept=True))


def test_a_threat_that_came_first_stands_whatever_the_content_is_and_whoever_says_otherwise_later() -> None:
    world = opened()
    world.scan("registration", result="THREATS_FOUND")
    world.upload("registration")
    world.verdict("registration")
    world.scan("registration")
    world.wait(minutes=60)

    assert status(world) == "rejected"
    assert world.state.documents[0].reasons == ("malware.found",)


def test_a_threat_after_a_person_accepted_takes_it_back() -> None:
    world = opened()
    world.verdict("registration", verdict="unchecked", reasons=("check.failed",))
    world.do(c.ReviewDocument(document=FILE, accept=True))
    assert status(world) == "accepted"

    world.scan("registration", result="THREATS_FOUND")
    assert status(world) == "rejected"
