"""A trial tells a bug that is noticed from one that is not, and from one that proves nothing.

All bugs are tried by `python -m tests.faults.planted_bugs` and by `make faults`; here it is a handful.
"""

import subprocess
import sys

from tests.faults.bugs import BUGS
from tests.faults.bugs.bug import ROOT
from tests.faults.bugs.rehearsal import REHEARSED

A_HANDFUL = (
    "the version condition is dropped",
    "a gate is ignored",
    "the scan is ignored",
    "a claimed mail is sent again at once",
)


def test_only_a_failing_test_counts_as_caught() -> None:
    said = _run("tests.faults.bugs.rehearsal")
    assert sorted(said) == sorted(f"{bug.name}: {verdict}" for bug, verdict in REHEARSED.items())


def test_a_handful_is_caught_by_tests_that_pass_without_them() -> None:
    bugs = [bug for bug in BUGS if bug.name in A_HANDFUL]
    assert len(bugs) == len(A_HANDFUL)
    assert (
        _run("tests.faults.planted_bugs", *A_HANDFUL)[-1]
        == f"planted bugs: {len(bugs)} of {len(bugs)} caught"
    )
    honest = _run("tests.faults.planted_bugs", "--honest", *A_HANDFUL)
    assert [line.split()[0] for line in honest[:-1]] == ["passes"] * len({bug.caught_by for bug in bugs})


def _run(module: str, *words: str) -> list[str]:
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.splitlines()
