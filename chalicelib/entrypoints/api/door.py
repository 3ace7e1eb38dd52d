"""Who asks the API, and how: the token, the person behind it, the key of the request, its parameters."""

import hmac
import re
import uuid

from chalice.app import Request

from chalicelib import bootstrap
from chalicelib.entrypoints.problems import ProblemError

_KEY = re.compile(r"[!-~]{1,200}")


def token_of(request: Request) -> str:
    """Return the name of the token that the request carries."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    named = ""
    for token, name in bootstrap.secrets()["api_tokens"].items():
        if hmac.compare_digest(token.encode(), given.strip().encode(errors="replace")):
            named = name
    if scheme.lower() != "bearer" or not named:
        raise ProblemError(401, "unauthorized", "Send a known token: Authorization: Bearer <token>.")
    return named


def params_of(request: Request, *known: str) -> dict[str, str]:
    """Return the parameters of the address; others than those `known` are refused."""
    from chalicelib.entrypoints.api.requests.parameters import check_known

    params = dict(request.query_params or {})
    check_known(params, *known)
    return params


def person_of(email: str) -> str:
    """Return the directory id of an address."""
    from chalicelib.domain.errors import InvalidError

    person = bootstrap.people().directory().by_email(email)
    if person is None or not person.active:
        raise InvalidError(f"'{email[:200]}' is nobody in the directory.")
    return person.id


def actor_of(request: Request, token: str) -> str:
    """Return who acts: the person that the request names, else its token."""
    email = request.headers.get("golive-actor")
    return f"person:{person_of(email)}" if email else f"token:{token}"


def key_of(request: Request, token: str) -> str:
    """Return what makes this request the only one of its kind; keys of different tokens are different."""
    key = request.headers.get("idempotency-key", uuid.uuid4().hex)
    if not _KEY.fullmatch(key):
        raise ProblemError(422, "invalid", "An Idempotency-Key is 1 to 200 visible ASCII characters.")
    return f"api:{token}:{key}"
