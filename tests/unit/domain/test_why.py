"""Every automatic act has a reason, and every reason has words that a person understands."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib.application.personal import Names
from chalicelib.application.words.advice import advise
from chalicelib.application.words.advice_words import RULES
from chalicelib.application.words.dates import local_time
from chalicelib.application.words.said import Said
from chalicelib.application.words.why_told import because, tell
from chalicelib.application.words.why_words import WHYS
from chalicelib.domain import decide as decisions
from chalicelib.domain.why import Fact, Why
from tests.builders import an_escalation
from tests.properties.world import World, do_task, play_to_the_end

DOMAIN = Path(decisions.__file__).parent.parent


def rules() -> Iterator[str]:
    """Yield the rules that the product's code names."""
    for file in sorted(DOMAIN.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            named = [keyword.value for keyword in node.keywords if keyword.arg == "rule"]
            if isinstance(node.func, ast.Name) and node.func.id == "why":
                named += node.args[:1]
            yield from (each.value for each in named if isinstance(each, ast.Constant))  # type: ignore[misc]


def said(world: World) -> Said:
    about = world.context()
    return Said(
        onboarding=world.state,
        playbook=about.playbook,
        directory=about.directory,
        names=Names(world.store.personal(world.id)),
    )


@pytest.mark.parametrize("rule", sorted(set(rules())))
def test_every_rule_has_words(rule: str) -> None:
    assert rule in WHYS.keys() | RULES.keys()


def test_a_stall_is_told_with_its_arithmetic_its_calendar_and_the_days_that_did_not_count() -> None:
    world = World()
    world.open()
    facts = (
        Fact(name="since", value="Tue 24 Nov 2026, 10:00 (Europe/Berlin)"),
        Fact(name="due", value="Mon 30 Nov 2026, 10:00 (Europe/Berlin)"),
        Fact(name="working hours allowed", value="24:00"),
        Fact(name="working hours passed", value="31:20"),
        Fact(name="calendar", value="DE"),
        Fact(name="not counted", value="Thu 26 Nov (a holiday)"),
    )
    told = tell(
        Why(rule="stage.stalled", facts=facts, told=("ada", "lee")), said(world), subject="stage:setup"
    )
    assert told == (
        "The stage began on Tue 24 Nov 2026, 10:00 (Europe/Berlin) and should have been complete by"
        " Mon 30 Nov 2026, 10:00 (Europe/Berlin). 24 working hours were allowed; 31:20 had passed when it was raised by the"
        " calendar of DE."
        " Not counted: Thu 26 Nov (a holiday). Told: Ada Park, Lee Osei."
    )


def test_a_rule_of_another_release_still_says_its_facts() -> None:
    world = World()
    world.open()
    told = tell(Why(rule="gone", facts=(Fact(name="by", value="person:ada"),)), said(world))
    assert told == "by: Ada Park"


def test_no_reason_in_a_whole_journal_leaves_something_unsaid() -> None:
    world = World()
    world.open(tier="enterprise")
    world.wait(days=12)
    play_to_the_end(world)
    told = [because(entry, said(world)) for entry in world.journal()]
    assert len([text for text in told if text]) > 60
    unsaid = ("(not recorded)", "task:", "date:", "customer:", "stage:", "person:")
    assert [text for text in told if text and any(word in text for word in unsaid)] == []


def test_whatever_follows_or_becomes_due_by_itself_has_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    automatic: list[Any] = []
    for name in ("follow", "fire"):
        original = getattr(decisions, name)

        def recorded(*args: Any, name: str = name, original: Any = original) -> Any:
            result = original(*args)
            automatic.extend(result[0] if name == "follow" else result)
            return result

        monkeypatch.setattr(decisions, name, recorded)
    for tier in ("simple", "enterprise"):
        world = World()
        world.open(tier=tier)
        world.wait(days=3)
        do_task(world, world.state.outstanding()[0])
        world.wait(days=20)
        play_to_the_end(world)
    assert len({type(event) for event in automatic}) > 12
    assert [event for event in automatic if event.why is None] == []


def test_who_was_told_when_is_said_once_for_each_rung() -> None:
    world = World()
    world.open()
    world.wait(days=10)
    raised = next(one for one in world.state.raised() if one.rung == 3)
    assert [fact.name for fact in raised.why.facts if "acknowledged" in fact.name] == [
        "not acknowledged since"
    ]
    told = tell(raised.why, said(world), subject=raised.subject)
    assert told.count("Nobody took it up since Mon 23 Nov 2026") == 1
    assert told.count("; Lee Osei was told on ") == told.count("; Sam Roth was told on ") == 1


def test_instants_are_said_by_the_clock_of_who_reads() -> None:
    world = World()
    world.open()
    fact = Fact(name="due", value="3, the last on Tue 24 Nov 2026, 10:00 (Europe/Berlin)")
    read = replace(said(world), local=local_time("America/New_York", world.clock.now()))
    assert read.value(fact) == "3, the last on Tue 24 Nov, 04:00 (New York)"
    nowhere = Fact(name="note", value="Tue 99 Nov 2026, 10:00 (Nowhere/At_all)")
    assert read.value(nowhere) == nowhere.value


def test_a_stage_that_takes_too_long_names_what_is_open_and_whose_it_is() -> None:
    world = World()
    world.open()
    stage, about = world.state.stages[0], said(world)
    one = an_escalation(rule="stage.stalled", subject=f"stage:{stage.id}")
    advice = advise(
        one, onboarding=world.state, playbook=about.playbook, directory=about.directory, names=about.names
    )
    assert "Open now: “Accept the handoff from sales” (Ada Park)" in advice.next_step


def test_what_is_a_minute_short_is_told_in_hours_and_minutes() -> None:
    world = World()
    world.open()
    facts = (
        Fact(name="working hours needed", value="28:00"),
        Fact(name="working hours left", value="27:59"),
        Fact(name="calendar", value="DE"),
    )
    told = tell(Why(rule="date.forecast", facts=facts, told=("ada",)), said(world))
    assert "needed when it was raised: 28 h; left: 27 h 59 min by the calendar of DE." in told
