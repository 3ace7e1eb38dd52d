"""A timer: when something becomes due by time alone, and what it then brings about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.context import Context
from chalicelib.domain.events import Event
from chalicelib.domain.onboarding import Onboarding


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """One rule of time.

    Attributes
    ----------
    due
        The instants ahead, or passed and not acted upon, each with the subject that is due then (``task:…``, an
        escalation's id, or "" where the timer has only one). Reads the state alone, so that an index can hold it.
    bring
        What a subject that is due brings about. Its events must take the instant out of `due`, or move it on.
    on_hold
        Whether it goes on while the onboarding is on hold or has ended.
    """

    due: Callable[[Onboarding], Iterator[tuple[datetime, str]]]
    bring: Callable[[str, Onboarding, Context], tuple[Event, ...]]
    on_hold: bool = False
