"""Load: many webhooks at once and many deadlines at once, through the local cloud. `python -m tests.faults.load 1000`."""

from tests.faults.report import Report


def run(n: int) -> Report:
    """Play all rushes with `n` deals; each deal and each deadline is a world."""
    from tests.faults.load.play import play

    played = play(n)
    return Report(suite="load", worlds=played.worlds, violations=played.violations)
