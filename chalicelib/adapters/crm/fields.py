"""Single values as CRMs write them, read strictly: each function returns the value or raises ValueError."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from chalicelib.adapters.crm.shape import moment

_ADDRESS = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9.-]{1,250}\.[a-z]{2,63}", re.ASCII | re.IGNORECASE
)


def _clean(text: str) -> str:
    return "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )


def line(value: Any) -> str:
    """Read one short line of text."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError
    return " ".join(_clean(str(value)).split())[:200] or _refuse()


def prose(value: Any) -> str:
    """Read text of several lines."""
    if not isinstance(value, str):
        raise ValueError
    return _clean(value.replace("\r\n", "\n")).strip()[:8000] or _refuse()


def _refuse() -> Any:
    raise ValueError


def amount(value: Any) -> Decimal:
    """Read an exact, finite number that is not negative."""
    try:
        amount = Decimal(line(value))
    except InvalidOperation:
        raise ValueError from None
    return amount if amount.is_finite() and 0 <= amount < 10**15 else _refuse()


def currency(value: Any) -> str:
    """Read an ISO 4217 code."""
    code = line(value).upper()
    return code if re.fullmatch("[A-Z]{3}", code) and code in _currencies() else _refuse()


def instant(value: Any) -> datetime:
    """Read an instant of this century (UTC)."""
    return moment(value) or _refuse()


def day(value: Any) -> date:
    """Read a day of this century; of an instant with an offset, the day that it is there."""
    read, text = instant(value), str(value).strip()
    return read.date() if text.isdecimal() else datetime.fromisoformat(text).date()


def url(value: Any) -> str:
    """Read a web address."""
    parts = urlsplit(line(value))
    return parts.geturl() if parts.scheme in {"http", "https"} and parts.netloc else _refuse()


def email(value: Any) -> str:
    """Read an address that mail can be sent to: plain ASCII, as SES wants it."""
    address = line(value)
    return address if _ADDRESS.fullmatch(address) and ".." not in address else _refuse()


def tier(value: Any) -> str:
    """Read a tier as playbooks are named."""
    return re.sub(r"[^a-z0-9]+", "_", line(value).casefold()).strip("_")[:40] or _refuse()


def time_zone(value: Any) -> str:
    """Read the name of a time zone."""
    try:
        return ZoneInfo(line(value)).key
    except (KeyError, OSError):
        raise ValueError from None


def language(value: Any) -> str:
    """Read a language tag; its first part counts."""
    found = re.fullmatch(r"([a-z]{2,3})([-_][a-z0-9]+)*", line(value).casefold(), re.ASCII)
    return found.group(1) if found else _refuse()


def country(value: Any) -> str:
    """Read a country's ISO 3166 code or English name, as its code."""
    text = line(value)
    codes, by_name = _countries()
    return text.upper() if text.upper() in codes else by_name.get(text.casefold()) or _refuse()


def domain(value: Any) -> str:
    """Read a host, or the host of a web address."""
    text = line(value).casefold()
    host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    return host.removeprefix("www.") if re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,63}", host) else _refuse()


def line_or_none(value: Any) -> str | None:
    """Read one short line of text, None if it is none."""
    try:
        return line(value)
    except ValueError:
        return None


def prose_or_none(value: Any) -> str | None:
    """Read text of several lines, None if it is none."""
    try:
        return prose(value)
    except ValueError:
        return None


@cache
def _countries() -> tuple[frozenset[str], dict[str, str]]:
    rows = [row.split("\t") for row in _data("countries.txt").splitlines()]
    return frozenset(code for code, _ in rows), {name.casefold(): code for code, name in rows}


@cache
def _currencies() -> frozenset[str]:
    return frozenset(_data("currencies.txt").split())


def _data(name: str) -> str:
    return (Path(__file__).parent / name).read_text("utf-8")
