"""The sweep: asks the due index what could change by time alone, and sends each one a tick."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from chalicelib.application.handle import Envelope
from chalicelib.domain.commands import PassTime
from chalicelib.domain.values import instant

_DESK = "person:"
MORNINGS = "mornings"


def ticks(due: Iterable[tuple[str, datetime]], now: datetime) -> tuple[Envelope, ...]:
    """Return one tick for each onboarding that is due.

    Its id names the due instant and the sweep: a repetition is harmless, and what is due at the same instant once more
    (a document that was judged late and must be looked at again) is not taken for one.
    """
    swept = instant(now)
    return tuple(
        Envelope(
            onboarding=name,
            id=f"tick:{instant(at)}:{swept}",
            actor="system:sweep",
            command=PassTime(),
        )
        for name, at in due
        if not name.startswith(_DESK) and name != MORNINGS
    )


def desk_ticks(
    due: Iterable[tuple[str, datetime]], now: datetime
) -> tuple[tuple[dict[str, Any], str, str], ...]:
    """Return (message, group, key) for each desk that is due; the key names due instant and sweep, as a tick's id does."""
    return tuple(
        ({"person": name.removeprefix(_DESK)}, name, f"{name}:{instant(at)}:{instant(now)}")
        for name, at in due
        if name.startswith(_DESK)
    )


def morning_ticks(
    due: Iterable[tuple[str, datetime]], now: datetime
) -> tuple[tuple[dict[str, Any], str, str], ...]:
    """Return (message, group, key) if somebody's working day begins."""
    return tuple(
        ({MORNINGS: instant(at)}, MORNINGS, f"{MORNINGS}:{instant(at)}:{instant(now)}")
        for name, at in due
        if name == MORNINGS
    )
