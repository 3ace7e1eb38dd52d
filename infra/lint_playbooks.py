"""`make lint-playbooks`: check every playbook file, or those of PLAYBOOK=…, and say what to mend."""

import sys
from datetime import timedelta
from pathlib import Path

from chalicelib.adapters.playbook_files import FOLDER, load
from chalicelib.domain.critical_path import critical_path
from chalicelib.domain.errors import PlaybookError
from chalicelib.domain.lint.sizes import working_day
from chalicelib.domain.lint.translations import hints
from chalicelib.domain.playbook import Playbook


def main(names: list[str]) -> int:
    """Lint the named files or folders; return the number of files with problems."""
    places = [Path(name) for name in names] or [FOLDER]
    files = [
        file for place in places for file in (sorted(place.glob("*.yaml")) if place.is_dir() else [place])
    ]
    bad = 0
    for file in files:
        try:
            playbook = load(file)
        except PlaybookError as error:
            bad += 1
            print(error, file=sys.stderr)
        else:
            print(f"{file.name}: {summary(playbook)}, no problems")
            for hint in hints(playbook):
                print(f"{file.name}: hint: {hint}")
    if not files:
        print(f"There is no playbook file in {', '.join(map(str, places))}.", file=sys.stderr)
    return 1 if bad or not files else 0


def summary(playbook: Playbook) -> str:
    """Return a playbook in one line: its size, and its longest way to live beside what it is allowed."""
    allowed = working_day(playbook.calendar) * playbook.target_days / timedelta(hours=1)
    return (
        f"{playbook.title}, version {playbook.version}: {len(playbook.tasks)} tasks, "
        f"longest way to live {critical_path(playbook).hours} of {allowed:g} working hours"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
