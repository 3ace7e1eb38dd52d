"""Whatever runs by one playbook can go on by any other of its name: nothing done is lost, nothing is ever stuck."""

from dataclasses import asdict, replace
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from chalicelib.adapters import journal
from chalicelib.domain import commands as c
from chalicelib.domain.evolve import fold
from chalicelib.domain.migration.difference import BY_VERSION
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.playbook import Playbook
from tests.properties import playbooks as drawn
from tests.properties import world as played
from tests.properties.world import World, a_deal, do_task, play_to_the_end


def opened(playbook: Playbook, other: Playbook, deal: dict[str, Any]) -> World:
    kept = played.PLAYBOOKS["smb"]
    played.PLAYBOOKS["smb"] = playbook
    try:
        world = World()
    finally:
        played.PLAYBOOKS["smb"] = kept
    world.do(lambda s: c.RecordDeal(deal=a_deal(s, tier="smb", **deal)), "crm:deals")
    world.ports.playbooks.publish(other)
    return world


def goes_on(world: World, tasks: int) -> None:
    for _ in range(tasks):
        open_ = [task for task in world.state.tasks if task.status == "open"]
        if not open_ or world.state.ended:
            return
        do_task(world, open_[0], number=world.count)


def nothing_is_lost(before: Onboarding, after: Onboarding) -> None:
    for task in before.tasks:
        now = after.task(task.id)
        by_version = task.proof is not None and task.proof.reference == BY_VERSION
        if not by_version and (task.settled or before.of_task(task.id) or task.answers):
            assert now is not None
            assert (now.status, now.proof, now.answers) == (task.status, task.proof, task.answers)
    proofs = {gate.id: gate.proof for gate in after.gates}
    assert all(proofs[gate.id] == gate.proof for gate in before.gates if gate.passed_at)
    stages = {stage.id: stage for stage in after.stages}
    for stage in before.stages:
        had_work = any(task.stage == stage.id and task.settled for task in before.tasks)
        if stage.status != "waiting" and (had_work or stage.id in stages):
            assert stages[stage.id].entered_at == stage.entered_at
    reached = {name: at for name, at in asdict(before.milestones).items() if at}
    assert asdict(after.milestones).items() >= reached.items()


@settings(max_examples=60)
@given(
    drawn.playbooks(), drawn.playbooks(), drawn.deals(), st.integers(0, 12), st.integers(0, 4), st.booleans()
)
def test_nothing_is_lost_or_stuck_by_a_migration_or_its_undoing(
    playbook: Playbook, other: Playbook, deal: dict[str, Any], first: int, then: int, back: bool
) -> None:
    other = replace(other, version=playbook.version + 1)
    world = opened(playbook, other, deal)
    goes_on(world, first)
    if world.state.ended:
        return
    before = world.state
    found = world.preview(other.version)
    event(f"{len({item.change for item in found.items})} kinds of changes")
    world.do(c.MigrateOnboarding(version=other.version, digest=found.digest))
    nothing_is_lost(before, world.state)
    assert world.preview().items == ()
    goes_on(world, then)
    if back and not world.state.ended:
        before = world.state
        world.do(c.UndoMigration())
        nothing_is_lost(before, world.state)
        assert world.state.playbook == playbook.ref
    play_to_the_end(world)
    assert world.state.ended
    assert fold(journal.event_of(entry) for entry in world.journal()) == world.state
