"""The long form, for the night: `python -m tests.faults.simulation 7` plays what no night before has played."""

from __future__ import annotations

import multiprocessing
import sys

from tests.faults.simulation import SUITE, run

PARTS, AT_ONCE, CORES = 200, 20, 2


def main(number: int) -> int:
    """Play a night's worlds; return the exit status."""
    first = 1_000_000 + number * PARTS * AT_ONCE
    rushes = ["burst:10000", "due:10000", f"month:500:{number}"]
    jobs = rushes + [f"seeds:{first + part * AT_ONCE}:{AT_ONCE}" for part in range(PARTS)]
    worlds = violations = 0
    with multiprocessing.get_context("spawn").Pool(CORES, maxtasksperchild=8) as pool:
        for done, report in enumerate(pool.imap_unordered(run, jobs), 1):
            worlds, violations = worlds + report.worlds, violations + len(report.violations)
            print(*report.violations, sep="\n", end="\n" if report.violations else "")
            print(f"{done} of {len(jobs)} parts, {worlds} worlds, {violations} violations", flush=True)
    print(f"{SUITE}: {worlds} worlds, {violations} violations")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
