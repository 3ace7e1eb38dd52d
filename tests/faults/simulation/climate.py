"""What goes wrong in a simulated world, and how often: each seed has a climate of its own, so that rare mixtures occur."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.faults.cloud.modes import BY_NAME, END, PAGED, Mode, modes
from tests.faults.cloud.port import Port

_KINDS = tuple(mode for mode in BY_NAME.values() if mode is not PAGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Climate:
    """How often each thing happens.

    Attributes
    ----------
    calm, storm
        The chance that a call goes wrong, usually and in a storm.
    kinds
        The ways in which calls go wrong in this world.
    cold
        The chance that an invocation is one of a new process.
    again
        The chance that a queue hands a message out twice, or a sender sends one twice.
    lost
        The chance that an event of the mail service or the scanner never comes.
    late
        The chance that one comes hours later.
    bounces, complains
        What becomes of a mail.
    neglect
        The chance that a person who is asked does nothing.
    """

    calm: float
    storm: float
    kinds: tuple[Mode, ...]
    cold: float
    again: float
    lost: float
    late: float
    bounces: float
    complains: float
    neglect: float


def climate(chance: Random) -> Climate:
    """Draw the climate of a world."""
    return Climate(
        calm=chance.choice((0.0, 0.001, 0.003)),
        storm=chance.choice((0.0, 0.02, 0.1, 0.3)),
        kinds=tuple(chance.sample(_KINDS, chance.randint(3, len(_KINDS)))),
        cold=chance.choice((0.0, 0.01, 0.05)),
        again=chance.choice((0.0, 0.02, 0.1, 0.3)),
        lost=chance.choice((0.0, 0.02, 0.2, 0.9)),
        late=chance.choice((0.0, 0.05, 0.3)),
        bounces=chance.choice((0.0, 0.01, 0.1)),
        complains=chance.choice((0.0, 0.01)),
        neglect=chance.choice((0.1, 0.4, 0.8)),
    )


class Weather:
    """Says of each call whether it goes wrong now; takes the place of a plan at the port."""

    def __init__(self, port: Port, chance: Random, of: Climate) -> None:
        self._port, self._chance, self._climate = port, chance, of
        self.stormy = False
        self.wrong = 0
        self.over = False

    def get(self, number: int) -> Mode | None:
        """Return how the call of this number goes wrong, if it does."""
        call = self._port.trace[number]
        if self.over or call.function == "outside":
            return None
        rate = self._climate.storm if self.stormy else self._climate.calm
        if not rate or self._chance.random() >= rate:
            return None
        ways = [mode for mode in modes(call.operation) if mode in self._climate.kinds or mode is PAGED]
        if not ways or (call.operation == END and not self._climate.again):
            return None
        mode = self._chance.choice(ways)
        if mode is not PAGED:
            self.wrong += 1
        return mode
