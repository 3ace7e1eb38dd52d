"""Valid playbooks, drawn: parallel tracks, conditions, gates, dependencies, due rules, ladders, calendars. And deals for them.

Everything later in a playbook waits only for what stands before it, so nothing goes round in a circle; what the gates need
is never under a condition; the target leaves room for the longest way. So each of them lints clean, opens, and can be
driven to live, with any of its conditions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from chalicelib.domain.critical_path import critical_path
from chalicelib.domain.deal import Account
from chalicelib.domain.playbook import (
    AttributeRule,
    CalendarRule,
    DocumentRule,
    DueRule,
    FieldRule,
    GateRule,
    Playbook,
    ReminderRule,
    StageRule,
    TaskRule,
)
from chalicelib.domain.values import Money

ROLES = ("sales", "onboarding", "implementation", "success")
ATTRIBUTES = (
    AttributeRule(id="seats", type="number"),
    AttributeRule(id="region", type="text"),
    AttributeRule(id="pilot", type="yes_no"),
)
CONDITIONS = (
    '"sso" in deal.products',
    "deal.amount >= 50000",
    'account.country in ["DE", "AT"]',
    "attributes.seats > 100",
    'attributes.pilot or attributes.region == "eu"',
)
CALENDARS = (
    CalendarRule(country="DE", time_zone="Europe/Berlin"),
    CalendarRule(country="US", time_zone="America/Los_Angeles", opens="08:30", closes="17:00"),
    CalendarRule(country="AE", time_zone="Asia/Dubai", weekend=(6, 7), company_days=("12-31",)),
    CalendarRule(country="NZ", time_zone="Pacific/Auckland", half_days={"12-24": "12:00"}),
)
# What comes before live and what comes after: names of stages in the order in which they are drawn.
NAMES = ("handoff", "kickoff", "collection", "security", "setup", "training", "go_live")


@dataclass(slots=True)
class _Draft:
    """What has been drawn so far; `sure` is what no condition leaves out, `perhaps` what one may."""

    stages: list[StageRule] = field(default_factory=list)
    tasks: list[TaskRule] = field(default_factory=list)
    gates: list[GateRule] = field(default_factory=list)
    sure: list[str] = field(default_factory=list)
    perhaps: list[str] = field(default_factory=list)


@st.composite
def playbooks(draw: st.DrawFn, *, name: str = "smb") -> Playbook:
    """Draw a playbook that can be published under a name."""
    texts = draw(st.permutations(CONDITIONS))[: draw(st.integers(0, 3))]
    inner = draw(st.lists(st.sampled_from(NAMES[1:-2]), unique=True, max_size=4))
    draft = _Draft()
    for stage in ("handoff", *sorted({*inner, "setup"}, key=NAMES.index), "go_live"):
        _stage(draw, draft, stage, texts)
    requires = ("stage:setup", "task:customer_told", "task:ownership_handed_over")
    draft.gates.append(GateRule(id="ready_for_live", title="Live", opens="live", requires=requires))
    if draw(st.booleans()):
        _after_live(draw, draft)
    proof = draw(st.sampled_from(draft.sure[:3]))
    draft.gates.append(GateRule(id="ready_to_commit", title="A date", opens="commitment", requires=(proof,)))
    made = Playbook(
        name=name,
        version=draw(st.integers(2, 9)),
        title="Drawn",
        target_days=5,
        calendar=draw(st.sampled_from(CALENDARS)),
        stages=tuple(draft.stages),
        tasks=tuple(draft.tasks),
        gates=tuple(draft.gates),
        reminders=ReminderRule(every=tuple(draw(st.lists(st.integers(4, 24), max_size=5)))),
        rung_hours=draw(st.tuples(st.integers(1, 16), st.integers(1, 16))),
        attributes=ATTRIBUTES,
    )
    days = -(-critical_path(made).hours // 7)  # a day has at least seven hours in all of the calendars
    made = replace(made, target_days=max(days, 5) + draw(st.integers(0, 5)))
    return replace(made, warn_days=draw(st.integers(0, made.target_days - 1)))


@st.composite
def deals(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what a deal says, as changes of `world.a_deal` without the attributes (see `attributes`)."""
    amount = draw(st.sampled_from((None, "4800.00", "50000.00")))
    country = draw(st.sampled_from((None, "DE", "US", "AT")))
    return {
        "amount": Money(amount=Decimal(amount), currency="EUR") if amount else None,
        "products": draw(st.sampled_from(((), ("core",), ("core", "sso")))),
        "account": Account(name="Acme GmbH", country=country, time_zone="Europe/Berlin", language="en"),
    }


def attributes() -> st.SearchStrategy[dict[str, str]]:
    """Draw a deal's attributes: right, of the wrong kind, or missing."""
    return st.fixed_dictionaries(
        {},
        optional={
            "seats": st.sampled_from(("20", "500", "many")),
            "region": st.sampled_from(("eu", "us")),
            "pilot": st.sampled_from(("yes", "false", "perhaps")),
        },
    )


def _stage(draw: st.DrawFn, draft: _Draft, name: str, texts: Sequence[str]) -> None:
    earlier = [stage.id for stage in draft.stages]
    bare = name in {"handoff", "setup", "go_live"}  # the gates need them
    when = draw(st.sampled_from((*texts, ""))) if texts and not bare else ""
    after = None
    if earlier and draw(st.booleans()):
        after = tuple(draw(st.lists(st.sampled_from(earlier), unique=True, min_size=1, max_size=2)))
    milestone = {"handoff": "handed_off", "collection": "inputs_complete", "setup": "setup_complete"}.get(
        name
    )
    if draft.sure and (name == "setup" or draw(st.integers(0, 3)) == 0):
        proofs = draw(st.lists(st.sampled_from(draft.sure), unique=True, min_size=1, max_size=3))
        if draft.perhaps:
            proofs += draw(st.lists(st.sampled_from(draft.perhaps), unique=True, max_size=2))
        gate = GateRule(
            id=f"ready_for_{name}", title=f"Ready for {name}", opens=f"stage:{name}", requires=tuple(proofs)
        )
        draft.gates.append(gate)
    role = draw(st.sampled_from(ROLES))
    draft.stages.append(
        StageRule(
            id=name,
            title=name,
            customer_title=name,
            role=role,
            hours=draw(st.integers(4, 24)),
            milestone=milestone,
            after=after,
            when=when,
        )
    )
    for number in range(draw(st.integers(1, 3))):
        _task(draw, draft, f"{name}_{number}", name, texts if number else ())
    if name == "go_live":
        for told, who in (("customer_told", "onboarding"), ("ownership_handed_over", "success")):
            draft.tasks.append(TaskRule(id=told, stage=name, kind="internal", title=told, role=who, hours=2))
    (draft.perhaps if when else draft.sure).append(f"stage:{name}")


def _task(draw: st.DrawFn, draft: _Draft, name: str, stage: str, texts: Sequence[str]) -> None:
    kind = draw(st.sampled_from(("internal", "internal", "customer", "approval")))
    before = [task.id for task in draft.tasks] + [f"gate:{gate.id}" for gate in draft.gates]
    after = draw(st.lists(st.sampled_from(before), unique=True, max_size=2)) if before else []
    when = draw(st.sampled_from((*texts, ""))) if texts else ""
    values: dict[str, Any] = {"role": draw(st.sampled_from(ROLES))}
    if kind == "approval":
        values |= {"role": draw(st.sampled_from((*ROLES, "customer"))), "statement": "It is right."}
    if kind == "customer":
        values |= _asked(draw, name)
    gated = any(gate.opens == f"stage:{stage}" for gate in draft.gates)
    if kind == "internal" and gated and draw(st.booleans()):
        values["provision"] = draw(st.sampled_from(("accounts", "tickets", "billing", "access")))
    rule = TaskRule(
        id=name,
        stage=stage,
        kind=kind,
        title=name.replace("_", " "),
        hours=draw(st.integers(1, 12)),
        opens="opening" if kind == "customer" and draw(st.booleans()) else "stage",
        after=tuple(after),
        when=when,
        due=draw(st.none() | dues(draft, stage)),
        waive=draw(st.sampled_from(("anyone", "second_person"))),
        **values,
    )
    draft.tasks.append(rule)
    conditional = when or next(one.when for one in draft.stages if one.id == stage)
    (draft.perhaps if conditional else draft.sure).append(f"task:{name}")


def dues(draft: _Draft, stage: str) -> st.SearchStrategy[DueRule]:
    """Draw when a task of a stage is due: before the target, or after something that does not wait for the task itself."""
    early = st.builds(DueRule, anchor=st.just("target"), days=st.integers(-3, 0)) | st.builds(
        DueRule, anchor=st.just("target"), hours=st.integers(-16, -1)
    )
    known = ["opening", *(["handed_off"] if stage != "handoff" else [])]
    if stage != "collection" and "collection" in {one.id for one in draft.stages}:
        known.append("inputs_complete")
    late = st.builds(DueRule, anchor=st.sampled_from(known), days=st.integers(0, 3)) | st.builds(
        DueRule, anchor=st.sampled_from(known), hours=st.integers(0, 16)
    )
    return early | late


def _asked(draw: st.DrawFn, name: str) -> dict[str, Any]:
    what = draw(st.sampled_from(("documents", "fields", "statement")))
    if what == "documents":
        return {"documents": DocumentRule(count=draw(st.integers(1, 2)))}
    if what == "fields":
        return {"fields": (FieldRule(id="answer", label=f"Well, {name}?", required=True),)}
    return {"statement": "We agree."}


def _after_live(draw: st.DrawFn, draft: _Draft) -> None:
    after = draw(st.sampled_from((None, ("go_live",))))
    stage = StageRule(
        id="adoption", title="Adoption", customer_title="Adoption", role="success", hours=80, after=after,
        milestone="transitioned",
    )  # fmt: skip
    due = draw(st.none() | st.builds(DueRule, anchor=st.just("live"), days=st.integers(1, 10)))
    draft.stages.append(stage)
    draft.tasks.append(
        TaskRule(
            id="check_in", stage="adoption", kind="internal", title="Call", role="success", hours=40, due=due
        )
    )
