"""A deal that changes: the newest state wins, what is new is told, what was lost stops."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.deal import Account, DealPromise, Handoff
from tests.properties.world import MONDAY, World, a_deal, sealed


@pytest.fixture
def world() -> World:
    world = World()
    world.open()
    return world


def later(world: World, hours: int = 1, **changes: Any) -> Any:
    return world.deal(modified_at=MONDAY + timedelta(hours=hours), **changes)


def raised(world: World) -> list[str]:
    return [escalation.rule for escalation in world.state.raised()]


def test_what_is_older_or_as_old_changes_nothing(world: World) -> None:
    assert world.deal(modified_at=MONDAY - timedelta(hours=1), products=("x",)).events == ()
    assert world.deal(modified_at=MONDAY - timedelta(hours=2), state="lost").events == ()
    assert world.state.status == "active"


def test_the_newest_wins_in_whichever_order_they_come(world: World) -> None:
    later(world, 5, products=("newest",))
    later(world, 3, products=("older",), state="lost")
    assert world.state.deal.products == ("newest",)
    assert world.state.status == "active"


def test_a_new_date_moves_the_target_and_is_told(world: World) -> None:
    later(world, committed=date(2026, 12, 18))
    assert world.state.target_at.date() == date(2026, 12, 18)
    (escalation,) = world.state.raised()
    assert escalation.rule == "deal.changed"
    assert [(fact.name, fact.value) for fact in escalation.why.facts] == [
        ("committed", "2026-12-11 → 2026-12-18")
    ]


def test_what_fills_a_gap_alarms_nobody_and_settles_its_task() -> None:
    world = World()
    world.open(committed=None, owner=None)
    later(world)
    assert raised(world) == []
    assert {task.status for task in world.state.tasks if task.id.startswith("handoff-")} == {"done"}


def test_what_a_later_read_does_not_say_is_kept(world: World) -> None:
    later(
        world,
        committed=None,
        owner=None,
        tier=None,
        contacts=(),
        promises=(),
        handoff=Handoff(),
        account=Account(name="Acme AG"),
    )
    deal = world.state.deal
    assert (deal.committed, deal.owner, deal.tier) == (date(2026, 12, 11), "ada", "simple")
    assert len(deal.handoff.goals) == 1
    assert (deal.account.name, deal.account.country) == ("Acme AG", "DE")
    assert raised(world) == []


def test_a_promise_that_comes_later_is_kept_once(world: World) -> None:
    for hour in (1, 2):
        at = MONDAY + timedelta(hours=hour)
        world.do(lambda s, at=at: c.RecordDeal(deal=_with_promise(s, at)), "crm:deals")
    assert [promise.id for promise in world.state.promises] == ["promise-1", "promise-2"]
    assert world.state.promises[1].owner == "ada"


def _with_promise(s: Any, at: Any) -> Any:
    deal = a_deal(s, modified_at=at)
    extra = DealPromise(text=sealed(s, "a dedicated phone number"))
    return a_deal(s, modified_at=at, promises=(*deal.promises, extra))


def test_another_tier_is_flagged_and_the_playbook_stays(world: World) -> None:
    later(world, tier="enterprise")
    assert world.state.tier == "simple"
    assert "deal.changed" in raised(world)


def test_lost_after_won_holds_and_won_again_asks(world: World) -> None:
    later(world, 1, state="lost")
    assert (world.state.status, world.state.held) == ("on_hold", "deal_lost")
    later(world, 2, state="won")
    assert world.state.status == "on_hold"
    assert raised(world) == ["deal.lost", "deal.changed"]
    world.do(c.ReleaseOnboarding())
    assert world.state.status == "active"
    assert raised(world) == ["deal.changed"]


def test_what_is_older_than_the_last_word_of_its_loss_changes_nothing(world: World) -> None:
    later(world, 1, state="lost")
    later(world, 3, state="lost")
    assert later(world, 2, state="won", products=("older",)).events == ()
    assert raised(world) == ["deal.lost"]


def test_lost_while_on_hold_is_raised_without_a_second_hold(world: World) -> None:
    world.do(lambda s: c.HoldOnboarding(reason=sealed(s)))
    later(world, state="deleted")
    assert len(world.happened("OnboardingHeld")) == 1
    assert raised(world) == ["deal.lost"]


def test_a_read_that_failed_does_not_replace_one_that_did_not(world: World) -> None:
    assert later(world, complete=False, products=("x",)).events == ()


def test_after_the_end_a_deal_changes_nothing(world: World) -> None:
    world.do(lambda s: c.CancelOnboarding(reason=sealed(s)))
    assert later(world, state="lost").events == ()


def test_a_loss_that_arrives_before_the_win_opens_on_hold_and_mails_no_customer() -> None:
    world = World()
    later(world, 2, state="lost")
    later(world, 1)
    assert (world.state.status, world.state.held, world.state.deal.state) == ("on_hold", "deal_lost", "lost")
    assert [mail.to for mail in world.mails()] == ["person:ada"]
    later(world, 3)
    assert (world.state.status, raised(world)) == ("on_hold", ["deal.changed"])


def test_a_deal_won_again_after_its_loss_opens_as_ever() -> None:
    world = World()
    later(world, 1, state="lost")
    later(world, 0, state="lost")
    later(world, 2)
    assert world.state.status == "active"
