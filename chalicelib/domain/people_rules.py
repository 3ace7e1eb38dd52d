"""What a person of the directory must be, so that nobody's work ends up in front of nobody. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chalicelib.domain.errors import InvalidError
from chalicelib.domain.people import Directory, Person

ROLES = ("sales", "onboarding", "implementation", "success", "lead", "sponsor", "fallback")
MOST_ABSENCES = 50
_RESERVED = frozenset({"role", "customer", "system"})  # words that stand where ids of persons stand
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
KnowsPlace = Callable[[str, str | None], bool]
"""Says whether public holidays are known for a country and a region of it."""


def settled(person: Person, directory: Directory, *, knows: KnowsPlace) -> Person:
    """Return a person as the directory keeps them: nobody leads or sponsors themselves.

    Raises
    ------
    InvalidError
        Something about them cannot be; every value that cannot is quoted.
    """
    lead, sponsor = (other if other != person.id else None for other in (person.lead, person.sponsor))
    person = replace(person, lead=lead, sponsor=sponsor, roles=tuple(dict.fromkeys(person.roles)))
    if wrong := [*_alone(person, knows), *_among(person, directory)]:
        raise InvalidError(" ".join(wrong))
    return person


def _alone(person: Person, knows: KnowsPlace) -> Iterator[str]:
    if not _ID.fullmatch(person.id):
        yield f"'{person.id[:100]}' cannot be an id: use small letters, digits, '-', '_' and '.', at most 63."
    if person.id in _RESERVED:
        yield f"'{person.id}' cannot be an id: it means something else already. Use another, for example a first name."
    if not person.name.strip() or not person.name.isprintable():
        yield f"{person.name[:100]!r} cannot be a name: write it on one line, without control characters."
    for role in person.roles:
        if role not in ROLES:
            yield f"'{role[:100]}' is not a role: use {', '.join(ROLES[:-1])} or {ROLES[-1]}."
    if not _is_zone(person.time_zone):
        yield f"'{person.time_zone[:100]}' is not a time zone: use an IANA name, for example Europe/Berlin."
    if person.region and not person.country:
        yield f"The region '{person.region[:100]}' needs its country."
    elif person.country and not knows(person.country, person.region):
        place = f"{person.country}-{person.region}" if person.region else person.country
        yield f"No public holidays are known for '{place[:100]}': use ISO codes, for example DE and BY."
    if person.quiet:
        yield from _quiet(person.quiet.begins, person.quiet.ends)
    if len(person.away) > MOST_ABSENCES:
        yield f"{len(person.away)} absences are too many: keep the {MOST_ABSENCES} that matter."
    for absence in person.away:
        if absence.last < absence.first:
            yield f"The absence from {absence.first} to {absence.last} ends before it begins."


def _quiet(begins: str, ends: str) -> Iterator[str]:
    for clock in (begins, ends):
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", clock):
            yield f"'{clock[:100]}' is not a time of day: write it as HH:MM, for example 20:00."
    if begins == ends:
        yield f"Quiet hours from {begins[:100]} to {ends[:100]} have no length: leave them out for none."


def _among(person: Person, directory: Directory) -> Iterator[str]:
    for kind in ("lead", "sponsor", "delegate"):
        other = getattr(person, kind)
        if other is None:
            continue
        found = directory.get(other)
        if other == person.id:
            yield f"'{person.id}' cannot stand in for themselves: name another delegate, or none."
        elif found is None:
            yield f"The {kind} '{other[:200]}' is nobody in the directory."
        elif not found.active and other != getattr(directory.get(person.id), kind, None):
            yield f"The {kind} '{other}' has left: name somebody who works here."
    same = directory.by_email(person.email)
    if same and same.id != person.id:
        yield f"'{person.email}' is the address of '{same.id}' already."
    if person.id == directory.fallback and not person.active:
        yield (
            f"'{person.id}' owns what nobody else can, so they cannot leave. Name another fallback owner first."
        )
    if circle := _circle(person, directory):
        yield f"The leads would go round in a circle: {' → '.join(circle)}."


def _circle(person: Person, directory: Directory) -> tuple[str, ...]:
    """Return the circle that a person's lead would close, from them back to them."""
    way, lead = [person.id], person.lead
    while lead and lead not in way:
        way.append(lead)
        found = directory.get(lead)
        lead = found.lead if found and found.lead != found.id else None
    return (*way, person.id) if lead == person.id else ()


def _is_zone(name: str) -> bool:
    """Say whether a name is that of a place's clock; the database knows files besides that are no such names."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return name == "UTC" or ("/" in name and not name.startswith(("posix/", "right/")))
