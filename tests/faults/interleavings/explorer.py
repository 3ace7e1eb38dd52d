"""Plays two handlers in every order of their calls, and checks each world that comes of it.

The law of all pairs: whatever the turns, it comes to what one after the other comes to, in one order or the other, and
what must hold at rest holds. Beside it each pair has a law of its own: what each may be answered, and what must be so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.faults.cloud.port import PORT, forget
from tests.faults.interleavings.handlers import Answer
from tests.faults.interleavings.schedule import Handler, Met, Turns, play, schedules
from tests.faults.invariants import Known, audit
from tests.faults.outside import RUNTIME
from tests.faults.runtime import RestlessError, World
from tests.faults.sameness import differences, outcome

ORDERS = ("ab", "ba")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two handlers that meet on a world at rest.

    Attributes
    ----------
    answers
        What the two may be answered, as pairs of statuses.
    says
        What stands in each answer of 400 and more.
    holds
        Yields what is wrong with the world they leave at rest, as sentences.
    """

    name: str
    world: World
    one: Handler
    other: Handler
    answers: frozenset[tuple[int, int]] = frozenset({(200, 200)})
    says: str = ""
    holds: Callable[[World], Iterable[str]] = lambda _: ()


@dataclass(slots=True)
class Run:
    """A world at rest with the turns that led to it."""

    order: str
    turns: Turns | None
    world: World
    answers: dict[str, Answer]
    wrong: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return what replays it."""
        return f"{self.order}:{self.turns.first},{self.turns.second}" if self.turns else self.order


class Explorer:
    """Explores one pair."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self._known: dict[str, Known] = audit(pair.world.copy()).known
        self._handlers = {"a": pair.one, "b": pair.other}
        self.serial = [self._one_after_the_other(order) for order in ORDERS]
        self._expected = [_came_to(run) for run in self.serial]

    def every(self) -> Iterator[Run]:
        """Yield the world of every schedule."""
        for run in self.serial:
            run.wrong += self._wrong(run)
            yield run
        for order in ORDERS:
            last: list[Run] = []
            for _ in schedules(lambda turns, order=order, last=last: self._play(order, turns, last)):
                yield last.pop()

    def once(self, order: str, turns: Turns) -> Run:
        """Return the world of one schedule."""
        last: list[Run] = []
        self._play(order, turns, last)
        return last.pop()

    def _play(self, order: str, turns: Turns, last: list[Run]) -> Met:
        run = Run(order, turns, self.pair.world.copy(), {})
        first, second = (self._answering(run, side) for side in order)
        met = play(first, second, run.world, turns)
        self._rest(run)
        run.wrong += self._wrong(run)
        last.append(run)
        return met

    def _one_after_the_other(self, order: str) -> Run:
        run = Run(order, None, self.pair.world.copy(), {})
        forget()
        PORT.world, PORT.trace = run.world, []
        for side in order:
            self._answering(run, side)(run.world)
        self._rest(run)
        return run

    def _answering(self, run: Run, side: str) -> Handler:
        def handler(world: World) -> None:
            answer = self._handlers[side](world)
            assert isinstance(answer, Answer)
            run.answers[side] = answer

        return handler

    def _rest(self, run: Run) -> None:
        try:
            RUNTIME.rest(run.world)
        except RestlessError as restless:
            run.wrong.append(str(restless))

    def _wrong(self, run: Run) -> Iterator[str]:
        yield from audit(run.world, self._known).wrong
        answered = run.answers["a"].status, run.answers["b"].status
        if answered not in self.pair.answers:
            yield f"answered {answered}: {run.answers['a'].text[:300]} | {run.answers['b'].text[:300]}"
        for answer in run.answers.values():
            if answer.status >= 400 and self.pair.says not in answer.text:
                yield f"the refusal does not say {self.pair.says!r}: {answer.text[:300]}"
        yield from self.pair.holds(run.world)
        found = _came_to(run)
        if found not in self._expected:
            each = [", ".join(differences(one, found)) for one in self._expected]
            yield "it is as neither order leaves it: " + " | or: ".join(each)


def _came_to(run: Run) -> dict[str, Any]:
    answers = {side: answer.status for side, answer in run.answers.items()}
    return {**outcome(run.world), "answers": answers}
