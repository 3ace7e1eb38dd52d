"""What the customer thinks of a milestone: asked once, changeable for two weeks, low scores in front of the owner."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.errors import InvalidError, NotFoundError, WrongStateError
from chalicelib.domain.lint import lint
from tests.journals.record import played
from tests.properties.world import PLAYBOOKS, World, sealed


@pytest.fixture
def world() -> World:
    world = played("simple")
    assert world.state.milestones.live
    return world


def give(
    world: World, score: int, text: str | None = None, *, contact: str = "contact-1", at: str = "live"
) -> None:
    world.do(
        lambda s: c.GiveFeedback(
            contact=contact, milestone=at, score=score, comment=sealed(s, text) if text else None
        ),
        f"contact:{contact}",
    )


def low(world: World) -> list[str]:
    return [e.subject for e in world.state.raised() if e.rule == "feedback.low"]


def test_everybody_who_can_be_reached_is_asked_once_when_the_milestone_is_reached(world: World) -> None:
    asked = [entry for entry in world.journal() if entry["type"] == "FeedbackAsked"]
    assert [entry["data"]["milestone"] for entry in asked] == ["live"]
    assert asked[0]["at"] == next(e["at"] for e in world.journal() if e["type"] == "WentLive")
    assert [m.to for m in world.mails("feedback")] == [f"contact:{c.id}" for c in world.state.reachable()]


def test_what_they_say_is_kept_with_its_day_and_the_words_are_sealed(world: World) -> None:
    give(world, 4, "Quick and friendly.")
    opinion = world.state.opinion("live", "contact-1")
    assert opinion is not None
    assert (opinion.score, opinion.given_at, bool(opinion.comment)) == (4, world.clock.now(), True)
    assert "Quick" not in str(world.journal())
    assert low(world) == []


def test_the_owner_hears_at_once_of_a_low_score_and_no_more_once_it_is_better(world: World) -> None:
    give(world, 2)
    assert low(world) == ["feedback:live.contact-1"]
    give(world, 1, "Still waiting.")
    assert len(low(world)) == 1
    give(world, 3)
    assert low(world) == []


def test_it_may_be_changed_for_two_weeks_and_the_same_again_is_nothing(world: World) -> None:
    give(world, 5)
    sequence = world.state.sequence
    give(world, 5)
    assert world.state.sequence == sequence
    world.clock.advance(timedelta(days=13, hours=23))
    give(world, 3)
    world.clock.advance(timedelta(hours=1))
    with pytest.raises(WrongStateError, match="two weeks"):
        give(world, 4)


def test_who_was_not_asked_and_what_is_no_score_is_refused(world: World) -> None:
    for contact, milestone in (("contact-9", "live"), ("contact-1", "setup_complete")):
        with pytest.raises(NotFoundError):
            give(world, 4, contact=contact, at=milestone)
    for score in (0, 6, -1):
        with pytest.raises(InvalidError):
            give(world, score)


def test_a_playbook_asks_only_at_what_it_reaches_and_once() -> None:
    simple = PLAYBOOKS["simple"]
    for wrong, says in ((("moon",), "nothing in this playbook reaches 'moon'"), (("live", "live"), "twice")):
        problems = lint(replace(simple, feedback=wrong))
        assert any(says in str(problem) for problem in problems)
    assert lint(simple) == ()
