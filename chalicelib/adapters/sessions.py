"""Sessions of browsers: their cookies, the tokens of their forms, the codes that are mailed to them.

Pure functions over the session key (32 random bytes). Times are product time, UTC; nothing here is secret to its
bearer, it only cannot be forged.
"""

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from chalicelib.adapters.signed import read, sign

IDLE = timedelta(minutes=30)
PROVEN = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who came through a link. Customers have `onboarding`, `who` (contact) and `epoch`; of the team, `who` only.

    Attributes
    ----------
    id
        Random; the form token is derived from it.
    idle_until, ends_at
        UTC. The first moves with every page, the second never.
    proven_until
        UTC. Until then they have shown, by a code, that they read the mail of the contact.
    """

    id: str
    who: str
    idle_until: datetime
    ends_at: datetime
    onboarding: str = ""
    epoch: int = 0
    proven_until: datetime | None = None

    def alive(self, now: datetime) -> bool:
        """Say whether the session may still be used."""
        return now < self.idle_until and now < self.ends_at

    def proven(self, now: datetime) -> bool:
        """Say whether they have shown by a code, less than half an hour ago, that they read their mail."""
        return self.proven_until is not None and now < self.proven_until

    def left(self, now: datetime) -> int:
        """Return the whole seconds until it ends by itself: the cookie's Max-Age."""
        return max(0, int((min(self.idle_until, self.ends_at) - now).total_seconds()))


def new_session(*, session_id: str, who: str, now: datetime, onboarding: str = "", epoch: int = 0) -> Session:
    """Begin a session at `now`."""
    return Session(
        id=session_id,
        who=who,
        idle_until=now + IDLE,
        ends_at=now + ABSOLUTE,
        onboarding=onboarding,
        epoch=epoch,
    )


def extended(session: Session, now: datetime) -> Session:
    """Return the session with its idle end moved on."""
    return replace(session, idle_until=min(now + IDLE, session.ends_at))


def proven(session: Session, now: datetime) -> Session:
    """Return the session of somebody who has just typed the right code."""
    return replace(extended(session, now), proven_until=now + PROVEN)


def visit_of(session_id: str) -> str:
    """Return what stands for a session where its own id must not be written down."""
    return hashlib.sha256(b"visit|" + session_id.encode()).hexdigest()[:24]


def mailed_code(key: bytes, *, onboarding: str, contact: str, challenge: str, visit: str) -> str:
    """Return the six digits that a challenge stands for; they are derived where they are needed and stored nowhere."""
    message = f"code|{onboarding}|{contact}|{visit}|{challenge}".encode()
    return f"{int.from_bytes(hmac.digest(key, message, 'sha256')) % 10**6:06}"


def seal_session(key: bytes, session: Session, *, salt: str) -> str:
    """Write a cookie's value; `salt` is ``portal`` or ``console``, and neither is good for the other."""
    return sign(
        key,
        salt,
        {
            "s": session.id,
            "w": session.who,
            "i": int(session.idle_until.timestamp()),
            "a": int(session.ends_at.timestamp()),
            "o": session.onboarding,
            "e": session.epoch,
            "p": int(session.proven_until.timestamp()) if session.proven_until else 0,
        },
    )


def open_session(key: bytes, value: str, *, salt: str, now: datetime) -> Session | None:
    """Read a cookie's value; None when it is not ours or has ended."""
    found = read(key, salt, value)
    if found is None:
        return None
    session = Session(
        id=found["s"],
        who=found["w"],
        idle_until=datetime.fromtimestamp(found["i"], UTC),
        ends_at=datetime.fromtimestamp(found["a"], UTC),
        onboarding=found["o"],
        epoch=found["e"],
        proven_until=datetime.fromtimestamp(found["p"], UTC) if found.get("p") else None,
    )
    return session if session.alive(now) else None


def form_token(key: bytes, session_id: str) -> str:
    """Return the token that every form of a session carries (against cross-site requests)."""
    return hmac.digest(key, b"form|" + session_id.encode(), "sha256").hex()[:32]


def content_digest(key: bytes, content: str) -> str:
    """Return a keyed digest that tells one form's content from another's without giving it away."""
    return hmac.digest(key, b"content|" + content.encode(), "sha256").hex()[:24]
