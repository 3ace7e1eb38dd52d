"""A target: what is sent to a part of the product, and what must hold whatever is sent.

An input is a JSON value, so that every failing one can be printed, kept and tried again by one command.
"""

import base64
import json
import shlex
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

Attempt = Callable[[Any], None]
_LONG = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One thing to fuzz.

    Attributes
    ----------
    world
        Opens the part of the product and yields the attempt: it sends one input, and raises if something does not hold.
    every
        All inputs that there are, where they can be counted.
    drawn
        Inputs drawn by Hypothesis, beside them or where they cannot.
    most
        How many of all inputs are tried for each example that is asked for.
    share
        How many examples are made of each that is asked for: less than one where a world takes long.
    """

    name: str
    world: Callable[[], AbstractContextManager[Attempt]]
    every: Callable[[], Sequence[Any]] | None = None
    drawn: st.SearchStrategy[Any] | None = None
    most: int = 150
    share: float = 1.0

    def chosen(self, examples: int, seed: int) -> Sequence[Any]:
        """Return all inputs that can be counted or, if there are too many, evenly spaced ones; others for each seed."""
        inputs = self.every() if self.every is not None else ()
        step = max(1, -(-len(inputs) // int(self.most * self.share * examples + 1)))
        return inputs[seed % step :: step]


class Tally:
    """Counts what was tried, and remembers what failed."""

    def __init__(self, target: Target) -> None:
        self.target, self.worlds = target, 0
        self.violations: list[str] = []

    def try_all(self, attempt: Attempt, inputs: Iterator[Any] | Sequence[Any], *, most: int = 5) -> None:
        """Try each input; stop after `most` violations, as they are of one kind as a rule."""
        for given_input in inputs:
            self.worlds += 1
            try:
                attempt(given_input)
            except Exception as error:
                self.violations.append(told(self.target, given_input, error))
                if len(self.violations) >= most:
                    return

    def draw(self, attempt: Attempt, strategy: st.SearchStrategy[Any], examples: int, number: int) -> None:
        """Draw inputs; the first failing one is made as small as Hypothesis can."""
        failing: list[Any] = []

        @seed(number)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
            report_multiple_bugs=False,
        )
        @given(strategy)
        def one(drawn: Any) -> None:
            self.worlds += 1
            try:
                attempt(drawn)
            except Exception:
                failing[:] = [drawn]
                raise

        try:
            one()
        except Exception as error:
            self.violations.append(told(self.target, failing[0] if failing else None, error))


def told(target: Target, given_input: Any, error: BaseException) -> str:
    """Return a violation in words, with the command that replays it."""
    command = f"python -m tests.faults.fuzz {target.name} {shlex.quote(written(given_input))}"
    return f"{target.name}: {type(error).__name__}: {str(error)[:1500]}\n  {command}"


def written(given_input: Any) -> str:
    """Return an input as text that a command line takes."""
    text = json.dumps(given_input)
    packed = "z:" + base64.b85encode(zlib.compress(text.encode(), 9)).decode()
    return text if len(text) <= _LONG else packed


def read(text: str) -> Any:
    """Return the input that `written` wrote."""
    if text.startswith("z:"):
        text = zlib.decompress(base64.b85decode(text[2:])).decode()
    return json.loads(text)
