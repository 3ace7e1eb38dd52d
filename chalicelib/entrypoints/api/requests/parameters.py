"""The parameters of the JSON API's addresses: filters and whole numbers; what an address does not have is refused."""

from collections.abc import Mapping
from typing import get_args

from chalicelib.domain.errors import InvalidError
from chalicelib.domain.onboarding import Status
from chalicelib.domain.people import Directory


def read_filters(params: Mapping[str, str], directory: Directory) -> dict[str, str]:
    """Return the filters of a list by the words of its parameters; raises InvalidError for a value that cannot be."""
    filters = {
        name: params[name] for name in ("stage", "owner", "status", "tier", "deal") if params.get(name)
    }
    if "status" in filters and filters["status"] not in get_args(Status):
        raise InvalidError(f"status must be one of {', '.join(get_args(Status))}.")
    if "deal" in filters and not all(filters["deal"].partition(":")):
        raise InvalidError("deal must be written source:id, for example hubspot:123.")
    if "owner" in filters and (person := directory.by_email(filters["owner"])):
        filters["owner"] = person.id
    return filters


def check_known(params: Mapping[str, str], *known: str) -> None:
    """Refuse parameters that the address does not have, so that a misspelt filter never shows everything."""
    if unknown := sorted(set(params) - set(known)):
        there = f"Known are {', '.join(known)}." if known else "There are none."
        raise InvalidError(f"There is no parameter '{unknown[0]}' here. {there}")


def whole(params: Mapping[str, str], name: str, *, default: int, least: int = 0, most: int) -> int:
    """Return a whole number from the parameters, from `least` to `most`."""
    text = params.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and least <= int(text) <= most):
        raise InvalidError(f"{name} must be a whole number from {least} to {most}.")
    return int(text)
