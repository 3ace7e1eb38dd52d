"""What is wrong with the policy itself: it stops nothing that can go on without it, and is in front of a named person.

A playbook version that cannot be read leaves nothing to decide by, so nothing is decided until it can; a calendar that
cannot be built leaves one without holidays to go on with.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from chalicelib.domain import escalations
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.context import Context
from chalicelib.domain.events import EscalationRaised, EscalationResolved, Event
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.people import Directory
from chalicelib.domain.playbook import CalendarRule, Playbook, StageRule, TaskRule
from chalicelib.domain.why import Fact, why

UNREADABLE = "policy:unreadable"
_NINE, _FIVE = time(9), time(17)


def raised(state: Onboarding, context: Context) -> Iterator[Event]:
    """What is wrong with the policy is raised to the owner, once while it is so."""
    for trouble in context.troubles:
        if not escalations.is_raised(state, trouble.subject):
            yield _raised(state, context, trouble.rule, trouble.subject, trouble.says)


def settled(state: Onboarding, context: Context) -> Iterator[Event]:
    """What is mended leaves the list; that anything is decided at all shows that the playbook can be read."""
    wrong = {trouble.subject for trouble in context.troubles}
    for escalation in state.raised():
        gone = escalation.subject.startswith("calendar:") and escalation.subject not in wrong
        if gone or escalation.subject == UNREADABLE:
            reason = why("escalation.settled", subject=escalation.subject)
            yield EscalationResolved(at=context.now, why=reason, escalation=escalation.id, by=context.actor)


def without_policy(state: Onboarding, says: str, *, now: datetime, directory: Directory) -> tuple[Event, ...]:
    """Tell the owner that nothing can be decided, as the playbook cannot be read; nothing where that is told already."""
    if escalations.is_raised(state, UNREADABLE):
        return ()
    playbook = bare(state)
    context = Context(
        now=now,
        actor="system:policy",
        playbook=playbook,
        calendar=plain(playbook.calendar),
        directory=directory,
    )
    return (_raised(state, context, "policy.unreadable", UNREADABLE, says),)


def bare(state: Onboarding) -> Playbook:
    """Return what is known of an onboarding's playbook without the playbook: names to show, and nothing to decide by."""
    zone = state.deal.account.time_zone or "UTC"
    return Playbook(
        name=state.playbook.name,
        version=state.playbook.version,
        title=state.playbook.name,
        target_days=1,
        calendar=CalendarRule(country="", time_zone=zone),
        stages=tuple(_stage(stage.id) for stage in state.stages),
        tasks=tuple(
            TaskRule(id=t.id, stage=t.stage, kind=t.kind, title=t.title, role="onboarding", hours=1)
            for t in state.tasks
        ),
        gates=(),
    )


def plain(rule: CalendarRule) -> Calendar:
    """Return the calendar of a rule without its holidays; what of it cannot be used is replaced by what is usual."""
    try:
        opens, closes = time.fromisoformat(rule.opens), time.fromisoformat(rule.closes)
    except ValueError:
        opens, closes = _NINE, _FIVE
    opens, closes = (opens, closes) if opens < closes else (_NINE, _FIVE)
    weekend = frozenset(rule.weekend)
    return Calendar(
        time_zone=_zone(rule.time_zone),
        opens=opens,
        closes=closes,
        weekend=weekend if len(weekend) < 7 else frozenset({6, 7}),
        holidays={},
    )


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (LookupError, ValueError, OSError):
        return str(UTC)


def _stage(name: str) -> StageRule:
    title = name.replace("_", " ").capitalize()
    return StageRule(id=name, title=title, role="onboarding", hours=1, customer_title=title)


def _raised(state: Onboarding, context: Context, rule: str, subject: str, says: str) -> EscalationRaised:
    facts = (
        Fact(name="says", value=says),
        Fact(name="runs by", value=f"{state.playbook.name} {state.playbook.version}"),
    )
    return escalations.new(state, context, rule=rule, subject=subject, owner=state.owner, facts=facts)
