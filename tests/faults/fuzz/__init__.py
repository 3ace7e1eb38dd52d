"""Fuzzing: what strangers and customers send, changed in every way we can think of."""

import secrets
from collections.abc import Sequence
from importlib import import_module

from tests.faults.fuzz.target import Tally, Target
from tests.faults.report import Report

USUAL = 150  # examples of each target in `make faults`
_MODULES = ("webhook_bits", "link_bits", "upload_forms", "bodies", "playbooks", "forms", "api_bodies")


def targets() -> tuple[Target, ...]:
    """Return everything that is fuzzed."""
    modules = [import_module(f"tests.faults.fuzz.{name}") for name in _MODULES]
    return tuple(target for module in modules for target in module.TARGETS)


def selectors(seed: int) -> list[str]:
    """Return the parts of the suite as ``target:examples:seed``, those that take longest first."""
    return [f"{target.name}:{USUAL}:{seed}" for target in reversed(targets())]


def run(asked: int | str, *, names: Sequence[str] = ()) -> Report:
    """Fuzz everything, or the named targets, or one part.

    Parameters
    ----------
    asked
        How many inputs are drawn for each target, or a selector. Where inputs can be counted all are tried, or evenly
        spaced ones if there are too many (see `Target.most`).
    """
    examples, seed = asked, secrets.randbelow(10**6)
    if isinstance(asked, str):
        name, _, rest = asked.partition(":")
        names, (count, _, given) = (name,), rest.partition(":")
        examples, seed = int(count or USUAL), int(given or 0)
    tallies = [
        _fuzz(target, int(examples), seed) for target in targets() if not names or target.name in names
    ]
    return Report(
        suite="fuzz",
        worlds=sum(tally.worlds for tally in tallies),
        violations=tuple(violation for tally in tallies for violation in tally.violations),
    )


def _fuzz(target: Target, examples: int, seed: int) -> Tally:
    tally, inputs = Tally(target), target.chosen(examples, seed)
    with target.world() as attempt:
        tally.try_all(attempt, inputs)
        if target.drawn is not None:
            tally.draw(attempt, target.drawn, int(examples * target.share + 1), seed)
    return tally
