"""Plants bugs, one at a time, in a copy of the project and runs the tests that should notice.

`python -m tests.faults.planted_bugs` tries all of them; words after it pick those whose name holds one of them. The last
line says how many were caught; a bug that nobody notices fails the run. A test suite that catches none is no evidence.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults.bugs import BUGS, Bug

ROOT = Path(__file__).parents[2]


def places(bug: Bug, root: Path) -> list[Path]:
    """Return the file of a bug's place, as often as it stands there: once, or somebody has changed it."""
    given = root / bug.folder
    files = [given] if given.is_file() else sorted(given.rglob("*.py"))
    return [file for file in files for _ in range(file.read_text(encoding="utf-8").count(bug.old))]


def main() -> int:
    """Try the bugs that were asked for; return the exit status."""
    wanted = sys.argv[1:]
    bugs = [bug for bug in BUGS if not wanted or any(word in bug.name for word in wanted)]
    unnoticed = []
    with tempfile.TemporaryDirectory(prefix="golive-planted-") as folder:
        copy = Path(folder) / "project"
        ignored = shutil.ignore_patterns(".git", ".venv", "build", "__pycache__", ".hypothesis")
        shutil.copytree(ROOT, copy, ignore=ignored)
        for bug in bugs:
            caught = _caught(bug, copy)
            print(f"{'caught' if caught else 'NOT NOTICED':<12} {bug.name}", flush=True)
            unnoticed += [] if caught else [bug]
    print(f"planted bugs: {len(bugs) - len(unnoticed)} of {len(bugs)} caught")
    return 1 if unnoticed else 0


def _caught(bug: Bug, copy: Path) -> bool:
    """Say whether the tests turn red with the bug in place."""
    (file,) = places(bug, copy)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(bug.old, bug.new), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *bug.tests]
    try:
        return subprocess.run(command, cwd=copy, capture_output=True, check=False).returncode == 1
    finally:
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
