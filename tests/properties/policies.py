"""Policies by the thousand: small playbooks, drawn from a seed, that the linter has nothing against."""

from dataclasses import replace
from random import Random
from typing import Any

from chalicelib.domain.critical_path import critical_path
from chalicelib.domain.playbook import (
    CalendarRule,
    DocumentRule,
    FieldRule,
    GateRule,
    Playbook,
    ReminderRule,
    StageRule,
    TaskRule,
)

_ROLES = ("sales", "onboarding", "implementation", "success")
_PLACES: tuple[dict[str, Any], ...] = (
    {"country": "DE", "time_zone": "Europe/Berlin", "region": "BY"},
    {"country": "US", "time_zone": "America/New_York", "opens": "08:30", "closes": "17:15"},
    {"country": "AE", "time_zone": "Asia/Dubai", "weekend": (5, 6)},
    {"country": "AU", "time_zone": "Australia/Lord_Howe", "region": "NSW"},
    {"country": "GB", "time_zone": "Europe/London", "half_days": {"12-24": "13:00", "12-31": "12:00"}},
    {"country": "BR", "time_zone": "America/Sao_Paulo", "opens": "00:00", "closes": "23:59", "weekend": ()},
    {"country": "IN", "time_zone": "Asia/Kolkata", "company_days": ("12-28", "2026-12-29")},
)
_FIRST = "handoff"


def policy(chance: Random) -> Playbook:
    """Return a playbook: any number of stages and tasks, gates on what comes before, any clocks, any ladder."""
    inner = [f"s{number}" for number in range(chance.randint(0, 3))]
    names = (_FIRST, *inner, "setup", "go_live")
    stages = tuple(_stage(name, chance) for name in names)
    tasks: list[TaskRule] = []
    for name in names:
        tasks += _tasks(name, chance, tasks)
    gates = (
        GateRule(
            id="g_commit", title="A date may be told", opens="commitment", requires=(f"stage:{_FIRST}",)
        ),
        *_stage_gates(names, tasks, chance),
        GateRule(
            id="g_live",
            title="Live",
            opens="live",
            requires=("stage:setup", "task:customer_told", "task:ownership_handed_over"),
        ),
    )
    made = Playbook(
        name="drawn",
        version=1,
        title="Drawn",
        target_days=(target_days := chance.randint(1, 20)),
        warn_days=chance.randint(0, min(4, target_days - 1)),
        calendar=CalendarRule(**chance.choice(_PLACES)),
        stages=stages,
        tasks=tuple(tasks),
        gates=gates,
        reminders=ReminderRule(every=tuple(chance.randint(1, 40) for _ in range(chance.randint(1, 5)))),
        rung_hours=tuple(chance.randint(1, 24) for _ in range(2)),
    )
    least = -(-critical_path(made).hours // 6)  # a day has at least six hours on average, half days and all
    return replace(made, target_days=max(made.target_days, least))


def _stage(name: str, chance: Random) -> StageRule:
    milestones = {_FIRST: "handed_off", "setup": "setup_complete"}
    return StageRule(
        id=name,
        title=name,
        customer_title=name,
        role=chance.choice(_ROLES),
        hours=chance.randint(1, 60),
        milestone=milestones.get(name),
    )


def _tasks(stage: str, chance: Random, before: list[TaskRule]) -> list[TaskRule]:
    made: list[TaskRule] = []
    for number in range(chance.randint(1, 3)):
        same = [task.id for task in made]
        earlier = [task.id for task in before if task.kind == "customer"]
        after = tuple(chance.sample(same, min(len(same), chance.randint(0, 2))))
        after += tuple(chance.sample(earlier, min(len(earlier), chance.randint(0, 1))))
        made.append(_task(f"{stage}_{number}", stage, chance, after))
    if stage == "go_live":
        made += [
            _work("customer_told", stage, chance, ()),
            _work("ownership_handed_over", stage, chance, ()),
        ]
    return made


def _task(name: str, stage: str, chance: Random, after: tuple[str, ...]) -> TaskRule:
    kind = chance.choice(("internal", "customer", "customer", "approval", "signature", "provision"))
    if kind == "customer":
        documents = DocumentRule(count=chance.randint(1, 2)) if chance.random() < 0.5 else None
        fields = tuple(
            FieldRule(id=f"f{n}", label=f"What of {name}, {n}?") for n in range(chance.randint(0, 2))
        )
        return _rule(
            name,
            stage,
            chance,
            after,
            kind="customer",
            documents=documents,
            fields=fields,
            statement="" if documents or fields else "It is so.",
            opens=chance.choice(("opening", "stage")),
        )
    if kind in {"approval", "signature"}:
        role = "customer" if kind == "signature" else chance.choice(_ROLES)
        return _rule(name, stage, chance, after, kind="approval", role=role, statement="It is so.")
    if kind == "provision" and stage == "setup":
        return _rule(name, stage, chance, after, kind="internal", provision="accounts")
    return _work(name, stage, chance, after)


def _work(name: str, stage: str, chance: Random, after: tuple[str, ...]) -> TaskRule:
    return _rule(name, stage, chance, after, kind="internal")


def _rule(name: str, stage: str, chance: Random, after: tuple[str, ...], **fields: Any) -> TaskRule:
    hours, role = chance.randint(1, 60), fields.pop("role", None) or chance.choice(_ROLES)
    return TaskRule(id=name, stage=stage, title=name, role=role, hours=hours, after=after, **fields)


def _stage_gates(names: tuple[str, ...], tasks: list[TaskRule], chance: Random) -> list[GateRule]:
    """Return gates before stages: setup, where systems are called, has one always."""
    found = []
    for number, name in enumerate(names[1:], 1):
        if name != "setup" and chance.random() < 0.6:
            continue
        earlier = [f"task:{task.id}" for task in tasks if task.stage in names[:number]]
        stages = [f"stage:{stage}" for stage in names[:number]]
        requires = chance.sample(earlier, min(len(earlier), chance.randint(1, 3)))
        requires += chance.sample(stages, chance.randint(0, 1))
        if chance.random() < 0.1:
            requires.append("promises")
        found.append(GateRule(id=f"g_{name}", title=name, opens=f"stage:{name}", requires=tuple(requires)))
    return found
