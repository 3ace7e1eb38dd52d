"""Writes that happen only if something is so."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError


def if_so(write: Callable[..., Any], **request: Any) -> bool:
    """Make a write with its ConditionExpression; False where that does not hold, and nothing is written."""
    try:
        write(**request)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return False
        raise
    return True
