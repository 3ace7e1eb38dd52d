"""A history that was lived: journals, reduced to what people did and when."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.adapters.codec import UnreadableValueError
from chalicelib.adapters.holiday_calendars import HolidayCalendars
from chalicelib.adapters.journal import event_of
from chalicelib.application.ports import Secret
from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.deal import Deal
from chalicelib.domain.onboarding import Escalation, Task
from chalicelib.domain.people import Directory, Person
from chalicelib.domain.playbook import Playbook, TaskRule
from infra.simulation.lives import Act, Deed, Done, Life
from infra.simulation.medians import Medians
from infra.simulation.reading import Entries, HistoryError
from infra.simulation.reduction import taken_down
from infra.simulation.taken_down import TakenDown


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """People who do what they did: as long after a task has opened as then, at the same instant where it opens as then."""

    tasks: dict[str, tuple[datetime, tuple[Act, ...]]]
    alerts: dict[tuple[str, str], tuple[datetime, tuple[Act, ...]]]
    medians: Medians

    def on_task(
        self, task: Task, rule: TaskRule | None, now: datetime, calendar: Calendar
    ) -> tuple[Act, ...]:
        """Return what they did about it; what they never met takes the median of its kind."""
        if task.id in self.tasks:
            opened, acts = self.tasks[task.id]
            return tuple(_moved(act, opened, now, calendar) for act in acts)
        provision = rule.provision if rule else None
        span = self.medians.of(task, provision=provision)
        by = "system:deliver" if provision else "contact:contact-1" if task.by_customer else ""
        at = calendar.after(now, span) if span else now + timedelta(minutes=1)
        deed = Done(task=task.id)
        return (Act(at=at, by=by or f"person:{task.owner}", deed=deed, guessed=True),)

    def on_alert(self, alert: Escalation, now: datetime, calendar: Calendar) -> tuple[Act, ...]:
        """Return who took it up, and when; an alert that was not raised then is taken up after the median time."""
        known = self.alerts.get((alert.rule, alert.subject))
        by = f"person:{alert.owner}"
        if known is None:
            at = calendar.after(now, self.medians.taken_up) if self.medians.taken_up else None
            deed = c.AcknowledgeEscalation(escalation=alert.id)
            return (Act(at=at, by=by, deed=deed, guessed=True),) if at else ()
        raised, acts = known
        return tuple(_moved(_for(act, alert), raised, now, calendar) for act in acts)


def _moved(act: Act, then: datetime, now: datetime, calendar: Calendar) -> Act:
    if then == now:
        return act
    at = calendar.after(now, calendar.elapsed(then, act.at)) if act.at > then else now
    return replace(act, at=at)


def _for(act: Act, alert: Escalation) -> Act:
    deed: Deed = act.deed
    if isinstance(deed, c.AcknowledgeEscalation | c.SnoozeEscalation | c.ResolveEscalation):
        deed = replace(deed, escalation=alert.id)
    return replace(act, deed=deed)


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """Journals of the playbooks that are tried; `others` counts those of other playbooks, which are left out."""

    lives: tuple[Life, ...]
    team: Directory
    others: int = 0
    strangers: tuple[str, ...] = ()
    versions: frozenset[int] = field(default_factory=frozenset)

    @property
    def size(self) -> int:
        """Return how many lives there are."""
        return len(self.lives)

    def life(self, number: int) -> Life:
        """Return one life."""
        return self.lives[number]


def recorded(
    journals: list[tuple[str, Entries]], playbooks: dict[str, Playbook], team: Directory
) -> Recorded:
    """Reduce journals to lives; `team` is who works here as far as that is known.

    Raises
    ------
    HistoryError
        An entry is not of this product.
    """
    taken = [_taken(link, entries) for link, entries in journals]
    ours = [one for one in taken if one.opened.tier in playbooks]
    if not ours:
        return Recorded(lives=(), team=team, others=len(taken))
    ends = max(one.last for one in ours)
    calendars = {name: HolidayCalendars().of(playbook.calendar) for name, playbook in playbooks.items()}
    medians = {
        name: Medians.of_all([o for o in ours if o.opened.tier == name], calendars[name])
        for name in calendars
    }
    known = {person.id for person in team.people}
    met = {person for one in ours for person in one.people}
    return Recorded(
        lives=tuple(_life(one, medians[one.opened.tier], ends) for one in ours),
        team=_with(team, met - known),
        others=len(taken) - len(ours),
        strangers=tuple(sorted(met - known)),
        versions=frozenset(one.opened.playbook.version for one in ours),
    )


def _taken(link: str, entries: Entries) -> TakenDown:
    try:
        events = [(event_of(entry), str(entry["actor"]), str(entry["cause"])) for entry in entries]
    except (KeyError, TypeError, UnreadableValueError) as error:
        raise HistoryError(f"{link} holds an entry that this version does not know: {error}") from error
    if not events or not isinstance(events[0][0], e.OnboardingOpened):
        raise HistoryError(
            f"{link} does not begin with the opening: a journal is needed from its first entry on."
        )
    one = taken_down(events, link)
    said = entries[0].get("resolved") or {}
    one.known = {
        reference.p: Secret(salt="", value=str(said[reference.p]))
        for _, reference in one.opened.deal.attributes
        if reference.p in said
    }
    return one


def _life(one: TakenDown, medians: Medians, ends: datetime) -> Life:
    opened = one.opened
    deal: Deal = opened.deal
    return Life(
        id=opened.id,
        tier=opened.tier,
        deal=deal,
        opens_at=opened.at,
        until=max(ends, opened.at),
        people=Remembered(tasks=one.tasks, alerts=one.alerts, medians=medians),
        acts=tuple(one.acts),
        known=one.known,
        link=one.link,
        scanning=one.scanning,
        within_limit=opened.held != "too_many_at_once",
    )


def _with(team: Directory, strangers: set[str]) -> Directory:
    """Add who is in no directory: nobody stands above them but the desk."""
    added = tuple(
        Person(id=name, name=name, email=f"{name}@unknown.example", lead=team.fallback)
        for name in sorted(strangers)
    )
    return Directory(people=(*team.people, *added), fallback=team.fallback)
