"""`make simulate PLAYBOOK=file`: try a policy on a history, and write build/simulation/report.md.

HISTORY= is a file or folder of journals or the address of a running Golive; without it a history is generated:
ONBOARDINGS= deals over a year, from SEED=. AGAINST= is what it is compared with: a file or folder, or `published`.
"""

import os
import sys
from pathlib import Path

from chalicelib.domain.errors import PlaybookError
from infra.simulation.reading import HistoryError
from infra.simulation.trying import OUT, Asked, simulate


def main() -> int:
    """Read what is asked for from the environment, as make hands it over."""
    env = os.environ.get
    if not env("PLAYBOOK"):
        print(
            "Name the playbook: make simulate PLAYBOOK=my/own.yaml. docs/simulation.md tells the rest.",
            file=sys.stderr,
        )
        return 1
    try:
        size = int(env("ONBOARDINGS") or 500)
    except ValueError:
        print("ONBOARDINGS is a whole number, such as 6000.", file=sys.stderr)
        return 1
    asked = Asked(
        playbook=Path(env("PLAYBOOK", "")),
        history=env("HISTORY") or "",
        against=env("AGAINST") or "published",
        onboardings=size,
        seed=env("SEED") or "1",
        people=Path(env("PEOPLE") or "infra/local/directory.yaml"),
    )
    try:
        sentence = simulate(asked, Path(env("OUT") or OUT))
    except (PlaybookError, HistoryError) as error:
        print(error, file=sys.stderr)
        return 1
    print(sentence)
    return 0


if __name__ == "__main__":
    sys.exit(main())
