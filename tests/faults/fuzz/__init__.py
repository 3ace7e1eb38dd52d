"""Fuzzing: what strangers and customers send, changed in every way we can think of."""

from collections.abc import Sequence
from importlib import import_module

from tests.faults.fuzz.target import Tally, Target
from tests.faults.report import Report

_MODULES = ("webhook_bits", "link_bits", "upload_forms")


def targets() -> tuple[Target, ...]:
    """Return everything that is fuzzed."""
    return tuple(import_module(f"tests.faults.fuzz.{name}").TARGET for name in _MODULES)


def run(examples: int, *, names: Sequence[str] = ()) -> Report:
    """Fuzz everything, or the named targets.

    Parameters
    ----------
    examples
        How many inputs are drawn for each target. Where inputs can be counted all are tried, or evenly spaced ones
        if there are over 150 times as many.
    """
    tallies = []
    for target in targets():
        if names and target.name not in names:
            continue
        tally = Tally(target)
        with target.world() as attempt:
            if target.every:
                inputs = target.every()
                tally.try_all(attempt, inputs[:: -(-len(inputs) // (150 * examples))])
            if target.drawn:
                tally.draw(attempt, target.drawn, examples)
        tallies.append(tally)
    return Report(
        suite="fuzz",
        worlds=sum(tally.worlds for tally in tallies),
        violations=tuple(violation for tally in tallies for violation in tally.violations),
    )
