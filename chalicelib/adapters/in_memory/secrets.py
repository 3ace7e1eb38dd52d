"""A keeper of secrets for tests: it does not encrypt, it only binds a value to its place."""

import base64

from chalicelib.domain.errors import UnavailableError


class InMemoryKeeper:
    """Says no to whoever asks for another place than the one that a value was locked for."""

    def lock(self, value: str, *, onboarding: str, task: str, field: str) -> bytes:
        """Return a value as nobody reads it by accident."""
        return base64.b64encode(f"{onboarding}|{task}|{field}|{value}"[::-1].encode())

    def unlock(self, blob: bytes, *, onboarding: str, task: str, field: str) -> str:
        """Return the value again; raises UnavailableError."""
        place, text = f"{onboarding}|{task}|{field}|", base64.b64decode(blob).decode()[::-1]
        if not text.startswith(place):
            raise UnavailableError("The key for secrets cannot be used now.")
        return text.removeprefix(place)
