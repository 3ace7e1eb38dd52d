"""A state machine over HTTP and queues, against a small independent model: Hypothesis looks for a way to make them differ.

A selector is a seed of Hypothesis, ``seed:n``: so many examples (`GOLIVE_EXAMPLES`, 25) of 40 steps each. ``shrink:n`` is the
same, and makes what it finds as short as it can, which may take minutes.
"""

from __future__ import annotations

import os

from tests.faults.cloud.port import installed
from tests.faults.report import Report

SUITE = "machine"
PARTS, EXAMPLES, STEPS = 6, 25, 40


def selectors(seed: int = 0) -> list[str]:
    """Return the seeds that are tried."""
    return [f"seed:{seed + part}" for part in range(PARTS)]


def run(selector: str, *, examples: int | None = None, steps: int = STEPS) -> Report:
    """Try the examples of a seed."""
    import hypothesis
    from hypothesis.stateful import run_state_machine_as_test

    from tests.faults.machine.machine import Golive

    kind, _, number = selector.partition(":")
    most = examples or int(os.environ.get("GOLIVE_EXAMPLES") or EXAMPLES)
    tried = [0]

    class Counted(Golive):
        def __init__(self) -> None:
            super().__init__()
            tried[0] += 1

    settings = hypothesis.settings(
        max_examples=most,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        print_blob=True,
        phases=[hypothesis.Phase.generate, *([hypothesis.Phase.shrink] if kind == "shrink" else [])],
        report_multiple_bugs=False,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    wrong: list[str] = []
    with installed():
        try:
            run_state_machine_as_test(hypothesis.seed(int(number))(Counted), settings=settings)
        except Exception as error:  # whatever it is, it is how the product and the model differ
            notes = "\n".join(getattr(error, "__notes__", ()))
            again = f'python -m tests.faults {SUITE} "shrink:{number}"'
            wrong.append(f"{type(error).__name__}: {error}\n{notes}\n    {again}")
    return Report(suite=SUITE, worlds=tried[0], violations=tuple(wrong))
