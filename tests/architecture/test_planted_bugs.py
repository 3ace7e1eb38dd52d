"""Every planted bug still has its place: whoever changes the text changes the bug, in `tests/faults/bugs/`."""

import subprocess
import sys
from pathlib import Path

from tests.faults.bugs import BUGS, PLANNED
from tests.faults.bugs.rehearsal import REHEARSED

EVERY = (*BUGS, *PLANNED, *REHEARSED)


def test_a_planted_bug_has_exactly_one_place() -> None:
    places = {bug.name: len(bug.places()) for bug in EVERY}
    assert {name: number for name, number in places.items() if number != 1} == {}
    assert [bug.name for bug in EVERY if bug.old == bug.new] == []


def test_every_planted_bug_has_a_name_of_its_own() -> None:
    names = [bug.name for bug in EVERY]
    assert sorted(set(names)) == sorted(names)


def test_a_planted_bug_is_python_without_unknown_names(tmp_path: Path) -> None:
    for number, bug in enumerate((*BUGS, *PLANNED)):
        (tmp_path / f"bug_{number}{bug.places()[0].suffix}").write_text(bug.text(), encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F821,F822,F823", str(tmp_path)]
    assert subprocess.run(ruff, capture_output=True, text=True, check=False).stdout == "All checks passed!\n"
