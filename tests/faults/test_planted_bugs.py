"""The planted bugs still have their places, and a trial tells a bug that is noticed from one that is not.

All of them are tried by `python -m tests.faults.planted_bugs` and by `make faults`; here it is a handful.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.bugs import BUGS, PLANNED
from tests.faults.bugs.bug import ROOT, Bug
from tests.faults.bugs.rehearsal import REHEARSED

A_HANDFUL = ("version condition", "gate is ignored", "scan is ignored", "sent again at once")


@pytest.mark.parametrize("bug", [*BUGS, *PLANNED, *REHEARSED], ids=lambda bug: bug.name)
def test_a_planted_bug_has_exactly_one_place(bug: Bug) -> None:
    assert len(bug.places()) == 1
    assert bug.old != bug.new


def test_every_bug_has_a_name_of_its_own() -> None:
    names = [bug.name for bug in (*BUGS, *PLANNED)]
    assert len(set(names)) == len(names)


def test_a_planted_bug_is_python_without_unknown_names(tmp_path: Path) -> None:
    for number, bug in enumerate((*BUGS, *PLANNED)):
        (tmp_path / f"bug_{number}{bug.places()[0].suffix}").write_text(bug.text(), encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F821,F822,F823", str(tmp_path)]
    assert subprocess.run(ruff, capture_output=True, text=True, check=False).stdout == "All checks passed!\n"


def test_only_a_failing_test_counts_as_caught() -> None:
    said = _run("tests.faults.bugs.rehearsal")
    assert sorted(said) == sorted(f"{bug.name}: {verdict}" for bug, verdict in REHEARSED.items())


def test_a_handful_is_caught_by_tests_that_pass_without_them() -> None:
    bugs = [bug for bug in BUGS if any(word in bug.name for word in A_HANDFUL)]
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
