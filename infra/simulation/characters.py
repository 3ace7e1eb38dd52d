"""Invented people: plausible, seeded, and always the same for the same seed, whatever policy they live under."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from chalicelib.domain import commands as c
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.onboarding import Escalation, Task
from chalicelib.domain.people import Absence, Directory, Person
from chalicelib.domain.playbook import TaskRule
from infra.simulation.lives import Act, Done, Tried

ROLES = {"onboarding": 8, "implementation": 6, "success": 5, "sales": 4}
_ZONES = ("Europe/Berlin", "Europe/Lisbon", "Europe/London", "Europe/Prague")

# How customers are: working hours until they usually give something, and how often they never do so by themselves.
TEMPERS = {"prompt": (2.0, 0.0), "usual": (5.0, 0.01), "slow": (16.0, 0.03), "lost": (50.0, 0.15)}
_SHARES = (0.4, 0.42, 0.14, 0.04)


def team(seed: str, first: date, days: int) -> Directory:
    """Return a team in which everybody is away for two weeks a year, and some are ill for days."""
    chance = Random(f"{seed}/team")
    people = [
        Person(id="fallback", name="Onboarding desk", email="fallback@vendor.example", lead="lead-1"),
        Person(id="sponsor", name="The sponsor", email="sponsor@vendor.example", roles=("sponsor",)),
    ]
    for number in (1, 2):
        lead = f"lead-{number}"
        people.append(
            Person(
                id=lead,
                name=f"Lead {number}",
                email=f"{lead}@vendor.example",
                lead="sponsor",
                sponsor="sponsor",
                away=tuple(_absences(chance, first, days)),
            )
        )
    people += [
        Person(
            id=f"{role}-{number}",
            name=f"{role.title()} {number}",
            email=f"{role}-{number}@vendor.example",
            roles=(role,),
            lead=f"lead-{1 + number % 2}",
            sponsor="sponsor",
            delegate=f"{role}-{number % size + 1}",
            time_zone=chance.choice(_ZONES),
            away=tuple(_absences(chance, first, days)),
        )
        for role, size in ROLES.items()
        for number in range(1, size + 1)
    ]
    return Directory(people=tuple(people), fallback="fallback")


def _absences(chance: Random, first: date, days: int) -> list[Absence]:
    lengths = [13] * max(1, days // 365) + [2] * max(1, days // 180)
    starts = [first + timedelta(days=chance.randrange(max(days, 1))) for _ in lengths]
    return sorted(
        (Absence(first=s, last=s + timedelta(days=n)) for s, n in zip(starts, lengths, strict=True)),
        key=lambda absence: absence.first,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Characters:
    """The people of one invented onboarding. What they do about a task hangs on the task alone: not on the policy."""

    seed: str
    temper: str
    pace: float
    team: Directory

    def on_task(
        self, task: Task, rule: TaskRule | None, now: datetime, calendar: Calendar
    ) -> tuple[Act, ...]:
        """Return when they do a task, and what goes wrong before."""
        chance = Random(f"{self.seed}/{task.id}")
        if rule is not None and rule.provision:
            return self._called(task, chance, now, calendar)
        if task.by_customer:
            return self._given(task, rule, chance, now, calendar)
        span = self.pace * chance.lognormvariate(0.6, 0.8)
        at = self._present(task.owner, calendar.after(now, _hours(min(span, 150.0))), calendar)
        return (Act(at=at, by=f"person:{task.owner}", deed=Done(task=task.id)),)

    def on_alert(self, alert: Escalation, now: datetime, calendar: Calendar) -> tuple[Act, ...]:
        """Return whether and when somebody says that they have it."""
        chance = Random(f"{self.seed}/{alert.rule}/{alert.subject}")
        if chance.random() < 0.25:
            return ()
        at = calendar.after(now, _hours(chance.lognormvariate(0.3, 0.8)))
        deed = c.AcknowledgeEscalation(escalation=alert.id)
        return (Act(at=self._present(alert.owner, at, calendar), by=f"person:{alert.owner}", deed=deed),)

    def _given(
        self, task: Task, rule: TaskRule | None, chance: Random, now: datetime, calendar: Calendar
    ) -> tuple[Act, ...]:
        median, never = TEMPERS[self.temper]
        at = calendar.after(now, _hours(min(median * chance.lognormvariate(0.0, 0.8), 400.0)))
        at += timedelta(hours=chance.choice((0, 0, 0, 2, 4)))  # some do it in the evening
        if chance.random() < never:
            at = calendar.after(at, timedelta(hours=160))
        acts, by = [], "contact:contact-1"
        first = chance.random()
        if rule is not None and rule.documents and first < 0.16:
            how = "refused" if first < 0.11 else "unclear"
            acts.append(Act(at=at, by=by, deed=Tried(task=task.id, how=how)))  # type: ignore[arg-type]
            at = calendar.after(at, _hours(chance.uniform(0.2, 1.0) * median))
        if task.kind == "approval" and first < 0.06:
            acts.append(Act(at=at, by=by, deed=Tried(task=task.id, how="declined")))
            at = calendar.after(at, _hours(chance.uniform(2.0, 20.0)))
        return (*acts, Act(at=at, by=by, deed=Done(task=task.id)))

    def _called(self, task: Task, chance: Random, now: datetime, calendar: Calendar) -> tuple[Act, ...]:
        at, by = now + timedelta(seconds=chance.randint(5, 300)), "system:deliver"
        if chance.random() > 0.03:
            return (Act(at=at, by=by, deed=Done(task=task.id)),)
        mended = calendar.after(at, _hours(chance.uniform(1.0, 10.0)))
        return (
            Act(at=at, by=by, deed=Tried(task=task.id, how="failed")),
            Act(at=mended, by=by, deed=Done(task=task.id)),
        )

    def _present(self, person_id: str, at: datetime, calendar: Calendar) -> datetime:
        """Return `at`, or the same hour of the first working day on which this person is back."""
        person = self.team.get(person_id)
        for _ in range(40):
            if person is None or (person.available(at) and calendar.works(calendar.local(at).date())):
                break
            at += timedelta(days=1)
        return at


def temper(chance: Random) -> str:
    """Return how a customer is."""
    return chance.choices(tuple(TEMPERS), _SHARES)[0]


def _hours(hours: float) -> timedelta:
    return timedelta(seconds=int(hours * 3600))
