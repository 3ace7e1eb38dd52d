"""Which field of a CRM feeds which of ours: data, a file per source in `mappings/`."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

_HERE = Path(__file__).parent / "mappings"


@cache
def mapping(source: str) -> dict[str, Any]:
    """Return the mapping of a source. docs/webhooks.md describes the file."""
    return cast("dict[str, Any]", json.loads((_HERE / f"{source}.json").read_text("utf-8")))


@cache
def names(source: str, *sections: str) -> frozenset[str]:
    """Return every field of the CRM that the given sections of a mapping read (all of them if none is named)."""
    file = mapping(source)
    return frozenset(
        name
        for section in sections or ("deal", "account", "contact", "attributes")
        for candidates in file.get(section, {}).values()
        for name in candidates
    )


def pick(fields: Mapping[str, Any], section: Mapping[str, list[str]]) -> dict[str, Any]:
    """Translate a CRM's fields: for each of our names the first of theirs that holds something."""
    picked: dict[str, Any] = {}
    for ours, candidates in section.items():
        for theirs in candidates:
            if fields.get(theirs) not in (None, "", [], {}):
                picked[ours] = fields[theirs]
                break
    return picked
