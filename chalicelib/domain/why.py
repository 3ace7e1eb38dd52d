"""The reason of an automatic act, complete enough to recompute it."""

from dataclasses import dataclass

from chalicelib.domain.values import PlaybookRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A named instant, duration or choice that the rule looked at, as text a person can read."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Which rule acted, by which version of the policy, on which facts, and who is told."""

    rule: str
    playbook: PlaybookRef | None = None
    facts: tuple[Fact, ...] = ()
    told: tuple[str, ...] = ()


def why(
    rule: str, playbook: PlaybookRef | None = None, /, *, told: tuple[str, ...] = (), **facts: object
) -> Why:
    """Build a `Why`; keyword arguments become its facts, in order."""
    named = tuple(Fact(name=name.replace("_", " "), value=str(value)) for name, value in facts.items())
    return Why(rule=rule, playbook=playbook, facts=named, told=told)
