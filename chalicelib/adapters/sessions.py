"""What the product signs for browsers and mails: cookies, form tokens, links for the team.

Pure functions over the session key (32 random bytes). Times are product time, UTC; nothing here is secret to its
bearer, it only cannot be forged.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from itsdangerous import BadData, URLSafeSerializer

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that one person may settle from a mail: `kind` is task, escalation or release."""

    onboarding: str
    person: str
    kind: str
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A sign-in link's content; `nonce` is used up by the POST."""

    person: str
    nonce: str
    expires_at: datetime


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
    return _sign(
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
    found = _read(key, salt, value)
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


def act_link(
    key: bytes, public_url: str, *, onboarding: str, person: str, kind: str, subject: str = ""
) -> str:
    """Return the address of the page where `person` settles one thing without signing in.

    Parameters
    ----------
    kind, subject
        ``escalation`` or ``task`` with the thing's id; ``release`` (without one) for an onboarding on hold.
    """
    signed = _sign(key, "act", {"o": onboarding, "p": person, "k": kind, "i": subject})
    return f"{public_url}/console/act/{signed}"


def read_act(key: bytes, signed: str) -> Act | None:
    """Read what an act link is for; None when it is not ours."""
    found = _read(key, "act", signed)
    if found is None:
        return None
    return Act(onboarding=found["o"], person=found["p"], kind=found["k"], subject=found["i"])


def unsubscribe_link(key: bytes, public_url: str, *, onboarding: str, contact: str, mailed: str) -> str:
    """Return where a contact switches reminders off and on; good while they have the address of the commitment `mailed`."""
    content = {"o": onboarding, "c": contact, "m": content_digest(key, f"mailed|{mailed}")}
    return f"{public_url}/unsubscribe/{_sign(key, 'unsubscribe', content)}"


def read_unsubscribe(key: bytes, signed: str) -> tuple[str, str, str] | None:
    """Read whose reminders (onboarding, contact) a link is about, and where it was mailed to; None when it is not ours.

    The last is the `content_digest` of ``mailed|`` and the address's commitment, empty in a link of an older release.
    """
    found = _read(key, "unsubscribe", signed)
    return (found["o"], found["c"], found.get("m", "")) if found else None


def feedback_link(
    key: bytes, public_url: str, *, onboarding: str, contact: str, milestone: str, epoch: int
) -> str:
    """Return the address where a contact says how a milestone went; good as long as the link of that `epoch`."""
    signed = _sign(key, "feedback", {"o": onboarding, "c": contact, "m": milestone, "e": epoch})
    return f"{public_url}/feedback/{signed}"


def read_feedback(key: bytes, signed: str) -> tuple[str, str, str, int | None] | None:
    """Read whose word (onboarding, contact) about which milestone a link is for, and its epoch; None: it is not ours.

    A link of an older release has no epoch.
    """
    found = _read(key, "feedback", signed)
    return (found["o"], found["c"], found["m"], found.get("e")) if found else None


def sign_in_link(key: bytes, public_url: str, *, person: str, nonce: str, expires_at: datetime) -> str:
    """Return the address of a sign-in page, good until `expires_at` (product time) and for one POST."""
    signed = _sign(key, "sign-in", {"p": person, "n": nonce, "t": int(expires_at.timestamp())})
    return f"{public_url}/console/sign-in/{signed}"


def read_sign_in(key: bytes, signed: str, *, now: datetime) -> SignIn | None:
    """Read a sign-in link; None when it is not ours or too old."""
    found = _read(key, "sign-in", signed)
    if found is None:
        return None
    link = SignIn(person=found["p"], nonce=found["n"], expires_at=datetime.fromtimestamp(found["t"], UTC))
    return link if now < link.expires_at else None


def _sign(key: bytes, salt: str, content: Mapping[str, Any]) -> str:
    return str(_serializer(key, salt).dumps(dict(content)))


def _read(key: bytes, salt: str, value: str) -> dict[str, Any] | None:
    try:
        return cast("dict[str, Any]", _serializer(key, salt).loads(value))
    except BadData:
        return None


def _serializer(key: bytes, salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(
        key,
        salt=f"golive.{salt}",
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
