"""Reads ISO 8601 durations, such as `PT72H` or `P2DT30M`."""

from __future__ import annotations

import re

PATTERN = re.compile(
    r"P(?=.)(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?\Z"
)
SECONDS = {"weeks": 604800, "days": 86400, "hours": 3600, "minutes": 60, "seconds": 1}
LONGEST = 10 * 366 * 86400


class DurationError(ValueError):
    """The text is no duration that can be advanced by."""


def seconds_of(text: object) -> float:
    """Answer a duration's seconds; years and months have no fixed length and are refused.

    Raises
    ------
    DurationError
        With a sentence for who wrote it.
    """
    found = PATTERN.match(text) if isinstance(text, str) else None
    if found is None:
        raise DurationError(
            "Write the duration as ISO 8601 with weeks, days, hours, minutes or seconds, like PT72H."
        )
    total = sum(float(value) * SECONDS[name] for name, value in found.groupdict().items() if value)
    if total > LONGEST:
        raise DurationError("Advance by ten years at most.")
    return total
