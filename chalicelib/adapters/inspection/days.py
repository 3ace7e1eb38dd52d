"""Whether the day or the month comes first in a column of days that are written in figures."""

import re
from dataclasses import dataclass, field

_FIGURES = re.compile(r"(\d{1,2})\s*[/-]\s*(\d{1,2})\s*[/-]\s*\d{4}")


@dataclass(slots=True)
class Days:
    """The days of a column that are written in figures: which order some of them prove, and those that leave it open."""

    proved: set[bool] = field(default_factory=set)
    open: list[tuple[int, str]] = field(default_factory=list)

    def note(self, row: int, text: str) -> None:
        """Take note of a day: ``13/11/2026`` proves that the day comes first, ``11/13/2026`` that it does not."""
        found = _FIGURES.match(text.strip())
        if not found or int(found[1]) == int(found[2]):
            return
        one, other = int(found[1]), int(found[2])
        if one > 12 or other > 12:
            self.proved.add(one > 12)
        else:
            self.open.append((row, text))

    def unclear(self, day_first: bool | None) -> list[tuple[int, str]]:
        """Return the days of which neither their sender's region nor the other rows tell the order, or both differ."""
        ways = self.proved | ({day_first} if day_first is not None else set())
        return [] if len(ways) == 1 else self.open
