"""A rehearsal of the trials: bugs of which it is known beforehand what must come of them.

`python -m tests.faults.bugs.rehearsal` tries them and says what came of each.
"""

import sys

from tests.faults.bugs.bug import Bug
from tests.faults.bugs.trial import Verdict, attempt
from tests.faults.bugs.trials import each

_HANDLE = "chalicelib/application/handle"
_RACES = ("tests/properties/test_races.py",)
_TRIES = "TRIES = 5"

REHEARSED: dict[Bug, Verdict] = {
    Bug("one that is noticed", _HANDLE, _TRIES, "TRIES = 1", _RACES): "caught",
    Bug("one that does no harm", _HANDLE, _TRIES, "TRIES = 6", _RACES): "NOT NOTICED",
    Bug("one that is no Python", _HANDLE, _TRIES, "TRIES = = 5", _RACES): "ERROR",
    Bug("one that cannot be imported", _HANDLE, _TRIES, "TRIES = [][5]", _RACES): "ERROR",
    Bug(
        "one that knows a wrong name", _HANDLE, "ports.pause(attempt)", "ports.pause(atempt)", _RACES
    ): "ERROR",
    Bug(
        "one that ends its process", _HANDLE, "ports.pause(attempt)", "__import__('os')._exit(1)", _RACES
    ): "ERROR",
    Bug(
        "one that nobody loads", _HANDLE, _TRIES, "TRIES = 1", ("tests/properties/test_calendar.py",)
    ): "ERROR",
    Bug("one without a test", _HANDLE, _TRIES, "TRIES = 1", ("tests/properties/test_gone.py",)): "ERROR",
    Bug(
        "one in a file that is no module",
        "chalicelib/playbooks/smb.yaml",
        "title: Small and medium business",
        "titel: Small and medium business",
        ("tests/unit/playbooks/test_lint.py",),
    ): "caught",
}


def main() -> None:
    """Try them all, two at a time."""
    for outcome in each(list(REHEARSED), attempt, jobs=2):
        sys.stdout.write(f"{outcome.name}: {outcome.verdict}\n")


if __name__ == "__main__":
    main()
