"""Whether a customer's link, or the session begun with it, still opens anything."""

from datetime import datetime, timedelta

from chalicelib.domain.onboarding import Onboarding

AFTER_THE_END = timedelta(days=30)


def open_to(onboarding: Onboarding, *, contact: str, epoch: int, now: datetime) -> bool:
    """Say whether a contact's link of `epoch` still works: not revoked, not left, at most 30 days after the end."""
    known = onboarding.contact(contact)
    if known is None or known.status == "left" or epoch != onboarding.epoch_of(known):
        return False
    return onboarding.ended_at is None or now < onboarding.ended_at + AFTER_THE_END
