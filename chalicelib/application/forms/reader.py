"""Whose answers are read: what is typed is read, and what is kept is shown, as people of that language write it."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chalicelib.application.circumstances import Circumstances
from chalicelib.application.forms.typed_days import day_first
from chalicelib.application.words.dates import local_time
from chalicelib.domain.languages import region_of
from chalicelib.domain.phrases import all_of, number
from chalicelib.domain.playbook import FieldRule

_COMMA_LANGUAGES = frozenset({"de", "fr", "es"})  # those that write 1.200,5
_POINT_PLACES = frozenset(
    {"CH", "LI", "MX", "US", "PR", "DO", "GT", "HN", "NI", "PA", "PE", "SV"}
)  # not here
_FIGURES = re.compile(r"-?[0-9]+(\.[0-9]+)?")  # what is only saved may be anything
_WITH_MARKS = 10_000  # four figures may be a year


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whose answers are read: in which language they write, in which region, and which day it is for them."""

    language: str = "en"
    region: str = ""
    today: date | None = None

    @property
    def comma(self) -> bool:
        """Say whether they write a decimal comma."""
        name, _, place = self.language.partition("-")
        return name in _COMMA_LANGUAGES and place not in _POINT_PLACES

    @property
    def day_first(self) -> bool | None:
        """Say whether they write the day before the month; None where they may do either."""
        name, _, place = self.language.partition("-")
        return day_first(name, place or self.region)


def reader_of(about: Circumstances) -> Reader:
    """Return who reads and writes on this page, and which day it is for them."""
    language = about.contact.language if about.contact else about.tag
    return Reader(
        language=about.tag,
        region=region_of(language, about.onboarding.deal.account.country),
        today=about.now.astimezone(local_time(about.zone, about.now).zone).date(),
    )


def shown(rule: FieldRule | None, value: str, reader: Reader) -> str:
    """Return a kept answer as its reader would type it."""
    if rule and rule.type == "number" and reader.comma:
        return value.replace(".", ",")
    return value


def told(about: Circumstances, rule: FieldRule, value: str) -> str:
    """Return a kept answer as its reader reads it."""
    if rule.type == "date" and value:
        try:
            return local_time(about.zone, about.now).day(date.fromisoformat(value))
        except ValueError:
            return value
    if rule.choices:
        return all_of(next((c for c in rule.choices if c == one), one) for one in value.split("\n"))
    if rule.type == "number" and _FIGURES.fullmatch(value) and abs(many := Decimal(value)) >= _WITH_MARKS:
        return number(many)
    return shown(rule, value, reader_of(about))
