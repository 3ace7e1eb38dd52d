"""Whose answers are read: what is typed is read, and what is kept is shown, as people of that language write it."""

from dataclasses import dataclass
from datetime import date

from chalicelib.application.forms.typed_days import day_first
from chalicelib.domain.playbook import FieldRule

_COMMA_LANGUAGES = frozenset({"de", "fr", "es"})  # those that write 1.200,5
_POINT_PLACES = frozenset(
    {"CH", "LI", "MX", "US", "PR", "DO", "GT", "HN", "NI", "PA", "PE", "SV"}
)  # not here


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


def shown(rule: FieldRule | None, value: str, reader: Reader) -> str:
    """Return a kept answer as its reader would type it."""
    if rule and rule.type == "number" and reader.comma:
        return value.replace(".", ",")
    return value
