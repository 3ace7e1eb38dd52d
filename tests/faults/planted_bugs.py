"""Plants bugs, one at a time, and runs the tests that should notice: a suite that catches none is no evidence.

`python -m tests.faults.planted_bugs` tries all of them, two at a time; words after it pick those whose name holds one of
them, `-v` says who has caught each. `--honest` runs the same tests without any bug: all of them must pass. The last line
says how many were caught; a bug that nobody notices fails the run, and so does one that proves nothing because it cannot
be loaded or nothing loads it.
"""

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Sequence

from tests.faults.bugs import BUGS
from tests.faults.bugs.bug import ROOT, Bug
from tests.faults.bugs.trial import Outcome, attempt, without
from tests.faults.bugs.trials import each

_LINE = re.compile(r"(caught|NOT NOTICED|ERROR) +[0-9.]+ s  (.*)")


def run(jobs: int = 2) -> tuple[int, int, list[str]]:
    """Try every bug; return how many were caught, how many there are, and the names of those that were not.

    It happens in a process that has loaded nothing of the product yet.
    """
    command = [sys.executable, "-m", "tests.faults.planted_bugs", "-j", str(jobs)]
    trials = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    verdicts = {found[2]: found[1] for found in map(_LINE.fullmatch, trials.stdout.splitlines()) if found}
    missed = [bug.name for bug in BUGS if verdicts.get(bug.name) != "caught"]
    return len(BUGS) - len(missed), len(BUGS), missed


def main() -> int:
    """Try the bugs that were asked for; return the exit status."""
    options = _options()
    bugs = [bug for bug in BUGS if not options.words or any(word in bug.name for word in options.words)]
    if options.honest:
        bugs = list({bug.caught_by: bug for bug in bugs}.values())
    begun, caught = time.monotonic(), 0
    for outcome in each(bugs, without if options.honest else attempt, jobs=options.jobs):
        _say(outcome, by=options.verbose)
        caught += outcome.verdict in ("caught", "passes")
    if options.verbose:
        print(f"{time.monotonic() - begun:.0f} s")
    print(f"planted bugs: {caught} of {len(bugs)} caught" if not options.honest else _passed(caught, bugs))
    return 0 if caught == len(bugs) else 1


def _passed(number: int, bugs: Sequence[Bug]) -> str:
    return f"without a bug: {number} of {len(bugs)} selections pass"


def _say(outcome: Outcome, *, by: bool) -> None:
    print(f"{outcome.verdict:<12} {outcome.seconds:4.1f} s  {outcome.name}", flush=True)
    if outcome.by and (by or outcome.verdict != "caught"):
        print(f"{'':<21}{outcome.by}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.planted_bugs", description=__doc__)
    parser.add_argument("words", nargs="*", help="only bugs whose name holds one of them")
    parser.add_argument("-j", "--jobs", type=int, default=2, help="how many at a time")
    parser.add_argument("-v", "--verbose", action="store_true", help="say who has caught each")
    parser.add_argument("--honest", action="store_true", help="run the tests without any bug")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
