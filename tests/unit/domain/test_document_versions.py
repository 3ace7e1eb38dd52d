"""Newer versions in the place of older ones, files taken back, and how many there may be."""

from collections.abc import Callable
from functools import partial

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import signing
from chalicelib.domain.errors import NotFoundError, WrongStateError
from chalicelib.domain.room import MOST_IN_ALL, MOST_OF_TASK, MOST_OUTSIDE, MOST_UNJUDGED, no_room
from tests import builders as b
from tests.properties.world import GRACE, World, sealed

OLD, NEW, THIRD = ("d" * 32, "e" * 32, "f" * 32)


@pytest.fixture
def world() -> World:
    world = World()
    world.open()
    return world


def accepted(world: World, document: str = OLD, **told: str) -> None:
    world.upload("registration", document, **told)
    world.verdict("registration", document)
    world.scan("registration", document)


def statuses(world: World) -> list[str]:
    return [document.status for document in world.state.documents]


def task(world: World) -> str:
    found = world.state.task("registration")
    assert found is not None
    return found.status


def withdraw(world: World, document: str = OLD) -> None:
    world.do(c.WithdrawDocument(document=document, contact="contact-1"), GRACE)


def test_a_newer_version_takes_the_place_of_an_unjudged_one_and_the_late_verdict_changes_nothing(
    world: World,
) -> None:
    world.upload("registration")
    world.upload("registration", NEW, replaces=OLD)
    assert statuses(world) == ["replaced", "received"]
    world.verdict("registration")
    world.scan("registration")
    assert (statuses(world), task(world)) == (["replaced", "received"], "submitted")
    world.verdict("registration", NEW)
    world.scan("registration", NEW)
    assert (statuses(world), task(world)) == (["replaced", "accepted"], "done")
    assert world.state.documents[1].replaces == OLD


def test_what_was_replaced_does_not_count_whatever_becomes_of_the_newer_version(world: World) -> None:
    accepted(world)
    world.wait(minutes=5)
    world.do(lambda s: c.ReopenTask(task="registration", reason=sealed(s)))
    world.upload("registration", THIRD)
    world.upload("registration", NEW, replaces=THIRD)
    world.verdict("registration", THIRD)
    world.scan("registration", THIRD)
    assert task(world) == "submitted"
    world.verdict("registration", NEW, verdict="rejected", reasons=("pdf.damaged",))
    assert (statuses(world)[1:], task(world)) == (["replaced", "rejected"], "open")


def test_a_rejected_file_is_replaced_and_its_case_is_no_longer_in_front_of_anybody(world: World) -> None:
    world.verdict("registration", verdict="unchecked", reasons=("check.failed",))
    assert [one.rule for one in world.state.raised()] == ["document.needs_person"]
    world.upload("registration", NEW, replaces=OLD)
    assert statuses(world) == ["replaced", "received"]
    assert list(world.state.raised()) == []


def test_the_file_itself_says_what_it_replaces_even_if_nobody_says_that_it_has_arrived(world: World) -> None:
    world.upload("registration")
    world.verdict("registration", NEW, replaces=OLD)
    assert statuses(world) == ["replaced", "checking"]


def test_a_scan_that_comes_first_leaves_what_is_replaced_to_the_check(world: World) -> None:
    world.upload("registration")
    world.scan("registration", NEW)
    world.verdict("registration", NEW, replaces=OLD)
    assert statuses(world) == ["replaced", "accepted"]
    assert world.state.documents[1].replaces == OLD


@pytest.mark.parametrize("other", ["nothing", NEW, "of-another-task"])
def test_what_cannot_be_replaced_is_left_alone(world: World, other: str) -> None:
    world.upload("registration")
    world.upload("registration", NEW, replaces=other)
    assert statuses(world) == ["received", "received"]
    assert world.state.documents[1].replaces is None


def test_after_the_task_is_done_a_person_decides_about_a_newer_version(world: World) -> None:
    accepted(world)
    world.upload("registration", NEW, replaces=OLD)
    assert (statuses(world), task(world)) == (["accepted", "received"], "done")
    world.verdict("registration", NEW)
    world.scan("registration", NEW)
    assert (statuses(world), task(world)) == (["accepted", "needs_person"], "done")
    assert world.state.documents[1].reasons == ("document.newer",)
    assert [one.subject for one in world.state.raised()] == [f"document:{NEW}"]
    world.do(c.ReviewDocument(document=NEW, accept=True))
    assert (statuses(world), task(world)) == (["replaced", "accepted"], "done")


def test_a_newer_version_that_is_not_wanted_leaves_what_was_accepted(world: World) -> None:
    accepted(world)
    world.scan("registration", NEW)
    world.verdict("registration", NEW, replaces=OLD)
    assert statuses(world) == ["accepted", "needs_person"]
    world.do(lambda s: c.ReviewDocument(document=NEW, accept=False, note=sealed(s)))
    assert (statuses(world), task(world)) == (["accepted", "rejected"], "done")


def test_a_file_that_nobody_has_judged_is_taken_back_and_never_counts(world: World) -> None:
    world.upload("registration")
    withdraw(world)
    assert (statuses(world), task(world)) == (["withdrawn"], "open")
    world.verdict("registration")
    world.scan("registration")
    world.wait(minutes=31)
    assert (statuses(world), task(world)) == (["withdrawn"], "open")
    assert world.happened("DocumentWithdrawn") == [{"document": OLD, "contact": "contact-1"}]
    (receipt,) = world.mails("receipt")
    assert [notice.kind for notice in receipt.notices] == ["received", "withdrawn"]


def test_taking_back_twice_is_taking_back_once(world: World) -> None:
    world.upload("registration")
    withdraw(world)
    withdraw(world)
    assert len(world.happened("DocumentWithdrawn")) == 1


def test_what_was_judged_cannot_be_taken_back(world: World) -> None:
    accepted(world)
    with pytest.raises(WrongStateError, match="has been checked already"):
        withdraw(world)
    with pytest.raises(NotFoundError):
        withdraw(world, NEW)


def test_a_file_more_than_fits_is_refused_in_words_and_nothing_changes(world: World) -> None:
    for number in range(MOST_UNJUDGED):
        world.upload("registration", f"{number:032x}")
    with pytest.raises(WrongStateError, match="40 files of yours here"):
        world.upload("registration", NEW)
    assert len(world.state.documents) == MOST_UNJUDGED
    withdraw(world, f"{0:032x}")
    world.upload("registration", NEW)


def test_there_is_an_end_for_one_task_and_for_all() -> None:
    def with_files(count: int, task: str) -> str:
        files = tuple(b.a_document(f"{n:032x}", task, status="rejected") for n in range(count))
        return no_room(b.an_onboarding(documents=files), "registration")

    assert with_files(MOST_OF_TASK - 1, "registration") == ""
    assert with_files(MOST_OF_TASK, "registration").startswith("60 files")
    assert with_files(MOST_IN_ALL - 1, "contract") == ""
    assert with_files(MOST_IN_ALL, "contract").startswith("150 files")


def test_a_file_that_comes_for_a_task_that_is_done_is_for_a_person_and_in_no_sign_off(world: World) -> None:
    accepted(world)
    for act in (world.upload, world.verdict, world.scan):
        act("registration", NEW)
    assert (statuses(world), task(world)) == (["accepted", "needs_person"], "done")
    assert world.state.documents[1].reasons == ("document.newer",)
    assert [one.subject for one in world.state.raised()] == [f"document:{NEW}"]
    assert [each.id for each in signing.subject(world.state)] == [OLD]
    world.do(c.ReviewDocument(document=NEW, accept=True))
    assert statuses(world) == ["accepted", "accepted"]


def test_a_file_by_the_form_of_somebody_who_has_left_is_kept_for_a_person(world: World) -> None:
    world.do(c.LeaveContact(contact="contact-1"), GRACE)
    world.scan("registration")
    world.verdict("registration", contact="contact-1")
    assert (statuses(world), task(world)) == (["needs_person"], "open")
    assert world.state.documents[0].reasons == ("document.left",)
    assert f"document:{OLD}" in [one.subject for one in world.state.raised()]


def test_a_file_by_a_form_from_before_a_new_link_is_kept_for_a_person(world: World) -> None:
    world.do(c.RenewLink(contact="contact-1"), GRACE)
    world.scan("registration")
    world.verdict("registration", contact="contact-1", epoch=1)
    assert (statuses(world), task(world)) == (["needs_person"], "open")
    assert world.state.documents[0].reasons == ("document.left",)
    assert f"document:{OLD}" in [one.subject for one in world.state.raised()]


def test_a_file_by_a_form_from_before_all_links_were_revoked_is_kept_for_a_person(world: World) -> None:
    world.do(c.RevokeLinks())
    world.verdict("registration", contact="contact-1", epoch=1)
    world.scan("registration")
    assert statuses(world) == ["needs_person"]


@pytest.mark.parametrize("epoch", [2, None])
def test_a_file_by_a_form_of_the_newest_link_and_one_of_an_older_release_are_judged_as_all(
    world: World, epoch: int | None
) -> None:
    world.do(c.RenewLink(contact="contact-1"), GRACE)
    world.verdict("registration", contact="contact-1", epoch=epoch)
    world.scan("registration")
    assert statuses(world) == ["accepted"]


@pytest.mark.parametrize("ends", [c.LeaveContact(contact="contact-1"), c.RenewLink(contact="contact-1")])
def test_a_page_that_closes_between_the_check_and_the_scan_leaves_the_file_to_a_person(
    world: World, ends: c.Command
) -> None:
    world.verdict("registration", contact="contact-1", epoch=1)
    world.do(ends, GRACE)
    world.scan("registration")
    assert (statuses(world), world.state.documents[0].reasons) == (["needs_person"], ("document.left",))


def test_a_link_of_somebody_else_does_not_count_for_the_file_that_they_have_told_of(world: World) -> None:
    world.do(lambda s: c.InviteContact(name=sealed(s), email=sealed(s, "it@acme.example")))
    world.do(c.RenewLink(contact="contact-2"), GRACE)
    world.upload("registration")
    world.verdict("registration", contact="contact-2", epoch=2)
    world.scan("registration")
    assert statuses(world) == ["accepted"]


def test_what_comes_by_a_closed_page_takes_no_place_before_a_person_has_accepted_it(world: World) -> None:
    world.upload("registration")
    world.do(c.RevokeLinks())
    world.verdict("registration", NEW, contact="contact-1", epoch=1, replaces=OLD)
    assert statuses(world) == ["received", "needs_person"]
    world.scan("registration", NEW)
    world.do(c.ReviewDocument(document=NEW, accept=True))
    assert statuses(world) == ["replaced", "accepted"]


def test_what_is_refused_stays_refused_whoever_has_left(world: World) -> None:
    world.do(c.LeaveContact(contact="contact-1"), GRACE)
    world.verdict("registration", contact="contact-1", verdict="rejected", reasons=("pdf.damaged",))
    assert statuses(world) == ["rejected"]


@pytest.mark.parametrize("verdict", ["accepted", "rejected"])
@pytest.mark.parametrize("first", ["scan", "verdict"])
def test_a_form_of_a_closed_page_brings_one_file_and_takes_nothing_from_its_customer(
    world: World, first: str, verdict: str
) -> None:
    world.do(c.RevokeLinks())
    acts: dict[str, Callable[[str], object]] = {
        "scan": lambda v: world.scan("registration", OLD, v),
        "verdict": lambda v: world.verdict(
            "registration", OLD, v, contact="contact-1", epoch=1, verdict=verdict
        ),
    }
    for act in (acts.pop(first), *acts.values()):
        act("v0")
    for act in (world.scan, partial(world.verdict, contact="contact-1", epoch=1)):
        with pytest.raises(WrongStateError, match="since its page was closed"):
            act("registration", OLD, "v1")
    assert (len(world.state.documents), task(world)) == (1, "open")


def test_many_forms_of_closed_pages_bring_ten_files_in_all(world: World) -> None:
    world.do(c.RevokeLinks())
    for number in range(MOST_OUTSIDE):
        world.verdict("registration", f"{number:032x}", contact="contact-1", epoch=1)
    with pytest.raises(WrongStateError, match="Ten files"):
        world.verdict("registration", NEW, contact="contact-1", epoch=1)
    for number in range(MOST_OUTSIDE, MOST_OUTSIDE + MOST_UNJUDGED):
        world.upload("registration", f"{number:032x}")
    world.verdict("registration", f"{number:032x}", contact="contact-1", epoch=2)
    world.scan("registration", f"{number:032x}")
    assert task(world) == "done"
