"""The fault suites by name. Each module offers `selectors(seed)` and `run(selector)`; a selector names a part of it."""

from __future__ import annotations

import os
import time
from importlib import import_module

from tests.faults.report import Report

SUITES = ("load", "crashes", "interleavings", "fuzz", "simulation", "machine", "leaks")


def selectors(suite: str, seed: int) -> list[str]:
    """Return the parts of a suite, the longest first."""
    return list(import_module(f"tests.faults.{suite}").selectors(seed))


def run(job: tuple[str, str]) -> Report:
    """Run a part of a suite."""
    suite, selector = job
    began = time.monotonic()
    report: Report = import_module(f"tests.faults.{suite}").run(selector)
    if os.environ.get("GOLIVE_FAULTS_VERBOSE"):
        took = time.monotonic() - began
        print(f"  {suite} {selector}: {report.worlds} worlds in {took:.1f} s", flush=True)
    return report
