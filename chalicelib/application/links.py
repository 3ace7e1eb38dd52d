"""Which links a commit makes, and by which address a lost one is found again."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from chalicelib.application.ports import Link, LinkMinter, Secret, Vault
from chalicelib.domain.events import (
    ContactAdded,
    ContactChanged,
    ContactCorrected,
    Event,
    LinkRenewed,
    LinksRevoked,
    OnboardingOpened,
)
from chalicelib.domain.onboarding import Contact, Onboarding
from chalicelib.domain.values import Personal

_EARLIER = 20  # links of one contact that are forgotten with their address, the newest first


def links(
    before: Onboarding | None,
    after: Onboarding,
    events: tuple[Event, ...],
    *,
    vault: Vault | None,
    stored: Callable[[], Mapping[str, Secret]],
    minter: LinkMinter,
) -> tuple[Link, ...]:
    """Return the links to write: new ones with the address that they go to, and those that an address leads to no more.

    Parameters
    ----------
    vault, stored
        Where the contacts' addresses are: what comes with this commit, and what is there already (asked only at need).
    """
    kept = cache(stored)
    brought = {f"{vault.id}.{name}": secret for name, secret in vault.values.items()} if vault else {}

    def address(email: Personal | None) -> str:
        secret = (brought.get(email.p) or kept().get(email.p)) if email else None
        return minter.address(secret.value) if secret else ""

    made = {contact.id: contact for contact in _fresh(after, events)}
    fresh = [_link(after, c, after.epoch_of(c), minter, address(c.email)) for c in made.values()]
    return (*sorted(fresh, key=lambda link: link.contact), *_forgotten(before, after, events, minter))


def _fresh(after: Onboarding, events: tuple[Event, ...]) -> Iterator[Contact]:
    """Yield the contacts who get a link of their own now."""
    for event in events:
        match event:
            case OnboardingOpened() | LinksRevoked():
                yield from (contact for contact in after.contacts if contact.status != "left")
            case ContactAdded():
                yield from _named(after, event.contact.id)
            case LinkRenewed():
                yield from _named(after, event.contact)
            case ContactCorrected() if event.readdressed:
                yield from _named(after, event.contact)


def _forgotten(
    before: Onboarding | None, after: Onboarding, events: tuple[Event, ...], minter: LinkMinter
) -> Iterator[Link]:
    """Yield the links of those who have left, or are mailed elsewhere: nobody finds them by that address any more."""
    for event in events if before else ():
        left = isinstance(event, ContactChanged) and event.status == "left"
        moved = isinstance(event, ContactCorrected) and event.readdressed
        if not isinstance(event, ContactChanged | ContactCorrected) or not (left or moved):
            continue
        for contact in _named(after, event.contact):
            last = after.epoch_of(contact) - (1 if moved else 0)
            for epoch in range(last, max(last - _EARLIER, 0), -1):
                yield _link(after, contact, epoch, minter, "")


def _named(state: Onboarding, contact_id: str) -> Iterator[Contact]:
    contact = state.contact(contact_id)
    if contact:
        yield contact


def _link(state: Onboarding, contact: Contact, epoch: int, minter: LinkMinter, address: str) -> Link:
    token = minter.token(onboarding=state.id, contact=contact.id, epoch=epoch)
    return Link(
        hash=minter.hash(token),
        purpose="portal",
        onboarding=state.id,
        contact=contact.id,
        epoch=epoch,
        address=address,
    )
