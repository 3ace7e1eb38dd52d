"""Forms that come in: read within bounds, and only from our own pages."""

import hmac
import re
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from chalicelib import bootstrap
from chalicelib.adapters import sessions
from chalicelib.adapters.sessions import Session
from chalicelib.entrypoints.pages import PageRefusalError
from chalicelib.settings import settings

_LARGEST = 200_000
_MOST_FIELDS = 200
_NONCE = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What was typed, by field; the first value where a field came several times."""

    fields: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return a field as typed, tidied; empty if it did not come."""
        from chalicelib.application.forms.answers import tidy

        return tidy(self.fields.get(name, ""))

    @property
    def nonce(self) -> str:
        """Return the page's hidden nonce: the same when the same form is sent twice."""
        nonce = self.fields.get("nonce", "")
        if not _NONCE.fullmatch(nonce):
            raise PageRefusalError("stale-form", 400)
        return nonce

    def content(self) -> str:
        """Return everything typed as one text, to tell it from another sending of the same page."""
        kept = sorted((k, v) for k, v in self.fields.items() if k not in {"csrf", "nonce", "whose"})
        return "\x1f".join(f"{name}\x1e{value}" for name, value in kept)


def read_form(request: Any) -> Form:
    """Read a form's body.

    Raises
    ------
    PageRefusalError
        It is too large, or no form.
    """
    raw = request.raw_body or b""
    if len(raw) > _LARGEST:
        raise PageRefusalError("too-large", 413)
    try:
        pairs = parse_qsl(raw.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except (UnicodeDecodeError, ValueError):
        raise PageRefusalError("unreadable", 400) from None
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields.setdefault(name, value)
    return Form(fields=fields)


def check_origin(request: Any) -> None:
    """Refuse a POST that another site's page has made.

    Our pages send no referrer, so browsers write their Origin as ``null``; ``Sec-Fetch-Site`` then tells where it
    came from. A request without either header comes from no page at all.

    Raises
    ------
    PageRefusalError
        The request comes from elsewhere.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    ours = urlsplit(settings().public_url)
    foreign = origin not in (None, "null", f"{ours.scheme}://{ours.netloc}")
    if foreign or site not in (None, "same-origin", "none"):
        raise PageRefusalError("foreign", 403)


def surely_ours(request: Any) -> bool:
    """Say whether the browser itself says that a form was sent by one of our pages."""
    ours = urlsplit(settings().public_url)
    origin = request.headers.get("origin")
    same_site = bool(request.headers.get("sec-fetch-site") == "same-origin")
    return same_site or bool(origin == f"{ours.scheme}://{ours.netloc}")


def hidden_fields(session: Session) -> dict[str, str]:
    """Return a form's hidden fields: the session's token, and a nonce that makes sending it twice once."""
    return {"csrf": _token(session), "nonce": secrets.token_urlsafe(16)}


def check_token(form: Form, session: Session) -> None:
    """Refuse a form that does not carry its session's token.

    Raises
    ------
    PageRefusalError
        The token is missing or another session's.
    """
    if not hmac.compare_digest(form.fields.get("csrf", "").encode(), _token(session).encode()):
        raise PageRefusalError("stale-form", 403)


def _token(session: Session) -> str:
    return sessions.form_token(bootstrap.session_key(), session.id)
