"""The local cloud comes to rest only when sweeping changes nothing any more."""

from typing import Any

from infra.local.due_index import Due
from infra.local.product_clock import rfc3339
from infra.local.pulse import Pulse
from infra.local.schedules import ScheduleSource
from infra.local.settling import Settler

NOW = 1_795_000_000.0


class Clock:
    def now(self) -> float:
        return NOW


class Swept:
    """A due index of which each sweep takes at most three entries, and a pump that is done at once."""

    def __init__(self, *keys: str, stuck: tuple[str, ...] = ()) -> None:
        self.left, self.stuck, self.sweeps = list(keys), stuck, 0
        self.source = ScheduleSource(
            function="sweep",
            expression="rate(1 minute)",
            clock=Clock(),
            region="eu-1",
            next_at=NOW + 60,  # type: ignore[arg-type]
        )
        self.sources = [self.source]

    connected = True

    def idle(self) -> bool:
        if self.source.next_at <= NOW:
            self.sweeps, self.source.next_at = self.sweeps + 1, NOW + 60
            self.left = [key for key in self.left if key in self.stuck or key not in self.left[:3]]
        return True

    def until(self, instant: float) -> list[Due]:
        return [Due(at=NOW - 1, key=f"{rfc3339(NOW - 1)}#{key}") for key in self.left]

    def next(self, after: float) -> None:
        return None

    def waiting(self) -> list[Any]:
        return []


def settle(swept: Swept) -> list[Any]:
    settler = Settler(clock=Clock(), pulse=Pulse(), dispatcher=swept, due=swept)  # type: ignore[arg-type]
    return settler.settle()


def test_more_than_one_sweep_takes_is_swept_again() -> None:
    swept = Swept("a", "b", "c", "d", "e", "f", "g")
    assert settle(swept) == []
    assert (swept.left, swept.sweeps) == ([], 3)


def test_what_no_sweep_moves_ends_it_and_is_told() -> None:
    swept = Swept("a", "b", stuck=("a",))
    assert [one.why for one in settle(swept)] == ["due, and still there after a sweep"]
    assert swept.sweeps == 2


def test_nothing_due_is_no_sweep() -> None:
    swept = Swept()
    settle(swept)
    assert swept.sweeps == 0
