"""The sweep: asks the due index who could change by time alone, and sends each one a tick."""

from datetime import datetime

from chalicelib.application.handle import Envelope
from chalicelib.application.ports import Listings
from chalicelib.domain.commands import PassTime
from chalicelib.domain.values import instant


def ticks(listings: Listings, now: datetime) -> tuple[Envelope, ...]:
    """Return one tick for each onboarding that is due; its id is the due instant, so that a repetition is harmless."""
    return tuple(
        Envelope(onboarding=onboarding, id=f"tick:{instant(due)}", actor="system:sweep", command=PassTime())
        for onboarding, due in listings.due(now)
    )
