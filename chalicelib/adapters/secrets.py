"""The one secret of a deployment: keys, credentials of the CRMs, tokens of the API."""

import json
import time
from typing import Any, cast

_KEPT_FOR = 300.0


class SecretStore:
    """Reads the secret's JSON and keeps it for five minutes, so that a rotation arrives without a deployment.

    Parameters
    ----------
    client
        A boto3 Secrets Manager client.
    name
        Name or ARN of the secret. docs/settings.md describes its fields.
    """

    def __init__(self, client: Any, name: str) -> None:
        self._client, self._name = client, name
        self._value: dict[str, Any] = {}
        self._until = 0.0

    def read(self) -> dict[str, Any]:
        """Return the secret's fields, at most five minutes old."""
        now = time.monotonic()
        if now >= self._until:
            text = self._client.get_secret_value(SecretId=self._name)["SecretString"]
            self._value, self._until = cast("dict[str, Any]", json.loads(text)), now + _KEPT_FOR
        return self._value
