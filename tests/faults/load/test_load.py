"""A small rush on every run of the tests; `make load N=1000` plays a large one."""

from collections import Counter
from dataclasses import replace

import pytest

from tests.faults.load import checks
from tests.faults.load.burst import Answers
from tests.faults.load.play import Played, play
from tests.faults.load.rest import Stored
from tests.faults.load.rush import USUAL_LIMIT

N = 60
pytestmark = pytest.mark.xdist_group("load")  # one cloud for all of them


@pytest.fixture(scope="module")
def played() -> Played:
    return play(N)


def test_many_webhooks_at_once_open_each_deal_once(played: Played) -> None:
    assert played.webhooks.violations == ()


def test_beyond_the_limit_of_an_hour_deals_open_on_hold_and_no_customer_is_written_to(played: Played) -> None:
    assert played.flood.violations == ()


def test_a_deadline_that_all_share_forgets_none(played: Played) -> None:
    assert played.deadline.violations == ()
    assert played.deadline.activity["functions"]["commands"]["records"] >= N + USUAL_LIMIT


def test_each_is_opened_once_escalates_once_and_sends_each_mail_once(played: Played) -> None:
    assert played.told == ()


def test_functions_run_beside_each_other(played: Played) -> None:
    assert played.webhooks.activity["most_at_once"] == 2


# ---- the checks can fail


def stored(**changes: object) -> Stored:
    effect = {"sk": "X#onb-1:1:welcome", "status": "done", "data": '{"mail":"welcome"}'}
    whole = Stored(
        id="onb-1",
        status="active",
        events=({"sequence": 1, "type": "OnboardingOpened"},),
        effects=(effect,),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def test_a_lost_a_repeated_and_an_unasked_mail_are_noticed() -> None:
    once = Counter({"onb-1:1:welcome": 1})
    assert list(checks.told_once([stored()], once)) == []
    assert len(list(checks.told_once([stored()], Counter()))) == 1
    assert len(list(checks.told_once([stored()], once + once))) == 1
    assert len(list(checks.told_once([stored(effects=())], once))) == 1


def test_an_effect_that_waits_is_noticed() -> None:
    waiting = ({"sk": "X#onb-1:1:welcome", "status": "pending", "data": "{}"},)
    assert list(checks.told_once([stored(effects=waiting)], Counter())) == [
        "onb-1: X#onb-1:1:welcome is pending"
    ]


def test_a_second_opening_and_a_gap_are_noticed() -> None:
    opened = {"sequence": 1, "type": "OnboardingOpened"}
    assert (
        len(list(checks.journals([stored(events=(opened, opened | {"sequence": 2}))], "OnboardingOpened")))
        == 1
    )
    assert len(list(checks.journals([stored(events=(opened | {"sequence": 2},))], "OnboardingOpened"))) == 1


def test_a_refused_webhook_is_noticed() -> None:
    assert list(checks.accepted(Answers(statuses=Counter({200: 3, 503: 1})))) == [
        "1 webhooks were answered 503"
    ]


def test_an_opening_beyond_the_limit_is_noticed() -> None:
    held = stored(id="onb-2", status="on_hold")
    assert len(list(checks.held([stored(), held], 1))) == 1
    assert len(list(checks.held([stored(), stored(id="onb-3")], 1))) == 1
