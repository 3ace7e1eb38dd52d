"""What a fault suite found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Report:
    """How many worlds a suite played, and what was not as it must be."""

    suite: str
    worlds: int
    violations: tuple[str, ...]
