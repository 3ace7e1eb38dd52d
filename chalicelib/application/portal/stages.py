"""The stages as the customer sees them: how far each has come, and what of it is ours to do."""

from dataclasses import dataclass

from chalicelib.application.circumstances import Circumstances, someone
from chalicelib.application.words.dates import When, local_time
from chalicelib.domain.onboarding import SETTLED, Onboarding


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """A step of the way. `until` is set only once a date may be promised.

    Of a step still to come, `given` says that the customer's part of it is done already, `begun` that it can be done now.
    """

    title: str
    status: str
    since: When | None
    until: When | None
    left: When | None
    given: bool
    begun: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """What we owe: the steps of a stage that are ours, without their inside names."""

    title: str
    owner: str
    done_count: int
    all_count: int
    until: When | None


def promised(about: Circumstances) -> bool:
    """Say whether a date of ours may be told: only once the playbook's commitment gate has passed."""
    rule = about.playbook.gate("commitment")
    gates = about.onboarding.gates
    return rule is not None and any(gate.id == rule.id and gate.passed_at is not None for gate in gates)


def stage_lines(about: Circumstances) -> tuple[StageLine, ...]:
    """Return every stage, in the order of the playbook."""
    local, may_promise = local_time(about.zone, about.now), promised(about)
    titles = {rule.id: rule.customer_title for rule in about.playbook.stages}
    return tuple(
        StageLine(
            title=titles.get(stage.id, stage.id),
            status=stage.status,
            since=local.when(stage.entered_at),
            until=local.when(stage.due_at) if may_promise and stage.status == "active" else None,
            left=local.when(stage.left_at),
            given=stage.status == "waiting" and _given(about.onboarding, stage.id),
            begun=stage.status == "waiting"
            and not about.onboarding.ended
            and _begun(about.onboarding, stage.id),
        )
        for stage in about.onboarding.stages
    )


def work_lines(about: Circumstances) -> tuple[WorkLine, ...]:
    """Return what we owe in the stages that have begun; nothing once the onboarding has ended."""
    if about.onboarding.ended:
        return ()
    local, may_promise = local_time(about.zone, about.now), promised(about)
    titles = {rule.id: rule.customer_title for rule in about.playbook.stages}
    found = []
    for stage in about.onboarding.stages:
        ours = [t for t in about.onboarding.tasks if t.stage == stage.id and not t.by_customer]
        ours = [task for task in ours if about.playbook.task(task.id)]
        if stage.status == "active" and any(task.status not in SETTLED for task in ours):
            line = WorkLine(
                title=titles.get(stage.id, stage.id),
                owner=someone(about.directory, stage.owner).name,
                done_count=sum(task.status in SETTLED for task in ours),
                all_count=len(ours),
                until=local.when(stage.due_at) if may_promise else None,
            )
            found.append(line)
    return tuple(found)


def _given(onboarding: Onboarding, stage: str) -> bool:
    asked = [task for task in onboarding.tasks if task.stage == stage and task.by_customer]
    return bool(asked) and all(task.status in SETTLED for task in asked)


def _begun(onboarding: Onboarding, stage: str) -> bool:
    asked = [task for task in onboarding.tasks if task.stage == stage and task.by_customer]
    return any(task.status not in {*SETTLED, "waiting"} for task in asked)
