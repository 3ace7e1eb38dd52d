"""What a morning's mail tells an owner: what is due and late, who waits for whom, what moved, what happened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from chalicelib.application.circumstances import Circumstances, called
from chalicelib.application.console.lists import Need
from chalicelib.application.console.needs import needs_of, urgent_first
from chalicelib.application.mail import digest_words as words
from chalicelib.application.personal import Names
from chalicelib.application.plans import plan_of
from chalicelib.application.ports import Listings, OnboardingStore, Playbooks
from chalicelib.application.stand_ins import places
from chalicelib.application.words.dates import LocalTime, local_time
from chalicelib.application.words.plain import name_of
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.people import Directory, Person

MOST_LINES = 8
MOST_ENTRIES = 200
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where a summary is made from."""

    listings: Listings
    store: OnboardingStore
    playbooks: Playbooks
    directory: Directory
    now: datetime

    def look(self, onboarding_id: str) -> Circumstances:
        """Load what is shown of an onboarding.

        Raises
        ------
        NotFoundError
            There is none.
        """
        stored = self.store.load(onboarding_id)
        if stored is None:
            raise NotFoundError("There is no such onboarding.")
        return Circumstances(
            onboarding=stored.onboarding,
            playbook=plan_of(stored.onboarding, self.playbooks),
            directory=self.directory,
            names=Names(self.store.personal(onboarding_id)),
            now=self.now,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with its lines; `more` is how many are left out."""

    title: str
    lines: tuple[str, ...]
    more: int = 0


def digest(person: Person, sources: Sources, *, since: datetime) -> tuple[Section, ...]:
    """Return what a person's morning mail says; nothing where there is nothing to say.

    Parameters
    ----------
    since
        The end of the time that the last one told of.
    """
    local, look = local_time(person.time_zone, sources.now), cache(sources.look)
    needs = needs_of(person, directory=sources.directory, listings=sources.listings, local=local, look=look)
    sorted_needs = sorted(needs, key=urgent_first)
    own = [look(key) for key in _responsible(person, sources)]
    read = [(about, _entries(about.onboarding, sources)) for about in own]
    found = (
        ("Late, or in need of your word", [words.pressing(need) for need in sorted_needs if _presses(need)]),
        ("Due today", [words.due(need) for need in sorted_needs if _due_today(need, local)]),
        ("Who waits for whom", [line for about in own for line in _waits(about, local)]),
        ("Dates that moved", [line for about, told in read for line in _moved(about, told, since, local)]),
        ("What happened since", [line for about, told in read for line in _happened(about, told, since)]),
    )
    return tuple(section(title, lines) for title, lines in found if lines)


def section(title: str, lines: Sequence[str]) -> Section:
    """Return a section with as many lines as somebody reads."""
    return Section(title=title, lines=tuple(lines[:MOST_LINES]), more=max(len(lines) - MOST_LINES, 0))


def _responsible(person: Person, sources: Sources) -> Iterator[str]:
    """Yield the running onboardings in which somebody whose work the person sees owns something."""
    seen: dict[str, None] = {}
    for place in places(person.id, sources.directory, sources.now):
        seen |= dict.fromkeys(sources.listings.owned(place.person.id))
    for key in seen:
        stored = sources.store.load(key)
        mine = {place.person.id for place in places(person.id, sources.directory, sources.now)}
        if stored and _answers_for(stored.onboarding, mine):
            yield key


def _answers_for(state: Onboarding, people: set[str]) -> bool:
    """Say whether one of these people owns the whole, or a stage that is going on."""
    stages = {stage.owner for stage in state.stages if stage.status == "active"}
    return not state.ended and bool(people & ({state.owner} | stages))


def _presses(need: Need) -> bool:
    if need.snoozed:
        return False
    return need.late or need.kind in {"escalation", "handover", "on hold"}


def _due_today(need: Need, local: LocalTime) -> bool:
    if need.due is None or _presses(need):
        return False
    return _day(datetime.fromisoformat(need.due.iso), local) == _day(local.now, local)


def _day(moment: datetime, local: LocalTime) -> date:
    return moment.astimezone(local.zone).date()


def _waits(about: Circumstances, local: LocalTime) -> Iterator[str]:
    """Yield whom each stage waits for, and what blocks a task, since when."""
    state, account = about.onboarding, called(about)
    if not state.running:
        return
    for stage in state.stages:
        if stage.status == "active" and stage.waiting:
            titles = [
                task.title for task in map(state.task, stage.waiting.tasks) if task and not task.settled
            ]
            contact = state.contact(stage.waiting.contact)
            name = name_of(about.names.reveal(contact.name if contact else None), otherwise="the customer")
            yield words.waiting(account, name, since=stage.waiting.since, titles=titles, local=local)
    for task in state.tasks:
        if task.blocked and not task.settled:
            why = about.playbook.codes.title("blocked", task.blocked.code)
            yield words.blocked(account, task.title, why=why, since=task.blocked.since, local=local)


def _entries(state: Onboarding, sources: Sources) -> tuple[Entry, ...]:
    """Return the newest entries of a journal."""
    after = max(state.sequence - MOST_ENTRIES, 0)
    return sources.store.journal(state.id, after=after, limit=MOST_ENTRIES)


def _moved(
    about: Circumstances, entries: Sequence[Entry], since: datetime, local: LocalTime
) -> Iterator[str]:
    """Yield to when the committed date was moved, and where the forecast stands now if that is another day."""
    account = called(about)
    for entry in entries:
        if entry["type"] == "TargetSet" and _at(entry) >= since:
            yield words.target(account, entry["data"], codes=about.playbook.codes, local=local)
    if about.onboarding.milestones.live or not about.onboarding.running:
        return
    told = [entry for entry in entries if entry["type"] == "ForecastChanged" and entry["data"]["forecast"]]
    before, after = ([e for e in told if (_at(e) >= since) is new] for new in (False, True))
    if after:
        was = datetime.fromisoformat(before[-1]["data"]["forecast"]["live_at"]) if before else None
        live = datetime.fromisoformat(after[-1]["data"]["forecast"]["live_at"])
        if line := words.forecast(account, live, was=was, target=about.onboarding.target_at, local=local):
            yield line


def _at(entry: Entry) -> datetime:
    return datetime.fromisoformat(entry["at"])


def _happened(about: Circumstances, entries: Sequence[Entry], since: datetime) -> Iterator[str]:
    told = [entry for entry in entries if _at(entry) >= since]
    titles = {rule.id: rule.title for rule in about.playbook.stages}
    said = words.happened(told, titles)
    if said:
        yield f"{called(about)}: {said}"
