"""`python -m tests.faults.fuzz` fuzzes everything; a target's name (and `--examples N`) narrows it, an input replays it."""

import argparse
import sys
import time

from tests.faults.fuzz import run, targets
from tests.faults.fuzz.target import read


def main() -> int:
    """Fuzz or replay; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.fuzz")
    parser.add_argument("--examples", type=int, default=1000)
    parser.add_argument("target", nargs="?", choices=[target.name for target in targets()])
    parser.add_argument("input", nargs="?")
    asked = parser.parse_args()
    if asked.input:
        target = next(target for target in targets() if target.name == asked.target)
        with target.world() as attempt:
            attempt(read(asked.input))
        print("It holds.")
        return 0
    bad = 0
    for target in targets():
        if asked.target in (None, target.name):
            begun = time.perf_counter()
            report = run(asked.examples, names=(target.name,))
            bad += len(report.violations)
            print(*report.violations, sep="\n")
            print(f"{target.name}: {report.worlds} worlds, {time.perf_counter() - begun:.1f} s", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
