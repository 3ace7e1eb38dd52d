"""What comes of itself: a deal was read, time has passed."""

from dataclasses import dataclass

from chalicelib.domain.deal import Deal


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDeal:
    """Take note of the state of a deal: opens the onboarding when it is won, else updates or flags it.

    `opens` is False for a mere edit, which changes what is known of a deal and never opens one.
    """

    deal: Deal
    opens: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PassTime:
    """Do everything that has become due."""
