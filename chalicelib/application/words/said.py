"""Ids as a person reads them, wherever a reason, a fact or a journal entry names something."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chalicelib.application.personal import Names
from chalicelib.application.words.dates import LocalTime
from chalicelib.application.words.plain import name_of, plain
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.people import Directory
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.why import Fact

_WHOLE = {
    "date": "the go-live date",
    "customer": "the customer's part",
    "onboarding": "the onboarding",
    "reminders": "the reminders",
    "deal": "the deal",
    "mail": "a mail",
}


_MACHINES = {"crm": "CRM", "system": "Golive", "api": "API"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_INSTANT = re.compile(  # as calendars say one
    r"[A-Z][a-z]{2} (?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2}) (?P<year>\d{4}), (?P<hour>\d\d):(?P<minute>\d\d)"
    r" \((?P<zone>[A-Za-z0-9_+/-]{1,64})\)"
)


class About(Protocol):
    """What is looked at, whoever looks: an onboarding, with what its ids refer to."""

    @property
    def onboarding(self) -> Onboarding:
        """Return the onboarding."""
        ...

    @property
    def playbook(self) -> Playbook:
        """Return its playbook."""
        ...

    @property
    def directory(self) -> Directory:
        """Return the people of the team."""
        ...

    @property
    def names(self) -> Names:
        """Return the personal values."""
        ...


def said_of(about: About, local: LocalTime | None = None) -> "Said":
    """Return what says the ids of something that is looked at, and its instants by the reader's clock."""
    return Said(
        onboarding=about.onboarding,
        playbook=about.playbook,
        directory=about.directory,
        names=about.names,
        local=local,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Says ids as a person reads them; instants by the clock `local`, where it is known who reads.

    `gone` are the titles of tasks that the onboarding had and has no more.
    """

    onboarding: Onboarding
    playbook: Playbook
    directory: Directory
    names: Names
    local: LocalTime | None = None
    gone: Mapping[str, str] = field(default_factory=dict)

    def value(self, fact: Fact) -> str:
        """Return a fact's value with names in place of ids, and the reader's time in place of the house's."""
        return _INSTANT.sub(self._minute, self._named(fact)) if self.local else self._named(fact)

    def _minute(self, written: re.Match[str]) -> str:
        day, month, year, hour, minute = (
            written[name] for name in ("day", "month", "year", "hour", "minute")
        )
        try:
            zone = ZoneInfo(written["zone"])
            moment = datetime(
                int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), tzinfo=zone
            )
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return written[0]  # somebody's own words look like an instant
        when = self.local.when(moment) if self.local else None
        return when.minute if when else written[0]

    def _named(self, fact: Fact) -> str:
        if fact.name.startswith("told at rung"):
            who, _, when = fact.value.partition(", ")
            return f"{self.thing(who)}, {when}"
        match fact.name:
            case "contact":
                return self._contact(fact.value)
            case "question":
                question = self.onboarding.question(fact.value)
                return plain(self.names.reveal(question.text), longest=1000) if question else fact.value
            case "declined because":
                task = self.onboarding.task(fact.value)
                said = self.names.reveal(task.declined.reason) if task and task.declined else ""
                return f"“{plain(said, longest=1000)}”" if said else "no longer known"
            case "gate":
                return self._gate(fact.value)
            case "about":
                return self.subject(fact.value)
            case "still to do":
                return ", ".join(self._stage(name) for name in fact.value.split(", "))
            case "path":
                return ", ".join(self.subject(f"task:{name}") for name in fact.value.split(", "))
            case "last activity":
                return spaced(fact.value)
            case "requires" | "missing" | "subject" | "by":
                return ", ".join(self.thing(name) for name in fact.value.split(", "))
        return self.thing(fact.value) if fact.value.startswith(("person:", "contact:")) else fact.value

    def person(self, person_id: str) -> str:
        """Return the name of somebody of the team."""
        person = self.directory.get(person_id)
        return person.name if person else person_id

    def subject(self, subject: str) -> str:
        """Return what an escalation is about."""
        kind, _, name = subject.partition(":")
        if kind == "document" and (document := self.onboarding.document(name)):
            kind, name = "task", document.task
        match kind:
            case "escalation":
                raised = next((one for one in self.onboarding.escalations if one.id == name), None)
                return self.thing(raised.subject) if raised else name
            case "task":
                task = self.onboarding.task(name)
                return task.title if task else self.gone.get(name, name)
            case "stage":
                return self._stage(name)
            case "gate":
                return self._gate(name)
            case "question":
                question = self.onboarding.question(name)
                return (
                    self.subject(f"task:{question.task}") if question and question.task else "the onboarding"
                )
        return name

    def thing(self, written: str) -> str:
        """Return what a reference names: ``person:…``, ``task:…``, ``escalation:…``, ``onboarding`` and the like."""
        kind, _, name = written.partition(":")
        if kind == "person":
            return self.person(name)
        if kind == "contact":
            return self._contact(name)
        if kind in _WHOLE:
            return _WHOLE[kind]
        return (
            self.subject(written)
            if kind in {"task", "stage", "gate", "document", "escalation", "question"} and name
            else written
        )

    def _contact(self, contact_id: str) -> str:
        contact = self.onboarding.contact(contact_id)
        if contact is None:
            return contact_id
        return name_of(self.names.reveal(contact.name), otherwise="a contact without a name")

    def _gate(self, gate_id: str) -> str:
        return next((rule.title for rule in self.playbook.gates if rule.id == gate_id), gate_id)

    def _stage(self, stage_id: str) -> str:
        return next((rule.title for rule in self.playbook.stages if rule.id == stage_id), stage_id)


def machine(actor: str) -> str:
    """Say an actor who is no person: ``crm:deals`` is ``CRM (deals)``."""
    kind, _, name = actor.partition(":")
    return f"{_MACHINES.get(kind, kind)} ({name})" if name else kind


def spaced(name: str) -> str:
    """Say the name of an event: ``TaskCompleted`` is ``Task completed``."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
    return words[:1].upper() + words[1:]
