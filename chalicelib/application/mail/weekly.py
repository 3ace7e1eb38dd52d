"""What Monday's mail tells a lead, person by person: what is open and at risk, how fast it is taken up, what slipped and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.application.circumstances import Circumstances, called
from chalicelib.application.mail.digests import Section, Sources, section
from chalicelib.application.words.dates import LocalTime, local_time
from chalicelib.domain.metrics import forecast_at, health, lag_of
from chalicelib.domain.onboarding import Escalation, Onboarding
from chalicelib.domain.people import Directory, Person
from chalicelib.domain.waits import waits_of

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Uptake:
    """How somebody took up escalations within a week: how many, after how long on average; how many of theirs nobody has."""

    taken: int
    average: timedelta
    untaken: int


def weekly(lead: Person, sources: Sources) -> tuple[Section, ...]:
    """Return what a lead's Monday mail says: a section for each of their people who owns something."""
    local = local_time(lead.time_zone, sources.now)
    found = []
    for person in led_by(lead, sources.directory):
        owned = [sources.look(key) for key in sources.listings.owned(person.id)]
        if owned:
            found.append(section(person.name, [*_lines(person, owned, sources.now, local)]))
    return tuple(found)


def led_by(lead: Person, directory: Directory) -> tuple[Person, ...]:
    """Return whose lead somebody is, by name; those who have left stay until their work is handed over."""
    led = (person for person in directory.people if person.lead == lead.id and person.id != lead.id)
    return tuple(sorted(led, key=lambda person: person.name))


def uptake(person: str, states: list[Onboarding], now: datetime) -> Uptake:
    """Return what a person took up in the week before `now`, and what came to them first and nobody has taken up."""
    escalations = [one for state in states for one in state.escalations]
    week = [
        one for one in escalations if _taker(one) == person and (at := _taken(one)) and now - WEEK < at <= now
    ]
    spans = [span for one in week if (span := lag_of(one).taken) is not None]
    untaken = sum(1 for one in escalations if _first(one) == person and _waits(one))
    average = sum(spans, timedelta()) / len(spans) if spans else timedelta()
    return Uptake(taken=len(spans), average=average, untaken=untaken)


def _taken(escalation: Escalation) -> datetime | None:
    return escalation.taken_at or escalation.acknowledged_at


def _taker(escalation: Escalation) -> str:
    """Return who has taken it up, or put it off."""
    taker = escalation.acknowledged_by or escalation.snoozed_by or escalation.put_off_by or ""
    return taker.removeprefix("person:")


def _first(escalation: Escalation) -> str:
    """Return whom it was raised to before it climbed: who was told first, or whom it was given to since."""
    return escalation.given_to or next(iter(escalation.why.told), escalation.owner)


def _waits(escalation: Escalation) -> bool:
    return not (escalation.acknowledged_at or escalation.snoozed_until or escalation.resolved_at)


def slipped(state: Onboarding, now: datetime) -> bool:
    """Say whether an onboarding is past its date, or will be by the forecast."""
    return state.milestones.live is None and not state.ended and health(state, now) == "off_track"


def _lines(person: Person, owned: list[Circumstances], now: datetime, local: LocalTime) -> Iterator[str]:
    states = [about.onboarding for about in owned]
    mine = [about for about in owned if about.onboarding.owner == person.id]
    states_of_health = [health(about.onboarding, now) for about in mine]
    risky, lost = (states_of_health.count(one) for one in ("at_risk", "off_track"))
    held = sum(1 for about in mine if about.onboarding.status == "on_hold")
    more = [f"{lost} off track" if lost else "", f"{risky} at risk" if risky else ""]
    more.append(f"{held} on hold" if held else "")
    parts = [f"{len(mine)} open", *(part for part in more if part)]
    yield ", ".join(parts) + (f"; a part in {len(owned) - len(mine)} more" if len(owned) > len(mine) else "")
    if said := _said(uptake(person.id, states, now)):
        yield said
    for about in mine:
        if slipped(about.onboarding, now):
            yield _slip(about, now, local)


def _said(found: Uptake) -> str:
    parts = []
    if found.taken:
        number = "one escalation" if found.taken == 1 else f"{found.taken} escalations"
        parts.append(f"{number} taken up after {_span(found.average)}")
    if found.untaken:
        parts.append(f"{found.untaken} not taken up yet")
    return ", ".join(parts)


def _slip(about: Circumstances, now: datetime, local: LocalTime) -> str:
    state, codes = about.onboarding, about.playbook.codes
    forecast = forecast_at(state, now)
    target = local.day(state.target_at.astimezone(local.zone).date())
    live = f", forecast {local.day(forecast.astimezone(local.zone).date())}" if forecast else ""
    why = dict.fromkeys(codes.title(wait.group, wait.code) for wait in waits_of(state))
    return f"{called(about)} slips: date {target}{live}; {', '.join(why).lower() or 'no reason given'}"


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return f"{minutes // 60} h {minutes % 60:02d} min" if minutes >= 60 else f"{minutes} min"
