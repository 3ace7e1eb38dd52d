"""Every dependency is pinned, and the decision about dependencies says why it is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WHY = (ROOT / "docs/decisions/0002-dependencies.md").read_text().casefold()


def requirements() -> list[str]:
    lines = [
        line for name in ("", "-dev") for line in (ROOT / f"requirements{name}.txt").read_text().splitlines()
    ]
    return [line for line in lines if line and not line.startswith(("#", "-r"))]


@pytest.mark.parametrize("requirement", requirements())
def test_a_dependency_is_pinned_and_explained(requirement: str) -> None:
    found = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[a-z0-9,]+\])?==[0-9][\w.]*", requirement)
    assert found, f"pin {requirement} with =="
    name = found.group(1).casefold()
    assert name in WHY or (name.startswith("types-") and "types-…" in WHY), f"say in 0002 why {name} is there"
