"""`make faults`: every fault suite, then every planted bug, two processes at a time; the last line says what came of it.

`python -m tests.faults` runs all of them, `python -m tests.faults SUITE` one suite, `python -m tests.faults SUITE SELECTOR`
one part of it: a violation names the command that plays its world again. `--seed` changes what is drawn.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterable

from tests.faults import planted_bugs, suites
from tests.faults.report import Report

SHOWN = 10  # violations of one part that are printed


def main() -> int:
    """Run what was asked for; return the exit status."""
    asked = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    asked.add_argument("suite", nargs="?", choices=suites.SUITES)
    asked.add_argument("selector", nargs="?")
    asked.add_argument("--seed", type=int, default=0, help="of what is drawn")
    asked.add_argument("--jobs", type=int, default=2, help="processes at a time")
    options = asked.parse_args()
    if options.selector:
        report = suites.run((options.suite, options.selector))
        print(*report.violations, sep="\n")
        return _end([report])
    chosen = (options.suite,) if options.suite else suites.SUITES
    reports = list(_every(chosen, seed=options.seed, jobs=options.jobs))
    return _end(reports, None if options.suite else _bugs(options.jobs))


def _every(chosen: Iterable[str], *, seed: int, jobs: int) -> Iterable[Report]:
    """Run all parts of these suites; say what came of each suite when its last part is done."""
    parts = [(suite, selector) for suite in chosen for selector in suites.selectors(suite, seed)]
    left = Counter(suite for suite, _ in parts)
    worlds, wrong, began = Counter[str](), Counter[str](), time.monotonic()
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        for number, report in enumerate(pool.imap_unordered(suites.run, parts), 1):
            yield report
            left[report.suite] -= 1
            worlds[report.suite] += report.worlds
            wrong[report.suite] += len(report.violations)
            for violation in report.violations[:SHOWN]:
                _say(f"VIOLATION {violation}")
            if not left[report.suite]:
                name, count = report.suite, worlds[report.suite]
                _say(f"{name:<16}{count:>8,} worlds {wrong[name]:>4} violations")
            if sys.stderr.isatty():
                at = f"{time.monotonic() - began:.0f} s"
                print(
                    f"\r{number}/{len(parts)} {worlds.total():,} worlds, {at} ",
                    end="",
                    file=sys.stderr,
                    flush=True,
                )


def _bugs(jobs: int) -> tuple[int, int]:
    caught, planted, missed = planted_bugs.run(jobs)
    for name in missed:
        _say(f"NOT CAUGHT {name}")
    return caught, planted


def _end(reports: list[Report], bugs: tuple[int, int] | None = None) -> int:
    """Say what came of it all; return the exit status."""
    worlds = sum(report.worlds for report in reports)
    violations = sum(len(report.violations) for report in reports)
    caught = f", {bugs[0]} planted bugs of {bugs[1]} caught" if bugs else ""
    _say(f"faults: {worlds} worlds, {violations} violations{caught}")
    return 1 if violations or (bugs and bugs[0] < bugs[1]) else 0


def _say(text: str) -> None:
    print(f"\r{text}" if sys.stderr.isatty() else text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
