"""Bugs that wait for the suite that is to catch them; they are not counted."""

from tests.faults.bugs.bug import Bug

PLANNED: tuple[Bug, ...] = ()
