"""How far it is: a bar on a terminal, a line now and then where there is none."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from time import monotonic
from typing import TextIO

_WIDTH = 32
_EVERY = 0.1  # seconds between two drawings of the bar
_LINES = 10  # lines of a whole run where nothing can be drawn over


@dataclass
class Progress:
    """Tells how many are done, how fast it goes, and how long it will take. `what` is the plural of what is counted."""

    what: str
    out: TextIO = field(default_factory=lambda: sys.stderr)
    started: float = field(default_factory=monotonic)
    drawn: float = 0.0
    told: int = 0

    def at(self, done: int, all_: int) -> None:
        """Say that so many of all are done."""
        now = monotonic()
        if self.out.isatty():
            if done == all_ or now - self.drawn >= _EVERY:
                self.drawn = now
                full = _WIDTH * done // max(all_, 1)
                bar = "█" * full + "░" * (_WIDTH - full)
                end = "\n" if done == all_ else ""
                print(f"\r{bar} {self._words(done, all_, now)}\x1b[K", end=end, file=self.out, flush=True)
        elif done * _LINES // max(all_, 1) > self.told or done == all_:
            self.told = done * _LINES // max(all_, 1)
            print(self._words(done, all_, now), file=self.out, flush=True)

    def _words(self, done: int, all_: int, now: float) -> str:
        passed = max(now - self.started, 1e-6)
        rate = done / passed
        left = f"{_span(passed)} in all" if done == all_ else f"{_span((all_ - done) / rate)} left"
        return f"{done:,} of {all_:,} {self.what} · {rate:,.0f} a second · {left}"


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
