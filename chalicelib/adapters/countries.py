"""The names of countries, in the languages of the customers' pages."""

from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError

from chalicelib.application.forms.kinds.places import country_codes


@cache
def names(language: str) -> tuple[tuple[str, str], ...]:
    """Return each country's ISO 3166 code and its name, in the order of the names; English for an unknown language."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    found = ((code, locale.territories.get(code, code)) for code in country_codes())
    return tuple(sorted(found, key=lambda pair: pair[1].casefold()))
