"""Days as people write them, by hand or in a file: which day is meant, or which two can be.

``12/11/2026`` is a day in November for most, and in December where the month comes first. Nobody is asked where the
reader's region or the figures themselves decide; otherwise both days are told, and the customer says which it is.
"""

import re
import unicodedata
from datetime import date

# Regions whose people write the month first, and those whose English has the day first. Elsewhere English is written either way.
_MONTH_FIRST = frozenset({"US", "AS", "FM", "GU", "MH", "MP", "PH", "PR", "PW", "UM", "VI"})
_DAY_FIRST = frozenset({"AU", "GB", "IE", "IN", "MT", "NZ", "SG"})
_MONTHS = (
    "january januar janvier enero janner",
    "february februar fevrier febrero feber",
    "march marz mars marzo mrz",
    "april avril abril",
    "may mai mayo",
    "june juni juin junio",
    "july juli juillet julio",
    "august aout agosto",
    "september septembre septiembre setiembre sept",
    "october oktober octobre octubre",
    "november novembre noviembre",
    "december dezember decembre diciembre",
)
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})")
_DAY_WORD = re.compile(
    r"(?:le |el )?(\d{1,2})(?:\.|st|nd|rd|th|er|o(?![a-z]))?(?: de(?= ))? ?([a-z]{3,})\.?,?(?: del?)? (\d{4})"
)
_WORD_DAY = re.compile(r"([a-z]{3,})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


def day_first(language: str, region: str) -> bool | None:
    """Say whether people of a language and region write the day before the month; None where they do either."""
    if language == "en":
        return region in _DAY_FIRST if region in _DAY_FIRST | _MONTH_FIRST else None
    return None if region in _MONTH_FIRST else True


def days_of(text: str, *, first: bool | None) -> tuple[date, ...]:
    """Return the day that is meant; two where the day and the month can be read either way, none where it is no day.

    Parameters
    ----------
    first
        Whether the day is written before the month; None where nothing says so. Behind full stops it always is.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if numbers := _NUMBERS.fullmatch(plain.replace(" ", "")):
        one, mark, other, year = numbers.groups()
        return _either(int(year), int(one), int(other), first=True if mark == "." else first)
    if numbers := _YEAR_FIRST.fullmatch(plain):
        return _real(int(numbers[1]), int(numbers[3]), int(numbers[4]))
    return _in_words(plain)


def either_way(text: str) -> bool:
    """Say whether figures alone do not tell the day from the month."""
    return len(days_of(text, first=None)) > 1


def _either(year: int, one: int, other: int, *, first: bool | None) -> tuple[date, ...]:
    day_leads, month_leads = _real(year, other, one), _real(year, one, other)
    if day_leads and month_leads and first is not None:
        return day_leads if first else month_leads
    return tuple(dict.fromkeys(day_leads + month_leads))


def _real(year: int, month: int, day: int) -> tuple[date, ...]:
    try:
        return (date(year, month, day),)
    except ValueError:
        return ()


def _in_words(text: str) -> tuple[date, ...]:
    """Read a day whose month is written out, or shortened, in any language that we speak."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    if found := _DAY_WORD.fullmatch(plain):
        day, word, year = found.groups()
    elif found := _WORD_DAY.fullmatch(plain):
        word, day, year = found.groups()
    else:
        return ()
    months = [
        number
        for number, names in enumerate(_MONTHS, start=1)
        if any(name.startswith(word) for name in names.split())
    ]
    return _real(int(year), months[0], int(day)) if len(months) == 1 else ()
