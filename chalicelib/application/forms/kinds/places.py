"""Places as answers: countries by their ISO 3166 codes, time zones by their names."""

import re
from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

from chalicelib.application.forms.reader import Reader
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import FieldRule

_COUNTRIES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH
CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN
GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI
LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM
PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD
TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""


def read_country(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    """Take a country's code."""
    code = text.upper()
    if text.isascii() and code in country_codes():
        return code, ""
    return "", phrase("Choose a country of the list.")


def read_time_zone(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    """Take a time zone by its name, or by its city."""
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
