"""Passwords and keys of customers, encrypted by AWS KMS: the key never leaves it, and each use of it is in CloudTrail."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.domain.errors import UnavailableError


class KmsKeeper:
    """Encrypts under one key, bound to onboarding, task and question: what is copied to another place stays closed."""

    def __init__(self, client: Any, key: str) -> None:
        self._client, self._key = client, key

    def lock(self, value: str, *, onboarding: str, task: str, field: str) -> bytes:
        """Return a value encrypted; raises UnavailableError."""
        about = _context(onboarding, task, field)
        try:
            made = self._client.encrypt(KeyId=self._key, Plaintext=value.encode(), EncryptionContext=about)
        except (ClientError, BotoCoreError) as error:
            raise UnavailableError("The key for secrets cannot be used now.") from error
        return bytes(made["CiphertextBlob"])

    def unlock(self, blob: bytes, *, onboarding: str, task: str, field: str) -> str:
        """Return the value again; raises UnavailableError."""
        about = _context(onboarding, task, field)
        try:
            made = self._client.decrypt(KeyId=self._key, CiphertextBlob=blob, EncryptionContext=about)
        except (ClientError, BotoCoreError) as error:
            raise UnavailableError("The key for secrets cannot be used now.") from error
        return bytes(made["Plaintext"]).decode()


def _context(onboarding: str, task: str, field: str) -> dict[str, str]:
    return {"onboarding": onboarding, "task": task, "field": field}
