"""What the conditions of playbooks look for, so that invented deals say something about it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from chalicelib.application.ports import Secret
from chalicelib.domain.playbook import AttributeRule, Playbook
from chalicelib.domain.values import Personal
from chalicelib.domain.variants import conditions

_TEXT = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")
_ANOTHER = "another"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """The attributes that conditions may read, and the texts and numbers that they compare with."""

    attributes: tuple[AttributeRule, ...] = ()
    texts: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()

    def drawn(self, chance: Random) -> Iterator[tuple[str, str]]:
        """Yield an invented value for most attributes."""
        for rule in self.attributes:
            if chance.random() < 0.1:
                continue  # not every deal says everything
            if rule.type == "yes_no":
                yield rule.id, chance.choice(("yes", "no"))
            elif rule.type == "number":
                number = chance.choice(self.numbers or (100.0,)) * chance.uniform(0.3, 1.9)
                yield rule.id, str(round(number))
            else:
                yield rule.id, chance.choice((*self.texts, _ANOTHER))


def sought(playbooks: Iterable[Playbook]) -> Sought:
    """Look through the conditions of playbooks."""
    every = tuple(playbooks)
    texts = [text for playbook in every for text in conditions(playbook)]
    rules = {rule.id: rule for playbook in every for rule in playbook.attributes}
    quoted = {a or b for text in texts for a, b in _TEXT.findall(text)}
    return Sought(
        attributes=tuple(rules[name] for name in sorted(rules)),
        texts=tuple(sorted(quoted)),
        numbers=tuple(sorted({float(n) for text in texts for n in _NUMBER.findall(_TEXT.sub("", text))})),
    )


def sealed(values: Iterable[tuple[str, str]]) -> tuple[tuple[tuple[str, Personal], ...], dict[str, Secret]]:
    """Return attributes as a deal holds them, by reference, and what stands behind the references."""
    given, known = [], {}
    for name, value in values:
        reference = Personal(f"P#attribute.{name}", "2" * 64)
        given.append((name, reference))
        known[reference.p] = Secret(salt="", value=value)
    return tuple(given), known
