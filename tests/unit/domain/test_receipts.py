"""Receipts: one mail for a file that is judged within seconds, whatever else comes meanwhile."""

from datetime import timedelta

import pytest

from chalicelib.adapters import journal
from chalicelib.domain import commands as c
from chalicelib.domain.evolve import fold
from tests.properties.world import GRACE, LEE, World, answers_for, sealed

A, B = ("a" * 32, "b" * 32)
JUST_DUE = timedelta(seconds=50)  # what has arrived is due, and no sweep has come yet


@pytest.fixture
def world() -> World:
    world = World(scanning=False)
    world.open(tier="smb")
    return world


def told(world: World) -> list[list[tuple[str, str]]]:
    """Return the lines of every receipt, each with the first letter of its document, or its task."""
    return [
        [(notice.kind, notice.document[0] if notice.document else notice.task) for notice in mail.notices]
        for mail in world.mails("receipt")
    ]


def reasons(world: World) -> list[str]:
    """Return by which rule each receipt was mailed."""
    return [entry["why"]["rule"] for entry in world.journal() if entry["type"] == "ReceiptMailed"]


def answer(world: World) -> None:
    task = next(
        t
        for t in world.state.outstanding()
        if world.context().playbook.task(t.id).fields  # type: ignore[union-attr]
    )
    playbook = world.context().playbook
    world.do(
        lambda s: c.SubmitAnswers(
            task=task.id, answers=answers_for(playbook, task.id, s), contact="contact-1"
        ),
        GRACE,
    )


def test_files_that_come_together_are_one_mail_once_the_last_of_them_is_judged(world: World) -> None:
    for file in (A, B):
        world.upload("registration", file)
    world.verdict("registration", A, verdict="rejected", reasons=("pdf.encrypted",))
    assert told(world) == []
    world.verdict("registration", B)
    assert told(world) == [[("received", "a"), ("received", "b"), ("rejected", "a"), ("accepted", "b")]]
    world.wait(hours=1)
    assert len(told(world)) == 1


def test_what_is_refused_is_told_in_time_though_another_file_is_not_judged(world: World) -> None:
    for file in (A, B):
        world.upload("registration", file)
    world.verdict("registration", A, verdict="rejected", reasons=("pdf.encrypted",))
    world.wait(minutes=1)
    assert told(world) == [[("received", "a"), ("received", "b"), ("rejected", "a")]]


def test_who_sends_one_file_after_the_other_hears_of_the_first_in_time(world: World) -> None:
    for number in range(4):
        world.upload("registration", f"{number:032x}")
        world.wait(seconds=15)
    assert len(told(world)[0]) == 3
    assert reasons(world) == ["receipt.unjudged"]


def test_a_second_file_much_later_is_one_mail_too(world: World) -> None:
    world.upload("registration", A)
    world.verdict("registration", A, verdict="rejected", reasons=("pdf.encrypted",))
    world.wait(minutes=3)
    world.upload("registration", B)
    world.verdict("registration", B)
    assert told(world) == [[("received", "a"), ("rejected", "a")], [("received", "b"), ("accepted", "b")]]
    assert reasons(world) == ["receipt.judged"] * 2


def test_what_is_answered_while_a_file_is_judged_goes_with_the_verdict(world: World) -> None:
    world.upload("registration", A)
    answer(world)
    assert told(world) == []
    world.verdict("registration", A)
    assert [[kind for kind, _ in lines] for lines in told(world)] == [["received", "answered", "accepted"]]


def test_what_is_answered_alone_is_told_at_once(world: World) -> None:
    answer(world)
    assert [[kind for kind, _ in lines] for lines in told(world)] == [["answered"]]


def test_a_file_that_is_taken_back_waits_for_no_verdict(world: World) -> None:
    world.upload("registration", A)
    world.do(c.WithdrawDocument(document=A, contact="contact-1"), GRACE)
    assert told(world) == [[("received", "a"), ("withdrawn", "a")]]


def test_a_file_that_a_person_looks_at_keeps_nothing_waiting(world: World) -> None:
    world.upload("registration", A)
    world.verdict("registration", A, verdict="unchecked", reasons=("check.failed",))
    world.upload("registration", B)
    assert told(world) == []
    world.verdict("registration", B)
    assert told(world) == [[("received", "a"), ("received", "b"), ("accepted", "b")]]


def test_a_file_that_comes_when_another_is_due_is_told_of_with_it(world: World) -> None:
    world.upload("registration", A)
    world.clock.advance(JUST_DUE)
    world.upload("registration", B)
    world.verdict("registration", B)
    assert told(world) == [[("received", "a"), ("received", "b"), ("accepted", "b")]]


def test_what_is_given_on_hold_is_one_mail_too(world: World) -> None:
    world.do(lambda s: c.HoldOnboarding(reason=sealed(s)), LEE)
    world.upload("registration", A)
    world.verdict("registration", A)
    world.upload("registration", B)
    world.wait(minutes=5)
    assert [[kind for kind, _ in lines] for lines in told(world)] == [["received", "accepted"], ["received"]]


def test_the_end_of_an_onboarding_keeps_no_receipt_back(world: World) -> None:
    world.upload("registration", A)
    world.do(lambda s: c.CancelOnboarding(reason=sealed(s)), LEE)
    world.wait(minutes=1)
    assert told(world) == [[("received", "a")]]


def test_the_journal_rebuilds_what_waits(world: World) -> None:
    world.upload("registration", A)
    assert fold(journal.event_of(entry) for entry in world.journal()) == world.state
    world.wait(minutes=1)
    assert fold(journal.event_of(entry) for entry in world.journal()) == world.state
