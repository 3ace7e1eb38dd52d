"""`make faults`: every fault suite, two processes at a time; the last line says what came of it.

`python -m tests.faults` runs all of them, `python -m tests.faults SUITE` one, `python -m tests.faults SUITE SELECTOR`
one part of it: a violation names the command that plays its world again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys

from tests.faults import suites
from tests.faults.report import Report

CORES = 2


def main() -> int:
    """Run what was asked for; return the exit status."""
    asked = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    asked.add_argument("suite", nargs="?", choices=suites.SUITES)
    asked.add_argument("selector", nargs="?")
    asked.add_argument("--seed", type=int, default=0, help="of what is sampled")
    asked.add_argument("--jobs", type=int, default=CORES)
    options = asked.parse_args()
    if options.selector:
        report = suites.run((options.suite, options.selector))
        print(*report.violations, sep="\n")
        return _sum([report])
    chosen = [options.suite] if options.suite else list(suites.SUITES)
    jobs = [(suite, one) for suite in chosen for one in suites.selectors(suite, options.seed)]
    reports = list[Report]()
    with multiprocessing.get_context("spawn").Pool(options.jobs) as pool:
        for report in pool.imap_unordered(suites.run, jobs):
            reports.append(report)
            for violation in report.violations[:20]:
                print(f"VIOLATION {violation}", flush=True)
            _progress(reports, len(jobs))
    return _sum(reports)


def _progress(reports: list[Report], all_: int) -> None:
    worlds = sum(report.worlds for report in reports)
    print(f"\r{len(reports)} of {all_} parts, {worlds} worlds", end="", file=sys.stderr, flush=True)


def _sum(reports: list[Report]) -> int:
    worlds = sum(report.worlds for report in reports)
    violations = sum(len(report.violations) for report in reports)
    print(f"\nfaults: {worlds} worlds, {violations} violations")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
