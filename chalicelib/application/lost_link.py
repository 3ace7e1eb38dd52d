"""A link that somebody has lost: asking puts an effect into the outbox of the address; delivery finds out whether we know it.

Whoever asks is told nothing, and nothing is looked up before the answer: what an address leads to is found behind the
queue, and the links go to the address on record only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.application.access import open_to
from chalicelib.application.outbox import Outbox
from chalicelib.application.personal import Names
from chalicelib.application.ports import Clock, LinkMinter, Links, OnboardingStore
from chalicelib.domain.effects import SendMail, effect_key
from chalicelib.domain.onboarding import Contact, Onboarding
from chalicelib.domain.outbox import Entry, owner_of

ONCE_IN = timedelta(minutes=10)
_EPOCH = datetime.fromisoformat("2026-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """An onboarding that somebody may enter, and as whom; `names` reads its personal values."""

    onboarding: Onboarding
    contact: Contact
    names: Names


def request_link(email: str, *, minter: LinkMinter, outbox: Outbox, clock: Clock) -> bool:
    """Have the links of an address mailed to it; False if that was asked for within the same ten minutes before.

    One write, whatever was typed: neither key nor effect holds more than a keyed digest of it.
    """
    address, now = minter.address(email), clock.now()
    effect = SendMail(
        name=f"lost_link.{(now - _EPOCH) // ONCE_IN}", mail="lost_link", to=f"address:{address}"
    )
    key = effect_key(f"@{address}", 0, effect)
    return outbox.add(Entry(owner=owner_of(key), key=key, effect=effect, written_at=now))


def doors(
    address: str, *, links: Links, store: OnboardingStore, minter: LinkMinter, now: datetime
) -> Iterator[Door]:
    """Yield what an address opens now, by its digest; the index only hints, what is stored counts."""
    for onboarding_id, contact_id in links.mailed_to(address):
        stored = store.load(onboarding_id)
        contact = stored.onboarding.contact(contact_id) if stored else None
        if stored is None or contact is None or contact.email is None or contact.status != "active":
            continue
        epoch = stored.onboarding.epoch_of(contact)
        if not open_to(stored.onboarding, contact=contact.id, epoch=epoch, now=now):
            continue
        names = Names(store.personal(onboarding_id))
        if minter.address(names.reveal(contact.email)) == address:
            yield Door(onboarding=stored.onboarding, contact=contact, names=names)
