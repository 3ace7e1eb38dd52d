"""Every life of a history under two policies, on two processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chalicelib.domain.playbook import Playbook
from infra.simulation.lives import History
from infra.simulation.outcome import Outcome
from infra.simulation.progress import Progress
from infra.simulation.replay import Replay

PROCESSES = 2
_AT_ONCE = 8
Pair = tuple[Outcome, Outcome]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A history, and the playbooks by tier as they were and as they would be."""

    history: History
    then: Mapping[str, Playbook]
    now: Mapping[str, Playbook]

    def pair(self, number: int) -> Pair:
        """Return what comes of one life then and now."""
        life, team = self.history.life(number), self.history.team
        before, after = self.then[life.tier], self.now[life.tier]
        then = Replay(life=life, playbook=before, team=team).run()
        return then, then if before == after else Replay(life=life, playbook=after, team=team).run()


def tried(trial: Trial, progress: Progress, *, processes: int = PROCESSES) -> list[Pair]:
    """Return both outcomes of every life, in the history's order."""
    size, pairs = trial.history.size, list[Pair]()
    for pair in _alone(trial) if processes == 1 or size < 4 * _AT_ONCE else _shared(trial, processes):
        pairs.append(pair)
        progress.at(len(pairs), size)
    return pairs


def _alone(trial: Trial) -> Iterator[Pair]:
    return (trial.pair(number) for number in range(trial.history.size))


def _shared(trial: Trial, processes: int) -> Iterator[Pair]:
    with multiprocessing.get_context("spawn").Pool(processes, _take, (trial,)) as pool:
        yield from pool.imap(_pair, range(trial.history.size), chunksize=_AT_ONCE)


_TAKEN: list[Trial] = []


def _take(trial: Trial) -> None:
    _TAKEN[:] = [trial]


def _pair(number: int) -> Pair:
    return _TAKEN[0].pair(number)
