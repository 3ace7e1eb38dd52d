"""Uploaded versions: whatever comes first, both the content and the scan must be good."""

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.errors import DomainError, InvalidError, WrongStateError
from tests.properties.world import GRACE, World, sealed

FILE = "d" * 32


@pytest.fixture
def world() -> World:
    world = World()
    world.open()
    return world


def status(world: World) -> list[str]:
    return [document.status for document in world.state.documents]


def task(world: World) -> str:
    found = world.state.task("registration")
    assert found is not None
    return found.status


def test_content_and_scan_accept_together_whichever_comes_first() -> None:
    for acts in (("upload", "verdict", "scan"), ("scan", "verdict", "upload"), ("verdict", "upload", "scan")):
        world = World()
        world.open()
        for act in acts:
            getattr(world, act)("registration")
        assert status(world) == ["accepted"]
        assert task(world) == "done"


def test_whose_file_it_is_stands_in_the_file_even_if_nobody_says_that_it_has_arrived(world: World) -> None:
    piet = world.do(
        lambda s: c.InviteContact(
            name=sealed(s, "Piet"), email=s.seal("piet@acme.example"), invited_by="contact-1"
        ),
        GRACE,
    ).onboarding.contacts[-1]
    world.verdict("registration", contact=piet.id)
    world.scan("registration")
    world.wait(minutes=3)
    assert world.state.documents[0].contact == piet.id
    assert {mail.to for mail in world.mails("receipt")} == {f"contact:{piet.id}"}


def test_a_file_of_nobody_who_is_known_has_no_contact(world: World) -> None:
    world.verdict("registration", contact="contact-99")
    assert world.state.documents[0].contact is None


def test_without_malware_scanning_the_content_decides() -> None:
    world = World(scanning=False)
    world.open()
    world.verdict("registration")
    assert status(world) == ["accepted"]


def test_a_rejection_makes_the_task_the_customers_again(world: World) -> None:
    world.upload("registration")
    assert task(world) == "submitted"
    world.verdict("registration", verdict="rejected", reasons=("pdf.encrypted",))
    assert (status(world), task(world)) == (["rejected"], "open")


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ({"type": "png"}, "type.unexpected"),
        ({"type": None}, "file.unknown"),
        ({"size": 99_000_000}, "size.too_large"),
    ],
)
def test_a_good_file_that_the_task_does_not_take_is_rejected(
    world: World, found: dict[str, object], reason: str
) -> None:
    world.scan("registration")
    world.verdict("registration", **found)
    assert world.state.documents[0].reasons == (reason,)


def test_nothing_within_thirty_minutes_is_for_a_person(world: World) -> None:
    world.upload("registration")
    world.wait(minutes=29)
    assert status(world) == ["received"]
    world.wait(minutes=1)
    assert (status(world), task(world)) == (["needs_person"], "in_review")
    (escalation,) = [e for e in world.state.raised() if e.rule == "document.needs_person"]
    assert escalation.owner == "ada"


def test_a_person_accepts_or_rejects_with_words_and_the_list_is_clear(world: World) -> None:
    world.verdict("registration", verdict="unchecked", reasons=("check.failed",))
    with pytest.raises(InvalidError, match="they read your words"):
        world.do(c.ReviewDocument(document=FILE, accept=False))
    world.do(lambda s: c.ReviewDocument(document=FILE, accept=False, note=sealed(s)))
    assert (status(world), task(world)) == (["rejected"], "open")
    assert list(world.state.raised()) == []


def test_a_person_cannot_accept_what_the_scan_found_harmful(world: World) -> None:
    world.verdict("registration", verdict="unchecked", reasons=("check.failed",))
    world.scan("registration", result="THREATS_FOUND")
    assert status(world) == ["rejected"]
    with pytest.raises(WrongStateError):
        world.do(c.ReviewDocument(document=FILE, accept=True))


def test_a_threat_found_after_the_acceptance_takes_it_back_and_tells_the_owner(world: World) -> None:
    world.verdict("registration")
    world.scan("registration")
    assert task(world) == "done"
    world.scan("registration", result="THREATS_FOUND")
    assert (status(world), task(world)) == (["rejected"], "open")
    assert world.state.documents[0].reasons == ("malware.found",)
    (escalation,) = [e for e in world.state.raised() if e.rule == "document.threat"]
    assert escalation.owner == "ada"


def test_a_verdict_and_a_scan_count_once(world: World) -> None:
    world.verdict("registration")
    world.scan("registration")
    before = world.state.sequence
    world.verdict("registration", verdict="rejected", reasons=("pdf.encrypted",))
    world.scan("registration")
    world.scan("registration", result="FAILED")
    world.upload("registration")
    assert world.state.sequence == before


def test_another_version_under_the_same_key_is_a_document_of_its_own(world: World) -> None:
    world.upload("registration", version="v1")
    world.upload("registration", version="v2")
    assert [(d.id, d.number, d.version_id) for d in world.state.documents] == [
        (FILE, 1, "v1"),
        (f"{FILE}-2", 2, "v2"),
    ]
    world.verdict("registration", version="v2")
    world.scan("registration", version="v2")
    assert status(world) == ["received", "accepted"]


def test_the_same_name_under_another_task_is_a_document_of_its_own() -> None:
    world = World()
    world.open(tier="enterprise")
    world.upload("registration")
    world.upload("data_processing")
    assert len({document.id for document in world.state.documents}) == 2


def test_a_file_for_a_task_that_takes_none_is_refused(world: World) -> None:
    for name in ("contacts_and_billing", "accept_handoff", "nonsense"):
        with pytest.raises(DomainError, match="no task that takes"):
            world.upload(name)


def test_a_file_that_comes_after_the_end_is_still_judged(world: World) -> None:
    world.do(lambda s: c.CancelOnboarding(reason=sealed(s)))
    world.upload("registration")
    world.wait(minutes=31)
    assert status(world) == ["needs_person"]
