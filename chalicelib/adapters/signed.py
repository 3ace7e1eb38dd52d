"""Values that only the product can have written, each good for one purpose."""

import hashlib
from collections.abc import Mapping
from typing import Any, cast

from itsdangerous import BadData, URLSafeSerializer


def sign(key: bytes, salt: str, content: Mapping[str, Any]) -> str:
    """Write a content down so that it cannot be forged, for the purpose that `salt` names."""
    return str(_serializer(key, salt).dumps(dict(content)))


def read(key: bytes, salt: str, value: str) -> dict[str, Any] | None:
    """Read what was signed for a purpose; None when it is not ours, or was signed for another."""
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
