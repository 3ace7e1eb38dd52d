#!/usr/bin/env python3
"""Checks the journal of an onboarding: nothing in it was changed, removed or put in between.

    python verify_journal.py journal.json

The file is what GET /api/onboardings/{id}/journal answers, or a list of its entries. Only Python itself is needed.

Covered: sequence, type, v, at, actor, data, why, cause and previous_hash of every entry, and their order.
Not covered: what stands under `resolved`. The entry holds a commitment to each personal value, sha256(salt + value),
and the salts are not in the answer; so that a value was changed cannot be seen here.
Nor can a chain tell that its tail was cut off: compare its end with one that you kept, or that somebody else sees.
"""

import hashlib
import json
import sys
from pathlib import Path

HASHED = ("sequence", "type", "v", "at", "actor", "data", "why", "cause", "previous_hash")


def verify(entries: list[dict]) -> str:
    """Return the hash that ends the chain; raise ValueError, with a sentence, where it is broken."""
    if not isinstance(entries, list) or not entries:
        raise ValueError("there is no entry in it, and every journal has at least one")
    previous = "0" * 64
    for number, entry in enumerate(entries, 1):
        missing = [name for name in (*HASHED, "hash") if not isinstance(entry, dict) or name not in entry]
        if missing:
            raise ValueError(f"entry {number} lacks {', '.join(missing)}, so it cannot be checked")
        if entry["sequence"] != number:
            raise ValueError(f"entry {number} is missing; {entry['sequence']} stands in its place")
        # RFC 8785: keys sorted, no spaces, UTF-8. A journal holds no fractions, so JSON's own form is exact.
        told = {name: entry[name] for name in HASHED}
        text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if entry["previous_hash"] != previous or entry["hash"] != sha256(text):
            raise ValueError(f"entry {number} ({entry['type']} at {entry['at']}) does not fit the chain")
        previous = entry["hash"]
    return previous


def sha256(text: str) -> str:
    """Return the hash of a text; half a surrogate pair, which no journal holds, is hashed as it stands."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def main(name: str) -> str:
    """Return what to print about a file; raise OSError or ValueError where it is no whole, unbroken journal."""
    try:
        read = json.loads(Path(name).read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"it is not JSON ({error})") from error
    if isinstance(read, dict) and read.get("next"):
        raise ValueError(
            f"this is one page of it; get the rest with ?cursor={read['next']}, and put both into one list"
        )
    items = read.get("items") if isinstance(read, dict) else read
    end = verify(items)
    return (
        f"{len(items)} entries, unbroken. The chain ends in {end}\n"
        "Compare it with the hash of the newest entry on the onboarding's page, or with one that you kept: "
        "only so a cut-off end is seen.\n"
        "Personal values (`resolved`) are not covered: their salts are not in the file."
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name one file: python verify_journal.py journal.json")
    try:
        print(main(sys.argv[1]))
    except (OSError, ValueError) as error:
        sys.exit(f"{sys.argv[1]} is not a whole, unbroken journal: {error}.")
