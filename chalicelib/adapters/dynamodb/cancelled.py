"""Why the table has cancelled a transaction."""

from collections.abc import Sequence

from botocore.exceptions import ClientError

_FASTER = frozenset({"ConditionalCheckFailed", "TransactionConflict"})


def codes_of(error: ClientError) -> list[str]:
    """Return the code of each action in its order; ``None`` for one that would have been carried out."""
    reasons = error.response.get("CancellationReasons", [])
    return [reason.get("Code", "None") for reason in reasons]


def faster(codes: Sequence[str]) -> bool:
    """Say whether nothing was in the way but that somebody else was faster: deciding again can help."""
    return set(codes) - {"None"} <= _FASTER
