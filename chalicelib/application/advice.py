"""What to tell a person about an escalation: what is wrong, why we say so, and what to do next.

The sentences are message ids for the catalogues of other languages. A rule that has no words yet still says its facts.
"""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class _Words:
    headline: str
    reason: str
    next_step: str


_CLOCK = (
    "It was allowed %(working hours allowed)s h of working time and has taken %(working hours passed)s h."
)
_RULES: dict[str, _Words] = {
    "task.overdue": _Words(
        "“%(subject)s” is overdue",
        "It was due on %(due)s and is still open. " + _CLOCK,
        "Find out what it waits for. Do it, waive it with a reason, or give it to somebody who can.",
    ),
    "task.overdue:customer": _Words(
        "the customer has not sent “%(subject)s”",
        "We asked for it on %(since)s, it was due on %(due)s, and it has not arrived."
        " Reminders sent since then: %(reminders sent)s.",
        "Call the customer and ask what holds it up. If we can do without it, waive it with a reason.",
    ),
    "stage.stalled": _Words(
        "%(subject)s takes longer than it may",
        "The stage began on %(since)s and should have been complete by %(due)s. " + _CLOCK,
        "Look at its open tasks, settle the one that holds up the others, or ask for help now.",
    ),
    "date.at_risk": _Words(
        "the go-live date is at risk",
        "It should be live by %(target)s, and these stages are not complete: %(still to do)s.",
        "Decide with the customer: speed these stages up, or agree a later date before this one passes.",
    ),
    "document.needs_person": _Words(
        "a document needs your eyes",
        "The automatic check of a file for “%(subject)s” could not decide by itself.",
        "Open the file, then accept it, or reject it and say what the customer should change.",
    ),
    "provisioning.failed": _Words(
        "“%(subject)s” failed in the other system",
        "The system that should do this answered: %(answer)s.",
        "Mend the cause and retry, or do it by hand and complete the task.",
    ),
    "approval.declined": _Words(
        "“%(subject)s” was declined",
        "%(declined by)s did not approve it. The reason stands in the record.",
        "Talk to them, settle what is missing, and ask them to sign again.",
    ),
    "contact.left": _Words(
        "a contact says they are the wrong person",
        "%(contact)s told us so through the link in a mail. Contacts who can still be reached: %(other contacts)s.",
        "Ask the customer who takes over, and invite that person.",
    ),
    "contact.unreachable": _Words(
        "our mail to %(to)s comes back",
        "The mail server of the customer did not take our mail, or it was marked as spam, so %(to)s knows nothing of it.",
        "Call them, correct the address in the CRM, or invite somebody else.",
    ),
    "mail.failed": _Words(
        "a mail could not be sent",
        "Our mail to %(to)s was refused before it left, so they know nothing of it.",
        "Tell them yourself what the mail was about, and check their address.",
    ),
    "mail.doubtful": _Words(
        "nobody knows whether a mail was sent",
        "We tried to send a mail to %(to)s twice, and the mail service confirmed neither.",
        "Ask %(to)s whether it arrived, and tell them what it was about if it did not.",
    ),
    "mail.bounced": _Words(
        "our mail to %(to)s comes back",
        "The mail server did not take our mail, so %(to)s knows nothing of it.",
        "Tell them another way, and have their address corrected in the directory.",
    ),
    "mail.complained": _Words(
        "%(to)s marked our mail as spam",
        "The mail service tells us so; further mail to them may not arrive.",
        "Speak to them before you write again.",
    ),
    "deal.lost": _Words(
        "the CRM no longer says “won”",
        "The deal is now %(deal)s. All reminders have stopped and the onboarding is on hold.",
        "Ask sales what happened, then release the onboarding or cancel it.",
    ),
    "deal.changed": _Words(
        "the deal has changed",
        "The CRM shows other values than before; they stand below.",
        "Check whether the plan still fits, and tell everybody whom the change concerns.",
    ),
    "gate.override": _Words(
        "you are asked to open “%(subject)s” without its proof",
        "%(requested by)s asks for it, and it needs a second person. The reason stands in the record.",
        "Read the reason. Approve it only if you would answer for it; otherwise talk to %(requested by)s.",
    ),
}
_OTHERWISE = _Words(
    "something needs you", "A rule of the playbook has raised this.", "Look at the record and decide."
)


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
    words = _words(escalation, onboarding)
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


def _words(escalation: Escalation, onboarding: Onboarding) -> _Words:
    task = onboarding.task(escalation.subject.partition(":")[2])
    special = f"{escalation.rule}:customer" if task and task.by_customer else ""
    return _RULES.get(special) or _RULES.get(escalation.rule, _OTHERWISE)


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
