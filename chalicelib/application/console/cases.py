"""Gates, escalations and promises as the team sees them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from chalicelib.application.circumstances import Circumstances, name_of, someone
from chalicelib.application.console import offers
from chalicelib.application.console.offer import Offer
from chalicelib.application.console.proof import ProofLine, proof_line
from chalicelib.application.words import wording
from chalicelib.application.words.advice import Advice, advise
from chalicelib.application.words.dates import LocalTime, When
from chalicelib.domain import gates
from chalicelib.domain.onboarding import Escalation, Gate, Promise
from chalicelib.domain.playbook import GateRule
from chalicelib.domain.values import instant

_MORNING, _EVENING, _FRIDAY = time(9), 18, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePart:
    """A gate: open with its proof, or what it still waits for."""

    id: str
    title: str
    opens: str
    passed: When | None
    proof: tuple[ProofLine, ...]
    missing: tuple[str, ...]
    asked_by: str
    asked_why: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationPart:
    """An escalation with its why."""

    id: str
    advice: Advice
    owner: str
    rung: int
    raised: When | None
    age: str
    acknowledged: When | None
    acknowledged_by: str
    resolved: When | None
    snoozed: When | None
    snoozed_by: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisePart:
    """A promise of the sale."""

    id: str
    text: str
    made_by: str
    due: str
    owner: str
    proof: ProofLine | None
    offers: tuple[Offer, ...]


def gate_part(about: Circumstances, gate: Gate, rule: GateRule, *, local: LocalTime, actor: str) -> GatePart:
    """Return a gate as the team sees it."""
    return GatePart(
        id=gate.id,
        title=rule.title,
        opens=_opens(about, rule),
        passed=local.when(gate.passed_at),
        proof=tuple(proof_line(about, each, local) for each in gate.proof or ()),
        missing=()
        if gate.passed_at
        else tuple(_requirement(about, each) for each in gates.missing(rule, about.onboarding)),
        asked_by=name_of(about, gate.override_by) if gate.override_by and not gate.passed_at else "",
        asked_why=about.names.reveal(gate.override_reason),
        offers=tuple(offers.for_gate(gate, about.onboarding, actor=actor)),
    )


def escalation_part(
    about: Circumstances, escalation: Escalation, local: LocalTime, *, actor: str
) -> EscalationPart:
    """Return an escalation with its why in words."""
    o, playbook = about.onboarding, about.playbook
    return EscalationPart(
        id=escalation.id,
        advice=advise(
            escalation,
            onboarding=o,
            playbook=playbook,
            directory=about.directory,
            names=about.names,
            local=local,
        ),
        owner=someone(about.directory, escalation.owner).name,
        rung=escalation.rung,
        raised=local.when(escalation.raised_at),
        age=local.age(escalation.raised_at),
        acknowledged=local.when(escalation.acknowledged_at),
        acknowledged_by=name_of(about, escalation.acknowledged_by or ""),
        resolved=local.when(escalation.resolved_at),
        snoozed=local.when(escalation.snoozed_until),
        snoozed_by=name_of(about, escalation.snoozed_by or ""),
        offers=tuple(
            offers.for_escalation(escalation, o, playbook, actor=actor, moments=tuple(moments(local)))
        ),
    )


def moments(local: LocalTime) -> Iterator[tuple[str, str]]:
    """Yield until when something may be put off: later today, and in the morning of the next working days."""
    here = local.now.astimezone(local.zone)
    later = here + timedelta(hours=3)
    if later.date() == here.date() and later.hour < _EVENING:
        yield instant(later), f"in 3 hours, {later:%H:%M}"
    days = [here.date() + timedelta(days=ahead) for ahead in range(1, 9)]
    days = [day for day in days if day.isoweekday() <= _FRIDAY]
    for day in (days[0], days[1], days[-2]):
        morning = datetime.combine(day, _MORNING, local.zone)
        yield instant(morning), f"{local.day(day)}, {_MORNING:%H:%M}"


def promise_part(about: Circumstances, promise: Promise, local: LocalTime) -> PromisePart:
    """Return a promise as the team sees it."""
    return PromisePart(
        id=promise.id,
        text=about.names.reveal(promise.text),
        made_by=about.names.reveal(promise.made_by),
        due=local.day(promise.due) if promise.due else "",
        owner=someone(about.directory, promise.owner).name if promise.owner else "",
        proof=proof_line(about, promise.settled, local) if promise.settled else None,
        offers=tuple(offers.for_promise(promise)) if not about.onboarding.ended else (),
    )


def _opens(about: Circumstances, rule: GateRule) -> str:
    kind, _, name = rule.opens.partition(":")
    stage = next((each.title for each in about.playbook.stages if kind == "stage" and each.id == name), "")
    return f"“{stage}” begins" if stage else wording.GATE_KINDS.get(kind, kind)


def _requirement(about: Circumstances, requirement: str) -> str:
    kind, _, name = requirement.partition(":")
    if kind == "task" and (task := about.onboarding.task(name)):
        return task.title
    stage = next((each.title for each in about.playbook.stages if kind == "stage" and each.id == name), "")
    return f"Stage “{stage}”" if stage else "Every promise of the sale"
