"""Tries one bug in a process of its own: plants it, runs what should notice it, and says what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

import pytest

from tests.faults.bugs.bug import Bug
from tests.faults.bugs.planting import NotPlantedError, Planted, plant

FAULTS = "faults:"

# What a trial does not need; `unraisableexception` collects garbage for a third of a trial's time.
_WITHOUT = ("cacheprovider", "unraisableexception", "threadexception", "faulthandler", "xdist", "anyio")
_QUIET = ("-x", "-q", *(f"-pno:{plugin}" for plugin in _WITHOUT), "--assert=plain", "--tb=no")
_SLIPS = (SyntaxError, ImportError, NameError)

Verdict = Literal["caught", "NOT NOTICED", "ERROR", "passes"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a bug: `by` is the test that noticed it, or why the trial proves nothing."""

    name: str
    verdict: Verdict
    by: str = ""
    seconds: float = 0.0


def attempt(bug: Bug) -> Outcome:
    """Plant a bug in this process and run what should notice it.

    Caught means that a test has failed with it in place: not that a module could not be loaded or a name is missing.
    """
    try:
        planted = plant(bug)
    except NotPlantedError as error:
        return Outcome(bug.name, "ERROR", str(error))
    return judge(bug, planted, run(bug.caught_by))


def without(bug: Bug) -> Outcome:
    """Run what should notice a bug without the bug: all of it must pass."""
    found = run(bug.caught_by)
    name = " ".join(bug.caught_by)
    return (
        Outcome(name, "ERROR", found.by or found.unfit)
        if found.by or found.unfit
        else Outcome(name, "passes")
    )


def judge(bug: Bug, planted: Planted, found: "Found") -> Outcome:
    """Say what a run with the bug in place has shown."""
    if planted.broken:
        return Outcome(bug.name, "ERROR", f"its module cannot be loaded: {planted.broken}")
    if not planted.met:
        return Outcome(bug.name, "ERROR", "nothing has loaded its module")
    if found.unfit or found.slip:
        return Outcome(bug.name, "ERROR", found.unfit or found.by)
    return Outcome(bug.name, "caught" if found.by else "NOT NOTICED", found.by)


@dataclass(slots=True, eq=False)
class Found:
    """What a run has shown: `by` failed first, through a `slip` of the bug's text or not; `unfit`: it did not run."""

    by: str = ""
    slip: bool = False
    unfit: str = ""

    def pytest_exception_interact(self, node: Any, call: Any) -> None:
        """Remember the first failure; pytest calls this."""
        if not self.by:
            error = call.excinfo.value
            lines = str(error).strip().splitlines() or [""]
            self.by = f"{node.nodeid}: {type(error).__name__}: {lines[0][:100]}"
            self.slip = isinstance(error, _SLIPS)


def _violation(suite: str, selector: str) -> str:
    """Return the first violation that a part of a fault suite finds; a story that cannot be played is one, too."""
    try:
        found = import_module(f"tests.faults.{suite}").run(selector).violations
    except AssertionError as error:
        found = (f"the story cannot be played: {error}",)
    return f"{suite} {selector}: {found[0]}" if found else ""


def run(selection: Iterable[str]) -> Found:
    """Run tests and suites until the first failure."""
    found, tests = Found(), list[str]()
    for chosen in selection:
        if chosen.startswith(FAULTS):
            _, suite, selector = chosen.split(":", 2)
            found.by = found.by or _violation(suite, selector)
        else:
            tests.append(chosen)
    if tests and not found.by:
        status = pytest.main([*_QUIET, *tests], plugins=[found])
        if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            found.unfit = f"pytest could not run it ({status.name}) {found.by}"
    return found
