"""The sweep: asks the due index who could change by time alone, and sends each one a tick."""

from datetime import datetime

from chalicelib.application.handle import Envelope
from chalicelib.application.ports import Listings
from chalicelib.domain.commands import PassTime
from chalicelib.domain.values import instant


def ticks(listings: Listings, now: datetime) -> tuple[Envelope, ...]:
    """Return one tick for each onboarding that is due.

    Its id names the due instant and the sweep: a repetition is harmless, and what is due at the same instant once more
    (a document that was judged late and must be looked at again) is not taken for one.
    """
    swept = instant(now)
    return tuple(
        Envelope(
            onboarding=onboarding,
            id=f"tick:{instant(due)}:{swept}",
            actor="system:sweep",
            command=PassTime(),
        )
        for onboarding, due in listings.due(now)
    )
