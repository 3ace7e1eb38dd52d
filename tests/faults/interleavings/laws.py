"""What must be so after whatever turns, as sentences about what is not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from chalicelib.adapters.codec import secrets_of
from tests.faults.invariants import records
from tests.faults.runtime import World


def journal(world: World, *types: str) -> list[str]:
    """Return the types of the events that have happened, of those that are asked for."""
    return [e["type"] for record in records(world) for e in record.entries if e["type"] in types]


def once(world: World, type_: str, wanted: int = 1) -> Iterator[str]:
    """Yield that something has not happened exactly so often."""
    found = len(journal(world, type_))
    if found != wanted:
        yield f"{type_} {found} times instead of {wanted}"


def addresses_once(world: World) -> Iterator[str]:
    for record in records(world):
        secrets = {
            f"{sk}.{field}": secret.value
            for sk, text in record.sealed.items()
            for field, secret in secrets_of(json.loads(text)).items()
        }
        known = Counter(
            secrets.get(one.email.p, one.email.p) for one in record.state.contacts if one.email is not None
        )
        yield from (f"{address} is there {n} times" for address, n in known.items() if n > 1)
