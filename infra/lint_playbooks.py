"""`make lint-playbooks`: check every playbook file, or those of PLAYBOOK=…, and say what to mend."""

import sys
from pathlib import Path

from chalicelib.adapters.playbook_files import FOLDER, load
from chalicelib.domain.errors import PlaybookError


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
            print(
                f"{file.name}: {playbook.title}, version {playbook.version}: {len(playbook.tasks)} tasks, no problems"
            )
    if not files:
        print(f"There is no playbook file in {', '.join(map(str, places))}.", file=sys.stderr)
    return 1 if bad or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
