#!/usr/bin/env python3
"""Checks the journal of an onboarding: nothing in it was changed, removed or put in between.

    python verify_journal.py journal.json

The file is what GET /api/onboardings/{id}/journal answers (or its `items`). Only Python itself is needed.
Entries that you may not see hold only their sequence and hash; the chain is checked through them.
"""

import hashlib
import json
import sys
from pathlib import Path

HASHED = ("sequence", "type", "v", "at", "actor", "data", "why", "cause", "previous_hash")


def verify(entries: list[dict]) -> str:
    """Return the hash that ends the chain; raise ValueError where it is broken."""
    previous = "0" * 64
    for number, entry in enumerate(entries, 1):
        if entry["sequence"] != number:
            raise ValueError(f"entry {number} is missing; {entry['sequence']} stands in its place")
        if "type" in entry:
            # RFC 8785: keys sorted, no spaces, UTF-8. A journal holds no fractions, so JSON's own form is exact.
            told = {name: entry[name] for name in HASHED}
            text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            if (
                entry["previous_hash"] != previous
                or entry["hash"] != hashlib.sha256(text.encode()).hexdigest()
            ):
                raise ValueError(f"entry {number} ({entry['type']} at {entry['at']}) does not fit the chain")
        previous = entry["hash"]
    return previous


if __name__ == "__main__":
    read = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    items = read["items"] if isinstance(read, dict) else read
    print(f"{len(items)} entries, unbroken; the chain ends in {verify(items)}")
