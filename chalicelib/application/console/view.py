"""What the team's page of one onboarding shows, and the lists beside it: pure functions from state to values."""

from dataclasses import dataclass

from chalicelib.application.circumstances import Circumstances, Someone, someone
from chalicelib.application.console import offers
from chalicelib.application.console.cases import (
    EscalationPart,
    GatePart,
    PromisePart,
    escalation_part,
    gate_part,
    promise_part,
)
from chalicelib.application.console.customer import (
    ContactPart,
    MeetingPart,
    OpinionPart,
    QuestionPart,
    contact_part,
    meeting_part,
    opinion_part,
    question_part,
)
from chalicelib.application.console.offer import Offer
from chalicelib.application.console.offers_of_plan import adding
from chalicelib.application.console.tasks import TaskPart, task_part
from chalicelib.application.words import wording
from chalicelib.application.words.clocks import TimePart, WaitPart, time_part, wait_part
from chalicelib.application.words.dates import LocalTime, When, local_time
from chalicelib.application.words.held import held_because
from chalicelib.domain.asked import Asks, count
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.gaps import PROBLEM
from chalicelib.domain.metrics import forecast_at, health
from chalicelib.domain.onboarding import Stage
from chalicelib.domain.people import Directory, Person

HEALTH = {"on_track": "On track", "at_risk": "At risk", "off_track": "Off track", "unknown": "Unknown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePart:
    """A stage with its tasks."""

    id: str
    title: str
    status: str
    owner: str
    since: When | None
    due: When | None
    left: When | None
    waiting: WaitPart | None
    late: bool
    busy: bool
    tasks: tuple[TaskPart, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleView:
    """One onboarding, whole."""

    id: str
    account: str
    tier: str
    playbook: str
    back_to: int | None
    status: str
    label: str
    held: str
    health: str
    health_label: str
    owner: Someone
    target: When | None
    forecast: When | None
    time: TimePart
    opened: When | None
    deal: tuple[tuple[str, str], ...]
    deal_url: str
    handoff: tuple[tuple[str, tuple[str, ...]], ...]
    milestones: tuple[tuple[str, When], ...]
    stages: tuple[StagePart, ...]
    gates: tuple[GatePart, ...]
    raised: tuple[EscalationPart, ...]
    resolved: tuple[EscalationPart, ...]
    promises: tuple[PromisePart, ...]
    contacts: tuple[ContactPart, ...]
    questions: tuple[QuestionPart, ...]
    opinions: tuple[OpinionPart, ...]
    meetings: tuple[MeetingPart, ...]
    requests: int
    reminders: int
    asks: Asks
    offers: tuple[Offer, ...]
    people: tuple[tuple[str, str], ...]


def console_view(about: Circumstances, person: Person, calendar: Calendar) -> ConsoleView:
    """Return the page of an onboarding as `person` sees it, in their time zone; `calendar` is the playbook's."""
    o, local, actor = about.onboarding, local_time(person.time_zone, about.now), f"person:{person.id}"
    escalations = [escalation_part(about, each, local, actor=actor) for each in reversed(o.escalations)]
    rules = {rule.id: rule for rule in about.playbook.gates}
    state = health(o, about.now)
    return ConsoleView(
        id=o.id,
        account=o.deal.account.name,
        tier=o.tier,
        playbook=f"{o.playbook.name} {o.playbook.version}",
        back_to=o.migration.before.version if o.migration and not o.ended else None,
        status=o.status,
        label=wording.ONBOARDING_STATES[o.status],
        held=held_because(about, local) if o.status == "on_hold" else "",
        health=state,
        health_label=HEALTH[state],
        owner=someone(about.directory, o.owner),
        target=local.when(o.target_at),
        forecast=local.when(forecast_at(o, about.now)),
        time=time_part(about, local, calendar),
        opened=local.when(o.opened_at),
        deal=_deal(about, local),
        deal_url=o.deal.url if (o.deal.url or "").startswith("https://") and o.deal.url else "",
        handoff=_handoff(about),
        milestones=_milestones(about, local),
        stages=_stages(about, local, actor=actor),
        gates=tuple(
            gate_part(about, each, rules[each.id], local=local, actor=actor)
            for each in o.gates
            if each.id in rules
        ),
        raised=tuple(each for each in escalations if each.resolved is None),
        resolved=tuple(each for each in escalations if each.resolved is not None),
        promises=tuple(promise_part(about, each, local) for each in o.promises),
        contacts=tuple(contact_part(about, each) for each in o.contacts),
        questions=tuple(question_part(about, each) for each in reversed(o.questions)),
        meetings=tuple(meeting_part(about, each, local) for each in o.meetings),
        opinions=tuple(opinion_part(about, each, local) for each in o.opinions if each.score),
        requests=o.reminders.requests,
        asks=count(o),
        reminders=o.reminders.sent,
        offers=tuple(offers.for_onboarding(o, about.playbook)),
        people=names_of(about.directory),
    )


def names_of(directory: Directory) -> tuple[tuple[str, str], ...]:
    """Return (id, name) of everybody who works here, by name."""
    return tuple(sorted(((p.id, p.name) for p in directory.people if p.active), key=lambda pair: pair[1]))


def _deal(about: Circumstances, local: LocalTime) -> tuple[tuple[str, str], ...]:
    deal, account = about.onboarding.deal, about.onboarding.deal.account
    signed = local.when(deal.signed_at)
    found = {
        "Deal": f"{about.names.reveal(deal.name)} ({deal.ref})",
        "Amount": deal.amount.words if deal.amount else "",
        "Signed": signed.day if signed else "",
        "Committed live date": local.day(deal.committed) if deal.committed else "",
        "Products": ", ".join(deal.products),
        "Country": account.country or "",
        "Partner": account.partner or "",
    }
    attributes = (
        (name.replace("_", " ").capitalize(), about.names.reveal(value))
        for name, value in deal.attributes
        if not name.startswith(PROBLEM)
    )
    return (*((label, text) for label, text in found.items() if text), *attributes)


def _handoff(about: Circumstances) -> tuple[tuple[str, tuple[str, ...]], ...]:
    handoff, reveal = about.onboarding.deal.handoff, about.names.reveal
    found = {
        "Goals": tuple(reveal(each) for each in handoff.goals),
        "Scope": tuple(reveal(each) for each in handoff.scope),
        "Risks": tuple(reveal(each) for each in handoff.risks),
        "History": (reveal(handoff.history),) if handoff.history else (),
    }
    return tuple((label, texts) for label, texts in found.items() if texts)


def _milestones(about: Circumstances, local: LocalTime) -> tuple[tuple[str, When], ...]:
    times = about.onboarding.milestones
    found = ((label, local.when(getattr(times, name))) for name, label in wording.MILESTONES.items())
    return tuple((label, when) for label, when in found if when)


def _late(stage: Stage, about: Circumstances) -> bool:
    ticking = stage.status == "active" and stage.waiting is None
    return ticking and stage.due_at is not None and stage.due_at < about.now


def _stages(about: Circumstances, local: LocalTime, *, actor: str) -> tuple[StagePart, ...]:
    titles = {rule.id: rule.title for rule in about.playbook.stages}
    return tuple(
        StagePart(
            id=stage.id,
            title=titles.get(stage.id, stage.id),
            status=stage.status,
            owner=someone(about.directory, stage.owner).name,
            since=local.when(stage.entered_at),
            due=local.when(stage.due_at),
            left=local.when(stage.left_at),
            waiting=wait_part(about, stage.waiting, local),
            late=_late(stage, about),
            busy=stage.status == "active"
            or any(
                t.stage == stage.id and t.status not in {"waiting", "done", "waived"}
                for t in about.onboarding.tasks
            ),
            tasks=tuple(
                task_part(about, t, local, actor=actor) for t in about.onboarding.tasks if t.stage == stage.id
            ),
            offers=(offers.reassigning(f"stage:{stage.id}"), adding(stage.id))
            if stage.status != "done" and not about.onboarding.ended
            else (),
        )
        for stage in about.onboarding.stages
    )
