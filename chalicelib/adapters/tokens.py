"""Customer link tokens: derived while rendering, stored only as a hash, revoked by raising the epoch."""

import base64
import hashlib
import hmac


class HmacLinkMinter:
    """Derives ``base64url(HMAC-SHA256(link key, purpose|onboarding|contact|epoch))``.

    Parameters
    ----------
    key
        The link key: at least 32 random bytes.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def token(self, *, onboarding: str, contact: str, epoch: int, purpose: str = "portal") -> str:
        """Return the token of a link: 43 characters, 256 bits."""
        message = f"{purpose}|{onboarding}|{contact}|{epoch}".encode()
        return base64.urlsafe_b64encode(hmac.digest(self._key, message, "sha256")).rstrip(b"=").decode()

    def address(self, email: str) -> str:
        """Return the keyed digest that stands for a mail address, however it is written: 40 hexadecimal digits."""
        message = b"address|" + email.strip().casefold().encode("utf-8", "replace")
        return hmac.digest(self._key, message, "sha256").hex()[:40]

    def hash(self, token: str) -> str:
        """Return the hash under which a token's link is stored."""
        return hashlib.sha256(token.encode()).hexdigest()
