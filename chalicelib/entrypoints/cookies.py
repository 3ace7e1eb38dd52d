"""The two session cookies: the customer's and the team's. Signed, checked against the product clock."""

import secrets
from datetime import datetime
from typing import Any

from chalicelib import bootstrap
from chalicelib.adapters import sessions
from chalicelib.adapters.sessions import Session
from chalicelib.settings import settings

_BASE = {"portal": "golive", "console": "golive-team"}


def name(kind: str) -> str:
    """Return a cookie's name: with ``__Host-`` wherever the browser lets us (https, no path)."""
    config = settings()
    return f"__Host-{_BASE[kind]}" if config.secure and not config.path_prefix else _BASE[kind]


def begin(kind: str, *, who: str, now: datetime, onboarding: str = "", epoch: int = 0) -> str:
    """Return the Set-Cookie header of a new session."""
    session = sessions.new_session(
        session_id=secrets.token_urlsafe(18), who=who, now=now, onboarding=onboarding, epoch=epoch
    )
    return _header(kind, bootstrap.session_key(), session, now=now)


def brought(request: Any, kind: str) -> bool:
    """Say whether a request brings a session of ours along, be it alive or not."""
    return bool(_ours(request, kind))


def current(request: Any, kind: str, *, now: datetime) -> Session | None:
    """Return the session that a request belongs to, if it is still alive.

    Other cookies of the host may hold anything: they are passed over, and of ours the first that is good counts.
    """
    ours = _ours(request, kind)
    opened = (sessions.open_session(bootstrap.session_key(), value, salt=kind, now=now) for value in ours)
    return next((session for session in opened if session), None)


def extend(kind: str, session: Session, *, now: datetime) -> str:
    """Return the Set-Cookie header that moves a session's idle end."""
    return _header(kind, bootstrap.session_key(), sessions.extended(session, now), now=now)


def end(kind: str) -> str:
    """Return the Set-Cookie header that ends a session."""
    return f"{name(kind)}=; Max-Age=0; {_flags()}"


def _ours(request: Any, kind: str) -> list[str]:
    pairs = (part.strip().partition("=") for part in request.headers.get("cookie", "").split(";"))
    return [value for found, _, value in pairs if found == name(kind)]


def _header(kind: str, key: bytes, session: Session, *, now: datetime) -> str:
    value = sessions.seal_session(key, session, salt=kind)
    return f"{name(kind)}={value}; Max-Age={session.left(now)}; {_flags()}"


def _flags() -> str:
    config = settings()
    secure = "; Secure" if config.secure else ""
    return f"Path={config.path_prefix or '/'}; HttpOnly; SameSite=Lax{secure}"
