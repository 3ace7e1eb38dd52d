"""The types of answers: each checks what was typed and brings it into the one form in which it is kept.

Numbers are kept without separators and with a decimal point, dates as ``YYYY-MM-DD``, phone numbers with ``+`` and digits
only, countries as ISO 3166 codes, several choices one a line. What was typed is read as people of that language write it.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from chalicelib.application.forms.typed_days import day_first, days_of
from chalicelib.application.forms.vat_ids import VAT_IDS
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import FieldRule

# Plain ASCII, as SES wants it; without anchors, in words that both `re` and JSON Schema know.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_|~-]{1,64}"
EMAIL = rf"{_ATOM}(?:\.{_ATOM})*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?\.)+[A-Za-z0-9][A-Za-z0-9-]{{0,61}}[A-Za-z0-9]"
_HOST = re.compile(
    r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})"
)
_LONGEST_NUMBER = 30
_SPACES = re.compile(r"[\s\u00a0\u202f_'\u2019]")
_COMMA_LANGUAGES = frozenset({"de", "fr", "es"})  # those that write 1.200,5
_POINT_PLACES = frozenset(
    {"CH", "LI", "MX", "US", "PR", "DO", "GT", "HN", "NI", "PA", "PE", "SV"}
)  # except here


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


Kind = Callable[[FieldRule, str, Reader], tuple[str, str]]


def missing(rule: FieldRule) -> str:
    """Return what is said about a question that was left out."""
    match rule.type:
        case "choice" | "yes_no" | "country":
            return phrase("Choose an answer.")
        case "choices":
            return phrase("Choose one answer at least.")
        case "date":
            return phrase("Enter a date.")
    return phrase("Enter an answer.")


def check_email(text: str) -> str:
    """Return what is wrong with an email address; empty when nothing is."""
    if re.fullmatch(EMAIL, text) and len(text) <= 254 and text.index("@") <= 64:
        return ""
    return phrase("Enter an email address in the form name@company.com.")


def shown(rule: FieldRule | None, value: str, reader: Reader) -> str:
    """Return a kept answer as its reader would type it."""
    if rule and rule.type == "number" and reader.comma:
        return value.replace(".", ",")
    return value


def _text(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    return text, phrase("Use one line only.") if "\n" in text else ""


def _as_typed(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    return text, ""


def _secret(rule: FieldRule, text: str, _: Reader) -> tuple[str, str]:
    if "\n" not in text:
        return text, ""
    if not rule.several_lines:
        return "", phrase("Use one line only.")
    return text + "\n", ""  # without the end of its last line some programs take no key


def _email(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    pasted = re.fullmatch(r"(?:mailto:|[^<>\n]*<)\s*([^<>\s]+?)\s*>?", text, re.IGNORECASE)
    address = pasted[1] if pasted else text  # as mail programs copy it, with its name around it
    return address, check_email(address)


def _choice(rule: FieldRule, text: str, _: Reader) -> tuple[str, str]:
    return text, "" if text in rule.choices else phrase("Choose one of the answers in the list.")


def _choices(rule: FieldRule, text: str, _: Reader) -> tuple[str, str]:
    chosen = set(text.split("\n"))
    if not chosen <= set(rule.choices):
        return "", phrase("Choose only answers of the list.")
    return "\n".join(one for one in rule.choices if one in chosen), ""


def _yes_no(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    return text, "" if text in {"Yes", "No"} else phrase("Choose Yes or No.")


def _number(rule: FieldRule, text: str, reader: Reader) -> tuple[str, str]:
    number = _read(text, comma=reader.comma)
    if number is None:
        return "", phrase("Enter a number, for example 120.")
    if rule.whole and number != number.to_integral_value():
        return "", phrase("Enter a whole number, for example 120.")
    if rule.min is not None and number < rule.min:
        return "", phrase("Enter a number that is %(least)s or more.", least=rule.min)
    if rule.max is not None and number > rule.max:
        return "", phrase("Enter a number that is %(most)s or less.", most=rule.max)
    kept = number.to_integral_value() if rule.whole else number
    return format(kept or kept.copy_abs(), "f"), ""  # there is no -0


def _read(text: str, *, comma: bool) -> Decimal | None:
    """Return an exact number: the other mark separates thousands where it stands as such, else it is the decimal mark."""
    plain = _SPACES.sub("", text)
    decimal, group = (",", ".") if comma else (".", ",")
    if re.fullmatch(rf"[+-]?\d{{1,3}}(\{group}\d{{3}})+(\{decimal}\d+)?", plain):
        plain = plain.replace(group, "")
    plain = plain.replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    if not number.is_finite() or len(plain) > _LONGEST_NUMBER or "e" in plain.lower():
        return None
    return number


def _date(rule: FieldRule, text: str, reader: Reader) -> tuple[str, str]:
    days = days_of(text, first=reader.day_first)
    if error := day_error(days):
        return "", error
    (day,) = days
    earliest, latest = _bound(rule.earliest, reader), _bound(rule.latest, reader)
    if earliest and day < earliest:
        if rule.earliest == "today":
            return "", phrase("Enter a date that is today or later.")
        return "", phrase("Enter %(day)s or a later date.", day=earliest.isoformat())
    if latest and day > latest:
        if rule.latest == "today":
            return "", phrase("Enter a date that is today or earlier.")
        return "", phrase("Enter %(day)s or an earlier date.", day=latest.isoformat())
    return day.isoformat(), ""


def day_error(days: tuple[date, ...]) -> str:
    """Return what is said where no one day was meant; empty for one."""
    match days:
        case (_,):
            return ""
        case (day, other):
            return phrase(
                "Write this as %(day)s or as %(other)s: its day and its month can be read either way.",
                day=day.isoformat(),
                other=other.isoformat(),
            )
    return phrase("Enter a real date, for example 2026-12-01.")


def bounds(rule: FieldRule, reader: Reader) -> tuple[str, str]:
    """Return the first and the last day that a date may be, for the browser's calendar; empty where there is none."""
    found = (_bound(rule.earliest, reader), _bound(rule.latest, reader))
    first, last = (day.isoformat() if day else "" for day in found)
    return first, last


def _bound(named: str, reader: Reader) -> date | None:
    if named == "today":
        return reader.today
    return next(iter(days_of(named, first=True)), None)


def _url(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    address = text if "://" in text else f"https://{text}"
    wrong = phrase("Enter a web address in the form https://www.company.com.")
    try:
        parts = urlsplit(address)
        host, _port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return "", wrong
    good = parts.scheme in {"http", "https"} and _HOST.fullmatch(host) and not parts.username
    return (address, "") if good and not re.search(r"\s", address) else ("", wrong)


def _domain(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    address = re.fullmatch(
        r"https?://([^\s/:@]+)(?::\d{1,5})?(?:/\S*)?", text.lower()
    )  # as a browser copies it
    host = (address[1] if address else text.lower()).rstrip("/.")
    with suppress(UnicodeError):
        host = host if host.isascii() else host.encode("idna").decode()
    if _HOST.fullmatch(host):
        return host, ""
    return "", phrase("Enter a domain in the form login.company.com.")


def _phone(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    plain = re.sub(r"[\s\u00a0\u202f().\-/]", "", text.replace("(0)", ""))
    plain = re.sub(r"^00", "+", plain)
    if re.fullmatch(r"\+[1-9][0-9]{6,14}", plain):  # E.164
        return plain, ""
    return "", phrase("Enter a phone number with its country code, for example +49 30 123456.")


def _country(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    code = text.upper()
    return (
        (code, "")
        if text.isascii() and code in country_codes()
        else ("", phrase("Choose a country of the list."))
    )


def _time_zone(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    zone = _zones().get(re.sub(r"[\s_]+", "_", text).casefold())
    if zone:
        return zone, ""
    return "", phrase("Enter a time zone by its city, for example Europe/Berlin.")


@cache
def _zones() -> Mapping[str, str]:
    """Return the time zones by name, and by the city alone where only one has it."""
    names = [
        name
        for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "posix", "right"))
    ]
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda name: (name.count("/"), name)):
        found.setdefault(name.rsplit("/", 1)[1].casefold(), name)
    return found | {name.casefold(): name for name in names} | {"utc": "UTC"}


@cache
def country_codes() -> tuple[str, ...]:
    """Return the ISO 3166 codes of all countries."""
    return tuple(sorted(_COUNTRIES.split()))


def _vat_id(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    plain = re.sub(r"[\s.\-/]", "", text).upper()
    pattern = VAT_IDS.get(plain[:2])
    if pattern is None:
        return "", phrase("Enter the VAT number with its country in front, for example DE123456789.")
    if plain.isascii() and re.fullmatch(pattern, plain[2:]):
        return plain, ""
    return "", phrase(
        "Check the VAT number: it is not as long as such numbers are, or has a wrong character."
    )


def _iban(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    from stdnum import iban
    from stdnum.exceptions import ValidationError

    wrong = phrase("Check the IBAN: a character is wrong or missing.")
    try:
        bare = re.sub(r"^\s*IBAN\b[\s:]*", "", text, flags=re.IGNORECASE)
        plain = iban.validate(bare, check_country=False)
    except ValidationError:
        return "", wrong
    return (plain, "") if plain.isascii() else ("", wrong)  # digits of other scripts are digits to it


def _bic(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    from stdnum import bic
    from stdnum.exceptions import ValidationError

    try:
        return bic.validate(text), ""
    except ValidationError:
        return "", phrase("Enter a BIC of 8 or 11 characters, for example DEUTDEFF.")


KINDS: Mapping[str, Kind] = {
    "text": _text,
    "long_text": _as_typed,
    "email": _email,
    "number": _number,
    "date": _date,
    "choice": _choice,
    "choices": _choices,
    "yes_no": _yes_no,
    "url": _url,
    "domain": _domain,
    "phone": _phone,
    "country": _country,
    "time_zone": _time_zone,
    "vat_id": _vat_id,
    "iban": _iban,
    "bic": _bic,
    "secret": _secret,
}
_COUNTRIES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH
CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN
GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI
LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM
PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD
TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
