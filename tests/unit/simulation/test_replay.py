"""People act as they did; only the policy differs."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters.holiday_calendars import HolidayCalendars
from chalicelib.adapters.playbook_files import load_all
from chalicelib.domain.playbook import AttributeRule, Playbook
from infra.simulation.generated import Generated
from infra.simulation.outcome import Outcome
from infra.simulation.reading import journals
from infra.simulation.recorded import Recorded, recorded
from infra.simulation.replay import Replay
from infra.simulation.sought import sought
from tests.builders import a_directory
from tests.journals.record import played as recording

JOURNALS = Path(__file__).parents[2] / "journals" / "0.1.0"
PLAYBOOKS = {playbook.name: playbook for playbook in load_all()}
SMB = PLAYBOOKS["smb"]
TWENTY = Generated(size=20, seed="7", tiers=("smb",))


def played(number: int, playbook: Playbook = SMB) -> Outcome:
    return Replay(life=TWENTY.life(number), playbook=playbook, team=TWENTY.team).run()


def history(name: str = "smb") -> Recorded:
    return recorded(list(journals(str(JOURNALS / f"{name}.json"))), PLAYBOOKS, a_directory())


def with_hours(playbook: Playbook, hours: int) -> Playbook:
    stages = tuple(replace(stage, hours=hours) for stage in playbook.stages)
    return replace(
        playbook, stages=stages, tasks=tuple(replace(task, hours=hours) for task in playbook.tasks)
    )


def test_the_same_life_under_the_same_policy_comes_to_the_same() -> None:
    assert [played(number) for number in range(4)] == [played(number) for number in range(4)]


def test_generated_onboardings_are_driven_to_their_end() -> None:
    assert {played(number).status for number in range(20)} <= {"closed", "live", "cancelled"}


def test_what_people_do_does_not_hang_on_the_clocks() -> None:
    strict, lenient = with_hours(SMB, 2), with_hours(SMB, 200)
    for number in range(8):
        one, other = played(number, strict), played(number, lenient)
        assert one.live_at == other.live_at
        assert len(one.alerts) > len(other.alerts)


@pytest.mark.parametrize("name", ["simple", "smb", "partner", "enterprise"])
def test_a_journal_replayed_under_its_own_playbook_comes_to_what_it_came_to(name: str) -> None:
    entries = list(recording(name).journal())
    found = recorded([("here", entries)], PLAYBOOKS, a_directory())
    happened: list[Any] = []
    outcome = Replay(
        life=found.life(0),
        playbook=PLAYBOOKS[name],
        team=found.team,
        watch=lambda before, events, after, context, effects: happened.extend(events),
    ).run()
    lived = {
        "TaskCompleted",
        "StageCompleted",
        "GatePassed",
        "DocumentAccepted",
        "OnboardingHeld",
        "WentLive",
    }
    then = [(e["type"], e["at"]) for e in entries if e["type"] in lived]
    now = [
        (type(e).__name__, f"{e.at:%Y-%m-%dT%H:%M:%S.000Z}") for e in happened if type(e).__name__ in lived
    ]
    assert sorted(now) == sorted(then)
    assert outcome.live_at is not None
    assert outcome.guessed == ()


def test_a_task_that_opens_later_is_done_as_much_later() -> None:
    found = history()
    (opened, acts), later = found.life(0).people.tasks["kickoff_call"], timedelta(days=14)  # type: ignore[attr-defined]
    calendar = HolidayCalendars().of(SMB.calendar)
    task = next(task for task in _tasks() if task.id == "kickoff_call")
    moved = found.life(0).people.on_task(task, SMB.task("kickoff_call"), opened + later, calendar)
    assert [calendar.elapsed(opened + later, act.at) for act in moved] == [
        calendar.elapsed(opened, act.at) for act in acts
    ]


def test_a_task_that_the_history_never_met_takes_the_median_and_is_named() -> None:
    new = replace(
        next(rule for rule in SMB.tasks if rule.id == "kickoff_call"),
        id="second_call",
        after=("kickoff_call",),
    )
    changed = replace(SMB, version=2, tasks=(*SMB.tasks, new))
    found = history()
    outcome = Replay(life=found.life(0), playbook=changed, team=found.team).run()
    assert outcome.guessed == ("second_call",)
    assert outcome.live_at is not None


def test_a_task_that_is_there_no_more_is_left_out() -> None:
    tasks = tuple(rule for rule in SMB.tasks if rule.id != "kickoff_call")
    stages = tuple(stage for stage in SMB.stages if stage.id != "kickoff")
    found = history()
    outcome = Replay(
        life=found.life(0), playbook=replace(SMB, tasks=tasks, stages=stages), team=found.team
    ).run()
    assert "kickoff" not in {stage for stage, *_ in outcome.stages}
    assert outcome.live_at is not None


def _tasks() -> tuple[Any, ...]:
    from chalicelib.adapters.journal import event_of

    entries = json.loads((JOURNALS / "smb.json").read_text())["journal"]
    return event_of(entries[0]).tasks  # type: ignore[no-any-return, union-attr]


def test_invented_deals_say_something_about_what_conditions_look_for() -> None:
    rule = next(rule for rule in SMB.tasks if rule.id == "kickoff_call")
    when = 'attributes.region == "eu" and attributes.seats >= 120 or "gold" in deal.products'
    changed = replace(
        SMB,
        attributes=(AttributeRule(id="region"), AttributeRule(id="seats", type="number")),
        tasks=(*SMB.tasks, replace(rule, id="second_call", when=when)),
    )
    many = Generated(size=30, seed="7", tiers=("smb",), sought=sought([changed]))
    with_it = 0
    for number in range(30):
        seen = set[str]()
        watch = lambda before, events, after, context, effects, to=seen: to.update(t.id for t in after.tasks)  # noqa: E731
        Replay(life=many.life(number), playbook=changed, team=many.team, watch=watch).run()
        with_it += "second_call" in seen
    assert 3 < with_it < 27
