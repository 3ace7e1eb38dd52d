"""Sign-in by mail: asking for a link puts an effect into the person's own outbox; delivery makes the link."""

import hashlib
from datetime import UTC, datetime, timedelta

from chalicelib.application.outbox import Outbox
from chalicelib.application.ports import Clock
from chalicelib.domain.effects import SendMail, effect_key
from chalicelib.domain.outbox import Entry, owner_of

LIFE = timedelta(minutes=15)
_NAME = "sign_in."


def request_sign_in(person: str, *, nonce: str, outbox: Outbox, clock: Clock) -> bool:
    """Have a sign-in link mailed to a person of the directory; False if it was asked for under this nonce before.

    Parameters
    ----------
    person
        The directory's id.
    nonce
        Made by the form that asks, of any length: the same form sent twice mails one link.
    """
    digest = hashlib.sha256(nonce.encode()).hexdigest()[:32]
    effect = SendMail(name=_NAME + digest, mail="sign_in", to=f"person:{person}")
    key = effect_key(person, 0, effect)
    return outbox.add(Entry(owner=owner_of(key), key=key, effect=effect, written_at=clock.now()))


def nonce_of(mail: SendMail) -> str:
    """Return the nonce of the link, used up by the sign-in; it stems from the one that the mail was asked for with."""
    return mail.name.removeprefix(_NAME)


def expiry(entry: Entry) -> datetime:
    """Return when the link of a sign-in mail expires: 15 minutes after it was asked for, whenever it is sent."""
    return (entry.written_at or datetime.min.replace(tzinfo=UTC)) + LIFE
