"""Load: many webhooks at once and many deadlines at once, through the local cloud. `make load N=1000` prints what it measures."""

from tests.faults.report import Report

N = 1000
SHARED = 300  # where it is one suite among many on the same cores


def selectors(seed: int) -> list[str]:
    """Return the one part that this suite has: how many deals are won at once."""
    return [str(SHARED)]


def run(n: int | str) -> Report:
    """Play all rushes with `n` deals; each deal and each deadline is a world."""
    from tests.faults.load.play import play

    played = play(int(n))
    found = tuple(f"{one} (again: python -m tests.faults.load {n})" for one in played.violations)
    return Report(suite="load", worlds=played.worlds, violations=found)
