"""Who really sent this: the signatures of HubSpot and Standard Webhooks, basic auth, the secret in a path.

Everything is checked over the bytes as they came, compared in constant time and as text (so that no second
spelling of a signature passes), and may have several secrets, so that one can be replaced without a gap.
"""

import base64
import hmac
import re
from collections.abc import Iterable, Mapping

WINDOW_SECONDS = 300
_DECODED = {f"%{ord(char):02X}": char for char in ":/?@!$'()*,;"}
_ENCODED = re.compile("|".join(_DECODED), re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{1,16}", re.ASCII)


class SignatureError(Exception):
    """The request does not prove who sent it; the message says what is wrong, never what would be right."""


def hubspot_uri(uri: str) -> str:
    """Decode the twelve escapes that HubSpot decodes before it signs, in one pass and nothing else."""
    return _ENCODED.sub(lambda found: _DECODED[found.group().upper()], uri)


def verify_hubspot(
    body: bytes, *, method: str, uri: str, headers: Mapping[str, str], secrets: Iterable[str], now: float
) -> None:
    """Check HubSpot's v3 signature; v1 and v2 are never accepted, because v1 can be replayed for ever.

    Parameters
    ----------
    uri
        The public address as registered with HubSpot, not as this server sees it.
    now
        The wall clock in seconds since 1970.

    Raises
    ------
    SignatureError
        No v3 signature, a wrong one, or one made more than five minutes ago or ahead.
    """
    given, timestamp = headers.get("x-hubspot-signature-v3"), headers.get("x-hubspot-request-timestamp")
    if not given or not timestamp:
        raise SignatureError(
            "The headers X-HubSpot-Signature-v3 and X-HubSpot-Request-Timestamp are both needed."
        )
    _within_window(timestamp, now=now, per_second=1000)
    signed = method.encode() + hubspot_uri(uri).encode() + body + timestamp.encode()
    if not any(_same(given, _base64_hmac(secret.encode(), signed)) for secret in secrets):
        raise SignatureError(
            "X-HubSpot-Signature-v3 does not match. Check the app's client secret and its target URL."
        )


def verify_standard(
    body: bytes, *, headers: Mapping[str, str], secrets: Iterable[str], now: float
) -> tuple[str, int]:
    """Check a Standard Webhooks signature and return the message's id and the second of its sending.

    Raises
    ------
    SignatureError
        A header is missing, none of the ``v1`` signatures matches, or the time is more than five minutes off.
    """
    message, timestamp, given = (
        headers.get(f"webhook-{name}") or "" for name in ("id", "timestamp", "signature")
    )
    if not (message and timestamp and given):
        raise SignatureError(
            "The headers webhook-id, webhook-timestamp and webhook-signature are all needed."
        )
    _within_window(timestamp, now=now, per_second=1)
    signed = b".".join((_bytes(message), timestamp.encode(), body))
    expected = ["v1," + _base64_hmac(_standard_key(secret), signed) for secret in secrets]
    if not any(_same(one, right) for one in given.split(" ") for right in expected):
        raise SignatureError("webhook-signature does not match. Check the signing secret.")
    return message, int(timestamp)


def verify_basic(header: str | None, *, user: str, passwords: Iterable[str]) -> None:
    """Check HTTP basic authentication.

    Raises
    ------
    SignatureError
        No or other credentials.
    """
    scheme, _, given = (header or "").partition(" ")
    right = (base64.b64encode(f"{user}:{password}".encode()).decode() for password in passwords)
    if scheme.lower() != "basic" or not any(_same(given.strip(), one) for one in right):
        raise SignatureError("User or password of the webhook's HTTP authentication is wrong.")


def verify_token(given: str, *, tokens: Iterable[str]) -> None:
    """Check a secret that stands in the address.

    Raises
    ------
    SignatureError
        It is none of ours.
    """
    if not any(_same(given, token) for token in tokens):
        raise SignatureError(
            "The address of this webhook is not one of ours. Copy it again from the settings."
        )


def _within_window(timestamp: str, *, now: float, per_second: int) -> None:
    if not _DIGITS.fullmatch(timestamp):
        raise SignatureError("The signature's timestamp is not a whole number.")
    if abs(now - int(timestamp) / per_second) > WINDOW_SECONDS:
        raise SignatureError("The signature was made more than five minutes ago or ahead. Check the clock.")


def _standard_key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix("whsec_"))


def _base64_hmac(key: bytes, signed: bytes) -> str:
    return base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(_bytes(given), right.encode())


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
