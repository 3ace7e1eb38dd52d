"""Whatever playbook can be published opens for whatever deal, and can be driven to live: nothing in it is ever stuck."""

from typing import Any

from hypothesis import event, given, settings

from chalicelib.adapters.condition_lint import problems
from chalicelib.application.plans import plan_of
from chalicelib.domain import commands as c
from chalicelib.domain.lint import lint
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.variants import conditions
from tests.properties import playbooks as drawn
from tests.properties import world as played
from tests.properties.mutated import mutated
from tests.properties.world import World, a_deal, play_to_the_end


def linted(playbook: Playbook) -> list[str]:
    return [str(problem) for problem in (*lint(playbook), *problems(playbook))]


@settings(max_examples=150)
@given(drawn.playbooks())
def test_every_drawn_playbook_lints_clean(playbook: Playbook) -> None:
    assert linted(playbook) == []


@given(drawn.playbooks(), drawn.deals(), drawn.attributes())
def test_a_playbook_that_lints_clean_opens_and_can_be_driven_to_live(
    playbook: Playbook, deal: dict[str, Any], attributes: dict[str, str]
) -> None:
    drive(playbook, deal, attributes)


@settings(max_examples=150)
@given(mutated(), drawn.deals(), drawn.attributes())
def test_what_the_linter_lets_through_of_a_changed_playbook_is_never_stuck(
    playbook: Playbook, deal: dict[str, Any], attributes: dict[str, str]
) -> None:
    refused = linted(playbook)
    event("refused" if refused else "let through")
    assert all(": " in problem for problem in refused)
    if not refused:
        drive(playbook, deal, attributes)


def drive(playbook: Playbook, deal: dict[str, Any], attributes: dict[str, str]) -> None:
    """Open an onboarding and do everything that is open until it has ended."""
    kept = played.PLAYBOOKS["smb"]
    played.PLAYBOOKS["smb"] = playbook
    try:
        world = World()
        world.do(
            lambda s: c.RecordDeal(
                deal=a_deal(
                    s, tier="smb", attributes=tuple((n, s.seal(v)) for n, v in attributes.items()), **deal
                )
            ),
            "crm:deals",
        )
        plan = plan_of(world.state, world.ports.playbooks)
        event(
            f"{len(conditions(playbook))} conditions, {len(playbook.tasks) - len(plan.tasks)} tasks left out"
        )
        play_to_the_end(world)
        state = world.state
        assert state.milestones.live is not None
        assert state.ended
        assert all(task.settled for task in state.tasks)
        assert {task.id for task in plan.tasks} <= {task.id for task in state.tasks}
    finally:
        played.PLAYBOOKS["smb"] = kept
