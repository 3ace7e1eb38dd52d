"""Fills the local directory and publishes the shipped playbooks, through the app's own adapters.

Whoever is in a kept directory stays as they are; publishing the same playbook again does nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from infra.furnish import FurnishError, furnish, read_people


def people() -> list[dict[str, Any]]:
    """Read the people of the local directory."""
    return read_people(Path(__file__).parent / "directory.yaml")


def main() -> None:
    """Seed; seeding again changes nothing."""
    from chalicelib import bootstrap

    try:
        furnish(
            people(),
            people=bootstrap.people(),
            playbooks=bootstrap.playbooks(),
            mornings=bootstrap.mornings(),
            now=bootstrap.clock().now(),
        )
    except FurnishError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
