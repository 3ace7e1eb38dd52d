"""Fuzzing: what strangers and customers send, changed in every way we can think of."""

from collections.abc import Sequence
from importlib import import_module

from tests.faults.fuzz.target import Tally, Target
from tests.faults.report import Report

_MODULES = ("webhook_bits", "link_bits", "upload_forms", "bodies", "playbooks", "forms", "api_bodies")


def targets() -> tuple[Target, ...]:
    """Return everything that is fuzzed."""
    modules = [import_module(f"tests.faults.fuzz.{name}") for name in _MODULES]
    return tuple(target for module in modules for target in module.TARGETS)


def run(examples: int, *, names: Sequence[str] = ()) -> Report:
    """Fuzz everything, or the named targets.

    Parameters
    ----------
    examples
        How many inputs are drawn for each target. Where inputs can be counted all are tried, or evenly spaced ones
        if there are too many (see `Target.most`).
    """
    tallies = []
    for target in targets():
        if names and target.name not in names:
            continue
        tally, inputs = Tally(target), target.chosen(examples)
        with target.world() as attempt:
            tally.try_all(attempt, inputs)
            if target.drawn is not None:
                tally.draw(attempt, target.drawn, int(examples * target.share + 1))
        tallies.append(tally)
    return Report(
        suite="fuzz",
        worlds=sum(tally.worlds for tally in tallies),
        violations=tuple(violation for tally in tallies for violation in tally.violations),
    )
