"""Fills the local directory and publishes the shipped playbooks, through the app's own adapters.

Whoever is in a kept directory stays as they are; publishing the same playbook again does nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FALLBACK = "fallback"


def people() -> list[dict[str, Any]]:
    """Read the people of the local directory."""
    return list(yaml.safe_load((Path(__file__).parent / "directory.yaml").read_text("utf-8")))


def main() -> None:
    """Seed; seeding again changes nothing."""
    from chalicelib import bootstrap
    from chalicelib.adapters import playbook_files
    from chalicelib.domain.errors import InvalidError
    from chalicelib.domain.people import Person

    directory = bootstrap.people()
    try:
        known = {person.id for person in directory.directory(fresh=True).people}
    except InvalidError:  # nobody is there yet
        known = set()
    for row in people():
        if row["id"] not in known:
            person = Person(**{**row, "roles": tuple(row["roles"])})
            directory.put(person, fallback=person.id == FALLBACK)
    for playbook in playbook_files.load_all():
        bootstrap.playbooks().publish(playbook)


if __name__ == "__main__":
    main()
