"""Ids as a person reads them, wherever a reason, a fact or a journal entry names something."""

from dataclasses import dataclass
from typing import Protocol

from chalicelib.application.personal import Names
from chalicelib.application.plain import name_of
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


def said_of(about: About) -> "Said":
    """Return what says the ids of something that is looked at."""
    return Said(
        onboarding=about.onboarding, playbook=about.playbook, directory=about.directory, names=about.names
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Says ids as a person reads them."""

    onboarding: Onboarding
    playbook: Playbook
    directory: Directory
    names: Names

    def value(self, fact: Fact) -> str:
        """Return a fact's value with names in place of ids."""
        match fact.name:
            case "contact":
                return self._contact(fact.value)
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
                return ", ".join(self._thing(name) for name in fact.value.split(", "))
        return self._thing(fact.value) if fact.value.startswith(("person:", "contact:")) else fact.value

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
            case "task":
                task = self.onboarding.task(name)
                return task.title if task else name
            case "stage":
                return self._stage(name)
            case "gate":
                return self._gate(name)
        return name

    def _thing(self, written: str) -> str:
        kind, _, name = written.partition(":")
        if kind == "person":
            return self.person(name)
        if kind == "contact":
            return self._contact(name)
        if kind in _WHOLE:
            return _WHOLE[kind]
        return self.subject(written) if kind in {"task", "stage", "gate", "document"} and name else written

    def _contact(self, contact_id: str) -> str:
        contact = self.onboarding.contact(contact_id)
        if contact is None:
            return contact_id
        return name_of(self.names.reveal(contact.name), otherwise="a contact without a name")

    def _gate(self, gate_id: str) -> str:
        return next((rule.title for rule in self.playbook.gates if rule.id == gate_id), gate_id)

    def _stage(self, stage_id: str) -> str:
        return next((rule.title for rule in self.playbook.stages if rule.id == stage_id), stage_id)


def spaced(name: str) -> str:
    """Say the name of an event: ``TaskCompleted`` is ``Task completed``."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
    return words[:1].upper() + words[1:]
