"""Another version of the playbook: previewed, applied exactly so, and taken back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.adapters import journal
from chalicelib.adapters.items import from_parts, to_parts
from chalicelib.domain import commands as c
from chalicelib.domain.errors import NotFoundError, WrongStateError
from chalicelib.domain.evolve import fold
from chalicelib.domain.migration.difference import Difference, Differences
from chalicelib.domain.onboarding import Onboarding, Task
from chalicelib.domain.playbook import DueRule, GateRule, Playbook, StageRule, TaskRule
from chalicelib.domain.values import Money
from tests.properties.world import GRACE, PLAYBOOKS, World, do_task, play_to_the_end, sealed

NEXT = PLAYBOOKS["simple"].version + 1
TRAINING = StageRule(id="training", title="Training", role="success", hours=8, customer_title="You learn it")
COURSE = TaskRule(
    id="course", stage="training", kind="internal", title="Hold the course", role="success", hours=6
)
FLOOR_PLAN = TaskRule(
    id="floor_plan",
    stage="collection",
    kind="customer",
    title="Say how large it is",
    role="onboarding",
    hours=16,
    opens="opening",
    statement="It is larger than 100 square metres.",
)


@pytest.fixture
def world() -> World:
    world = World()
    world.open(committed=None)
    return world


def publish(world: World, change: Any) -> None:
    """Publish the next version: today's, changed."""
    playbook = replace(PLAYBOOKS["simple"], version=NEXT)
    world.ports.playbooks.publish(change(playbook))


def changed(playbook: Playbook, name: str, **fields: Any) -> Playbook:
    tasks = tuple(replace(rule, **fields) if rule.id == name else rule for rule in playbook.tasks)
    return replace(playbook, tasks=tasks)


def without(playbook: Playbook, *names: str) -> Playbook:
    """Return a playbook without some tasks, in whatever names them."""
    tasks = tuple(
        replace(rule, after=tuple(set(rule.after) - set(names)))
        for rule in playbook.tasks
        if rule.id not in names
    )
    gone = {f"task:{name}" for name in names}
    gates = tuple(
        replace(gate, requires=tuple(one for one in gate.requires if one not in gone))
        for gate in playbook.gates
    )
    return replace(playbook, tasks=tasks, gates=gates)


def trained(playbook: Playbook) -> Playbook:
    """Return a playbook with one more stage before the go-live, and its task."""
    stages = (*playbook.stages[:-1], TRAINING, playbook.stages[-1])
    return replace(playbook, stages=stages, tasks=(*playbook.tasks, COURSE))


def preview(world: World, version: int = NEXT) -> Differences:
    return world.preview(version)


def migrate(world: World, version: int = NEXT) -> dict[tuple[str, str], Difference]:
    """Migrate as previewed, and return what was told, by kind and id."""
    found = preview(world, version)
    world.do(c.MigrateOnboarding(version=version, digest=found.digest))
    return {(one.kind, one.id): one for one in found.items}


def task(world: World, name: str) -> Task:
    found = world.state.task(name)
    assert found is not None
    return found


def statuses(state: Onboarding) -> dict[str, str]:
    return {stage.id: stage.status for stage in state.stages}


def until_set_up(world: World) -> None:
    while not world.calls():
        do_task(world, next(t for t in world.state.tasks if t.status == "open"), number=world.count)


# ---- what it changes


def test_a_task_that_is_new_is_added_and_the_customer_is_asked(world: World) -> None:
    publish(world, lambda p: replace(p, tasks=(*p.tasks, FLOOR_PLAN)))
    told = migrate(world)
    assert told.keys() == {("task", "floor_plan")}
    assert (task(world, "floor_plan").status, task(world, "floor_plan").asked) == ("open", True)
    assert world.state.playbook.version == NEXT


def test_a_task_that_is_gone_is_dropped_and_its_gate_passes_without_it(world: World) -> None:
    publish(world, lambda p: without(p, "contacts_and_billing"))
    told = migrate(world)
    assert told["task", "contacts_and_billing"].change == "dropped"
    assert told["gate", "ready_for_setup"].what == ("no longer requires task:contacts_and_billing",)
    assert world.state.task("contacts_and_billing") is None
    play_to_the_end(world)
    assert world.state.ended


def test_what_is_done_or_given_stays_with_its_rule_though_the_version_has_it_no_longer(world: World) -> None:
    do_task(world, task(world, "contacts_and_billing"))
    world.upload("registration")
    publish(world, lambda p: without(p, "contacts_and_billing", "registration"))
    told = migrate(world)
    assert {told["task", name].change for name in ("contacts_and_billing", "registration")} == {"kept"}
    assert told["task", "registration"].note == "the customer has sent a file already"
    assert task(world, "contacts_and_billing").status == "done"
    world.verdict("registration")
    world.scan("registration")
    assert task(world, "registration").status == "done"
    play_to_the_end(world)
    assert world.state.ended


def test_a_file_on_its_way_has_a_place_though_its_task_is_dropped_and_open_again_when_that_is_undone(
    world: World,
) -> None:
    publish(world, lambda p: without(p, "registration"))
    told = migrate(world)
    assert told["task", "registration"].change == "dropped"
    assert task(world, "registration").status == "waived"
    world.upload("registration")
    assert [document.task for document in world.state.documents] == ["registration"]
    world.do(c.UndoMigration())
    assert task(world, "registration").status == "submitted"
    world.verdict("registration")
    world.scan("registration")
    play_to_the_end(world)
    assert world.state.ended


def test_dates_move_by_the_hours_that_a_task_has_more(world: World) -> None:
    due = task(world, "registration").due_at
    publish(world, lambda p: changed(p, "registration", hours=32))
    told = migrate(world)
    moved = told["task", "registration"]
    assert (moved.change, moved.what, moved.due_before) == ("moved", ("hours: 24 → 32",), due)
    assert due is not None
    assert task(world, "registration").due_at == moved.due_after == due + timedelta(days=1)


def test_nobody_is_late_by_a_shorter_time_that_has_passed_already(world: World) -> None:
    world.clock.advance(timedelta(days=2))
    due = task(world, "registration").due_at
    publish(world, lambda p: changed(p, "registration", hours=2))
    migrate(world)
    assert task(world, "registration").due_at == due


def test_a_date_that_counts_from_something_else_is_counted_anew_once(world: World) -> None:
    publish(world, lambda p: changed(p, "registration", due=DueRule(anchor="target", days=-1)))
    target = world.state.target_at
    migrate(world)
    registration = task(world, "registration")
    assert (registration.anchor, registration.anchored_at) == ("target", target)
    assert registration.due_at == datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
    assert world.happened("DatesMoved") == []


def test_the_go_live_date_moves_with_the_version_unless_somebody_has_set_it(world: World) -> None:
    publish(world, lambda p: replace(p, target_days=10))
    assert ("target", "live") in {(one.kind, one.id) for one in preview(world).items}
    world.do(c.SetTarget(date=date(2026, 12, 18), code="scope_grew"))
    told = migrate(world)
    assert ("target", "live") not in told
    assert world.state.target_at == datetime(2026, 12, 18, 16, 0, tzinfo=UTC)


def test_a_stage_that_is_new_comes_where_the_version_has_it(world: World) -> None:
    publish(world, trained)
    told = migrate(world)
    assert told["stage", "training"].change == "added"
    assert list(statuses(world.state)) == ["handoff", "collection", "setup", "training", "go_live"]
    assert {stage.id: stage.owner for stage in world.state.stages}["training"] == "tom"
    play_to_the_end(world)
    assert world.state.ended


def test_a_stage_that_has_begun_stays_though_the_version_has_it_no_longer(world: World) -> None:
    publish(world, trained)
    migrate(world)
    until_set_up(world)
    while statuses(world.state)["training"] == "waiting":
        do_task(world, next(t for t in world.state.tasks if t.status == "open"), number=world.count)
    told = migrate(world, NEXT - 1)
    assert (told["stage", "training"].change, told["stage", "training"].note) == ("kept", "it has begun")
    assert told["task", "course"].change == "dropped"
    assert statuses(world.state)["training"] == "done"
    play_to_the_end(world)
    assert world.state.ended


# ---- gates


def test_a_gate_that_has_passed_stays_passed_whatever_the_version_requires(world: World) -> None:
    until_set_up(world)
    proof = {gate.id: gate.proof for gate in world.state.gates}["ready_for_setup"]

    def stricter(playbook: Playbook) -> Playbook:
        gates = tuple(
            replace(gate, requires=(*gate.requires, "task:floor_plan"))
            if gate.id == "ready_for_setup"
            else gate
            for gate in playbook.gates
        )
        return replace(playbook, gates=gates, tasks=(*playbook.tasks, FLOOR_PLAN))

    publish(world, stricter)
    told = migrate(world)
    assert told["gate", "ready_for_setup"].note == "it has passed, and stays passed"
    assert told["task", "floor_plan"].note == "opens at once: its stage is over"
    assert {gate.id: gate.proof for gate in world.state.gates}["ready_for_setup"] == proof
    assert statuses(world.state)["setup"] == "active"


def test_no_gate_comes_in_front_of_what_is_open_already(world: World) -> None:
    until_set_up(world)
    renamed = GateRule(
        id="another_name", title="Another", opens="stage:setup", requires=("task:inputs_verified",)
    )
    publish(
        world,
        lambda p: replace(p, gates=(*(g for g in p.gates if g.id != "ready_for_setup"), renamed)),
    )
    told = migrate(world)
    assert told["gate", "another_name"].note == "not needed: what it opens is open already"
    assert told["gate", "ready_for_setup"].change == "kept"
    play_to_the_end(world)
    assert world.state.ended


def test_a_gate_that_is_new_holds_back_what_has_not_begun(world: World) -> None:
    course = GateRule(id="taught", title="They know it", opens="stage:go_live", requires=("task:course",))
    publish(world, lambda p: replace(trained(p), gates=(*p.gates, course)))
    assert migrate(world)["gate", "taught"].change == "added"
    play_to_the_end(world)
    assert world.state.ended
    assert all(gate.passed_at for gate in world.state.gates)


# ---- as previewed


def test_what_has_changed_since_the_preview_is_looked_at_again(world: World) -> None:
    publish(world, lambda p: without(p, "contacts_and_billing"))
    seen = preview(world).digest
    do_task(world, task(world, "contacts_and_billing"))
    with pytest.raises(WrongStateError, match="Look at the preview again"):
        world.do(c.MigrateOnboarding(version=NEXT, digest=seen))
    assert preview(world).digest != seen


def test_a_preview_is_the_same_an_hour_later(world: World) -> None:
    publish(world, lambda p: changed(trained(p), "registration", hours=32))
    seen = preview(world)
    world.clock.advance(timedelta(hours=1))
    assert preview(world).digest == seen.digest


def test_the_same_version_changes_nothing(world: World) -> None:
    found = preview(world, NEXT - 1)
    assert found.items == ()
    assert world.do(c.MigrateOnboarding(version=NEXT - 1, digest=found.digest)).events == ()


def test_the_same_version_is_judged_anew_for_the_deal_as_it_is_now(world: World) -> None:
    publish(world, lambda p: replace(p, tasks=(*p.tasks, replace(FLOOR_PLAN, when="deal.amount >= 5000"))))
    migrate(world)
    assert world.state.task("floor_plan") is None
    world.deal(
        committed=None,
        amount=Money(amount=Decimal(9000), currency="EUR"),
        modified_at=world.clock.now() + timedelta(minutes=1),
    )
    assert migrate(world).keys() == {("task", "floor_plan")}


def test_a_version_that_nobody_has_published_is_refused(world: World) -> None:
    with pytest.raises(NotFoundError, match="not published"):
        world.do(c.MigrateOnboarding(version=77, digest=""))


def test_what_has_ended_keeps_its_version(world: World) -> None:
    publish(world, trained)
    seen = preview(world).digest
    world.do(c.CancelOnboarding(code="duplicate"))
    with pytest.raises(WrongStateError, match="has ended"):
        world.do(c.MigrateOnboarding(version=NEXT, digest=seen))


# ---- and back


def test_a_migration_taken_back_at_once_leaves_everything_as_it_was(world: World) -> None:
    before = world.state
    publish(
        world,
        lambda p: replace(
            changed(without(trained(p), "contacts_and_billing"), "registration", hours=32, title="Other"),
            target_days=9,
        ),
    )
    migrate(world)
    assert world.state.migration is not None
    world.do(c.UndoMigration())
    after = world.state
    assert replace(after, sequence=before.sequence, reminders=before.reminders) == before


def test_what_was_done_meanwhile_is_kept_when_a_migration_is_taken_back(world: World) -> None:
    publish(world, lambda p: replace(p, tasks=(*p.tasks, FLOOR_PLAN)))
    migrate(world)
    world.do(lambda s: c.SubmitAnswers(task="floor_plan", contact="contact-1"), GRACE)
    do_task(world, task(world, "registration"))
    world.do(c.UndoMigration())
    (undone,) = world.happened("MigrationUndone")
    assert [(one["id"], one["note"]) for one in undone["differences"]] == [("floor_plan", "it is done")]
    assert {task(world, name).status for name in ("floor_plan", "registration")} == {"done"}
    assert world.state.playbook.version == NEXT - 1
    play_to_the_end(world)
    assert world.state.ended


def test_a_task_dropped_by_hand_after_a_migration_stays_dropped(world: World) -> None:
    loose = replace(COURSE, stage="setup", id="loose")
    publish(world, lambda p: replace(p, tasks=(*p.tasks, loose)))
    migrate(world)
    publish_again = replace(world.ports.playbooks.get(world.state.playbook), version=NEXT + 1)
    world.ports.playbooks.publish(changed(publish_again, "loose", title="Another title"))
    migrate(world, NEXT + 1)
    world.do(lambda s: c.DropTask(task="loose", reason=sealed(s)))
    world.do(c.UndoMigration())
    assert world.state.task("loose") is None


def test_a_task_dropped_by_hand_does_not_come_back_with_a_version(world: World) -> None:
    publish(world, lambda p: replace(p, tasks=(*p.tasks, replace(COURSE, stage="setup", id="loose"))))
    migrate(world)
    world.do(lambda s: c.DropTask(task="loose", reason=sealed(s)))
    assert world.preview().items == ()
    assert ("task", "loose") not in migrate(world, NEXT - 1)


def test_there_is_nothing_to_take_back_without_a_migration_or_twice(world: World) -> None:
    with pytest.raises(WrongStateError, match="no migration to undo"):
        world.do(c.UndoMigration())
    publish(world, trained)
    migrate(world)
    world.do(c.UndoMigration())
    with pytest.raises(WrongStateError, match="no migration to undo"):
        world.do(c.UndoMigration())


def test_the_journal_of_it_all_replays_and_is_read_back(world: World) -> None:
    publish(world, lambda p: without(trained(p), "contacts_and_billing"))
    world.do(c.AddTask(title="Visit", stage="handoff"))
    migrate(world)
    world.do(c.UndoMigration())
    migrate(world)
    assert fold(journal.event_of(entry) for entry in world.journal()) == world.state
    assert from_parts({key: part for key, (part, _) in to_parts(world.state).items()}) == world.state
