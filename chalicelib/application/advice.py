"""What to tell a person about an escalation: what is wrong, why we say so, and what to do next.

A rule that has no words yet still says its facts.
"""

from dataclasses import dataclass

from chalicelib.application.advice_words import OTHERWISE, RULES
from chalicelib.application.personal import Names
from chalicelib.application.plain import name_of
from chalicelib.domain.onboarding import Escalation, Onboarding
from chalicelib.domain.people import Directory
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.why import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """An escalation in words. `headline` follows "Acme GmbH: "; `facts` are what the rule looked at, to be checked."""

    headline: str
    reason: str
    next_step: str
    facts: tuple[Fact, ...]
    rule: str
    playbook: str


def advise(
    escalation: Escalation,
    *,
    onboarding: Onboarding,
    playbook: Playbook,
    directory: Directory,
    names: Names,
) -> Advice:
    """Put an escalation into words for the person it is raised to."""
    said = _Said(onboarding=onboarding, playbook=playbook, directory=directory, names=names)
    facts = tuple(Fact(name=fact.name, value=said.value(fact)) for fact in escalation.why.facts)
    known = _Known({fact.name: fact.value for fact in facts} | {"subject": said.subject(escalation.subject)})
    words = RULES.get(escalation.rule, OTHERWISE)
    return Advice(
        headline=words.headline % known,
        reason=words.reason % known,
        next_step=words.next_step % known,
        facts=facts,
        rule=escalation.rule,
        playbook=_version(escalation),
    )


def _version(escalation: Escalation) -> str:
    playbook = escalation.why.playbook
    return f"{playbook.name}, version {playbook.version}" if playbook else ""


class _Known(dict[str, str]):
    """Facts by name; one that the rule did not record reads as such."""

    def __missing__(self, name: str) -> str:
        return "(not recorded)"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """Ids as a person reads them."""

    onboarding: Onboarding
    playbook: Playbook
    directory: Directory
    names: Names

    def value(self, fact: Fact) -> str:
        match fact.name:
            case "contact":
                return self._contact(fact.value)
            case "gate":
                return self._gate(fact.value)
            case "still to do":
                return ", ".join(self._stage(name) for name in fact.value.split(", "))
        kind, _, name = fact.value.partition(":")
        if kind == "person" and (person := self.directory.get(name)):
            return person.name
        return self._contact(name) if kind == "contact" else fact.value

    def subject(self, subject: str) -> str:
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

    def _contact(self, contact_id: str) -> str:
        contact = self.onboarding.contact(contact_id)
        if contact is None:
            return contact_id
        return name_of(self.names.reveal(contact.name), otherwise="a contact without a name")

    def _gate(self, gate_id: str) -> str:
        return next((rule.title for rule in self.playbook.gates if rule.id == gate_id), gate_id)

    def _stage(self, stage_id: str) -> str:
        return next((rule.title for rule in self.playbook.stages if rule.id == stage_id), stage_id)
