"""The languages that customers are spoken to in."""

import re
from typing import Literal

Language = Literal["en", "de", "fr", "es"]
ENGLISH = "en"
OFFERED = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español"}  # by tag, in their own words

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z]{4})?(?:[-_]([A-Za-z]{2}))?(?:[-_][A-Za-z0-9]+)*")
_AMERICA = "US"  # the one place where our English would be read as somebody else's
_MOST_WISHES = 20


def language_of(tag: str) -> str:
    """Return the language that we offer for a tag like ``de-AT``: English for what we do not offer."""
    found = _TAG.fullmatch(tag.strip())
    name = found.group(1).lower() if found else ""
    return name if name in OFFERED else ENGLISH


def tag_of(language: str, country: str | None = None) -> str:
    """Return the tag whose formats a reader is used to: the language with its own region, else with their country."""
    where = region_of(language, country)
    name = language_of(language)
    known = re.fullmatch("[A-Z]{2}", where) and (name != ENGLISH or where == _AMERICA)
    return f"{name}-{where}" if known else name


def region_of(language: str, country: str | None = None) -> str:
    """Return the region that a language names itself, else the country; empty for none."""
    found = _TAG.fullmatch(language.strip())
    return ((found.group(2) if found else None) or country or "").upper()


def preferred(accepted: str) -> str:
    """Return the language that a browser asks for most (``Accept-Language``), of those that we offer."""
    wishes = []
    for part in accepted.split(",")[:_MOST_WISHES]:
        tag, _, weight = part.partition(";")
        found = _TAG.fullmatch(tag.strip())
        if found and found.group(1).lower() in OFFERED:
            wishes.append((_weight(weight), found.group(1).lower()))
    best = max((weight for weight, _ in wishes), default=0.0)
    return next((tag for weight, tag in wishes if weight == best and best > 0), ENGLISH)


def _weight(text: str) -> float:
    found = re.fullmatch(r"\s*q=([01](?:\.[0-9]{1,3})?)\s*", text)
    if not text.strip():
        return 1.0
    return float(found.group(1)) if found else 0.0
