"""Lets every call of a scenario go wrong in every way, alone and in pairs, and checks each world that comes of it.

A world is one scenario with one plan of faults, run to rest. Worlds with the same beginning share it: a run keeps a
copy of its world before each invocation, and a further fault starts from the last copy before its call.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.faults.cloud.modes import BY_NAME, END, READS, Mode, distinct, modes
from tests.faults.cloud.port import PORT, Call, forget, know, known
from tests.faults.crashes.seen import Seen
from tests.faults.invariants import Known, audit
from tests.faults.outside import RUNTIME
from tests.faults.runtime import RestlessError, World
from tests.faults.sameness import differences, outcome

PATIENCE = (
    3900.0  # an hour, the longest pause between two readings of a CRM, and what follows the last of them
)
UNSEEN = 1700.0  # a file that is not judged within half an hour is rightly put in front of a person
Plan = tuple[tuple[int, Mode], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One stimulus from outside on a world at rest: what people do is in the world already, waiting to be played.

    Attributes
    ----------
    slow
        Whether time itself is the stimulus, so that being late may rightly change what happens.
    once
        Whether what people do can be done only once, so that a repetition is rightly answered otherwise.
    alone
        Whether one fault at a time is enough: what it does beside others, other scenarios do as well.
    alike
        Whether others make the same calls go wrong in every way, so that the ways that leave different things behind are
        enough here.
    delivery
        Whether delivering mails and calls is what it is about; where it is not, pairs leave that to those where it is.
    calls
        How many calls it makes when nothing goes wrong.
    seen
        What it reaches when nothing goes wrong and every function is a new process.
    """

    name: str
    world: World
    slow: bool = False
    delivery: bool = False
    once: bool = False
    alone: bool = False
    alike: bool = False
    calls: int = 0
    seen: Seen = field(default_factory=Seen)

    @property
    def course(self) -> tuple[object, ...]:
        """Return which calls it makes, from where and in which order, but for deliveries where it is not about them."""
        aside = () if self.delivery else ("deliver", "relay")
        made = (call for call in self.seen.calls if call.function not in aside)
        return (self.delivery, *((call.site, call.operation) for call in made))

    @property
    def paired(self) -> bool:
        """Say whether two faults may leave more behind than each alone; where it only reads, none leaves anything."""
        return not self.alone and any(call.operation not in (*READS, END) for call in self.seen.calls)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A moment between two invocations: how many calls were made, the world, what goes wrong for a while yet.

    `known` is what the process knows of the world; nothing where the next invocation is one of a new process.
    """

    calls: int
    world: World
    lasting: dict[tuple[str, str, str], tuple[Mode, float]]
    troubled: float
    known: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Run:
    """A world that has come to rest, with the way it came."""

    plan: Plan
    world: World
    trace: list[Call]
    marks: list[_Mark]
    troubled: float = 0.0
    wrong: list[str] = field(default_factory=list)


class Explorer:
    """Explores one scenario.

    Parameters
    ----------
    cold
        Every invocation is one of a new process, which knows nothing yet.
    mails
        What is mailed and called because of it is delivered, and may go wrong as well; else it stays in the outbox, whose
        delivery is a scenario of its own.
    """

    def __init__(self, scenario: Scenario, *, cold: bool = False, mails: bool = True) -> None:
        self.scenario, self._cold, self._mails = scenario, cold, mails
        self._known: dict[str, Known] = audit(scenario.world.copy()).known
        forget()  # a process that has known another world would answer from that
        self._run((), None)  # so that the process knows what it will know
        self.base = self._run((), None)
        self._expected = self._outcome(self.base.world)
        self._lasted = self.base.world.now - scenario.world.now

    def singles(self) -> Iterator[Run]:
        """Yield every world in which one call goes wrong."""
        ways = distinct if self.scenario.alike else modes
        for number, call in enumerate(self.base.trace):
            for mode in ways(call.operation):
                yield self.world(((number, mode),), self.base)

    def pairs(self) -> Iterator[Run]:
        """Yield every world in which two calls go wrong, in the ways that leave different things behind."""
        for number, call in enumerate(self.base.trace):
            for mode in distinct(call.operation):
                first = self.world(((number, mode),), self.base)
                for second in range(number + 1, len(first.trace)):
                    for other in distinct(first.trace[second].operation):
                        yield self.world((*first.plan, (second, other)), first, marked=False)

    def threes(self, chance: Random, most: int) -> Iterator[Run]:
        """Yield sampled worlds in which three calls go wrong."""
        for _ in range(most):
            run = self.base
            for _ in range(3):
                start = run.plan[-1][0] + 1 if run.plan else 0
                if start >= len(run.trace):
                    break
                number = chance.randrange(start, len(run.trace))
                mode = chance.choice(modes(run.trace[number].operation))
                run = self.world((*run.plan, (number, mode)), run)
            if run.plan:
                yield run

    def world(self, plan: Plan, parent: Run | None, *, marked: bool = True) -> Run:
        """Return the world of a plan, which goes on from a run of all but its last fault.

        Only a run that is marked can be gone on from.
        """
        run = self._run(plan, parent, marked=marked)
        run.wrong += self._wrong(run)
        return run

    def replay(self, plan: Plan) -> Run:
        """Return the world of a plan, step by step from its beginning."""
        run: Run | None = self.base
        for end in range(1, len(plan) + 1):
            run = self.world(plan[:end], run)
        assert run is not None
        return run

    def _run(self, plan: Plan, parent: Run | None, *, marked: bool = True) -> Run:
        mark = _Mark(0, self.scenario.world, {}, self.scenario.world.now)
        if parent is not None:
            place = bisect_right([one.calls for one in parent.marks], plan[-1][0]) - 1
            mark = parent.marks[place]
        world = mark.world.copy()
        PORT.world = world
        PORT.trace = list(parent.trace[: mark.calls]) if parent is not None else []
        PORT.faults = dict(plan)
        PORT.lasting, PORT.troubled = dict(mark.lasting), mark.troubled
        PORT.warm = True
        know(mark.known)
        marks: list[_Mark] = []

        def before_step(now: World) -> None:
            if self._cold:
                forget()
            if marked:
                kept = {} if self._cold else known()
                marks.append(_Mark(len(PORT.trace), now.copy(), dict(PORT.lasting), PORT.troubled, kept))

        run = Run(plan, world, [], marks)
        try:
            RUNTIME.rest(world, mails=self._mails, before_step=before_step)
            if _operator(world):
                RUNTIME.rest(world, mails=self._mails)
        except RestlessError as restless:
            run.wrong.append(str(restless))
        finally:
            run.trace, run.troubled = PORT.trace[:], PORT.troubled
            PORT.faults, PORT.lasting, PORT.warm = {}, {}, False
        return run

    def _wrong(self, run: Run) -> list[str]:
        world = run.world
        wrong = audit(world, self._known).wrong
        late = world.now - self.scenario.world.now - self._lasted
        if run.plan and len(run.trace) <= run.plan[-1][0]:
            wrong.append(
                "the call that was to go wrong was not made this time: calls depend on something unseen"
            )
        systems = [
            mode
            for number, mode in run.plan
            if number < len(run.trace) and run.trace[number].service == "http"
        ]
        down = len(systems) > 1 or any(mode.lasts for mode in systems)
        if (rested := world.now - run.troubled - self._lasted) > PATIENCE:
            wrong.append(
                f"it came to rest {rested / 60:.0f} minutes later than it should, after the last fault"
            )
        if late < UNSEEN and not down and not self.scenario.slow:
            wrong += differences(self._expected, self._outcome(world))
        return wrong

    def _outcome(self, world: World) -> dict[str, Any]:
        found = outcome(world)
        return {**found, "answers": None} if self.scenario.once else found


def _operator(world: World) -> bool:
    """Do what the alarm of a dead-letter queue asks of the operator, once nothing goes wrong any more."""
    letters = [queue for queue in world.cloud.queues.values() if queue.dead]
    if not letters and not world.relay_dead:
        return False
    world.now = max([world.now, *(until for _, until in PORT.lasting.values())])
    for queue in letters:
        queue.redrive(now=world.now)
    world.relay_dead.clear()
    PORT.faults, PORT.lasting = {}, {}
    return True


def written(plan: Plan) -> str:
    """Return a plan as text, for the command that replays it."""
    return ";".join(f"{number}={mode.name}" for number, mode in plan)


def read(text: str) -> Plan:
    """Read what `written` wrote."""
    parts = (part.split("=", 1) for part in text.split(";") if part)
    return tuple((int(number), BY_NAME[name]) for number, name in parts)
