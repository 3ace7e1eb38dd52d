"""The links that the product signs: the team's to sign in and to settle one thing, the customer's in the feet of mails.

Pure functions over the session key. Times are product time, UTC.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.adapters.sessions import content_digest
from chalicelib.adapters.signed import read, sign


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


def act_link(
    key: bytes, public_url: str, *, onboarding: str, person: str, kind: str, subject: str = ""
) -> str:
    """Return the address of the page where `person` settles one thing without signing in.

    Parameters
    ----------
    kind, subject
        ``escalation`` or ``task`` with the thing's id; ``release`` (without one) for an onboarding on hold.
    """
    signed = sign(key, "act", {"o": onboarding, "p": person, "k": kind, "i": subject})
    return f"{public_url}/console/act/{signed}"


def read_act(key: bytes, signed: str) -> Act | None:
    """Read what an act link is for; None when it is not ours."""
    found = read(key, "act", signed)
    if found is None:
        return None
    return Act(onboarding=found["o"], person=found["p"], kind=found["k"], subject=found["i"])


def unsubscribe_link(key: bytes, public_url: str, *, onboarding: str, contact: str, mailed: str) -> str:
    """Return where a contact switches reminders off and on; good while they have the address of the commitment `mailed`."""
    content = {"o": onboarding, "c": contact, "m": content_digest(key, f"mailed|{mailed}")}
    return f"{public_url}/unsubscribe/{sign(key, 'unsubscribe', content)}"


def read_unsubscribe(key: bytes, signed: str) -> tuple[str, str, str] | None:
    """Read whose reminders (onboarding, contact) a link is about, and where it was mailed to; None when it is not ours.

    The last is the `content_digest` of ``mailed|`` and the address's commitment, empty in a link of an older release.
    """
    found = read(key, "unsubscribe", signed)
    return (found["o"], found["c"], found.get("m", "")) if found else None


def feedback_link(
    key: bytes, public_url: str, *, onboarding: str, contact: str, milestone: str, epoch: int
) -> str:
    """Return the address where a contact says how a milestone went; good as long as the link of that `epoch`."""
    signed = sign(key, "feedback", {"o": onboarding, "c": contact, "m": milestone, "e": epoch})
    return f"{public_url}/feedback/{signed}"


def read_feedback(key: bytes, signed: str) -> tuple[str, str, str, int | None] | None:
    """Read whose word (onboarding, contact) about which milestone a link is for, and its epoch; None: it is not ours.

    A link of an older release has no epoch.
    """
    found = read(key, "feedback", signed)
    return (found["o"], found["c"], found["m"], found.get("e")) if found else None


def sign_in_link(key: bytes, public_url: str, *, person: str, nonce: str, expires_at: datetime) -> str:
    """Return the address of a sign-in page, good until `expires_at` (product time) and for one POST."""
    signed = sign(key, "sign-in", {"p": person, "n": nonce, "t": int(expires_at.timestamp())})
    return f"{public_url}/console/sign-in/{signed}"


def read_sign_in(key: bytes, signed: str, *, now: datetime) -> SignIn | None:
    """Read a sign-in link; None when it is not ours or too old."""
    found = read(key, "sign-in", signed)
    if found is None:
        return None
    link = SignIn(person=found["p"], nonce=found["n"], expires_at=datetime.fromtimestamp(found["t"], UTC))
    return link if now < link.expires_at else None
