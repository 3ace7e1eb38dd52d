"""What to tell a person about an escalation: what is wrong, why we say so, and what to do next.

A rule that has no words yet still says its facts.
"""

from dataclasses import dataclass

from chalicelib.application.advice_words import OTHERWISE, RULES
from chalicelib.application.personal import Names
from chalicelib.application.said import Said
from chalicelib.application.why_told import known_of
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
    said = Said(onboarding=onboarding, playbook=playbook, directory=directory, names=names)
    facts = tuple(Fact(name=fact.name, value=said.value(fact)) for fact in escalation.why.facts)
    known = known_of(facts, subject=said.subject(escalation.subject))
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
