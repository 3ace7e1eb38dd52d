"""Answers in figures: kept exactly, without separators and with a decimal point."""

import re
from decimal import Decimal, InvalidOperation

from chalicelib.application.forms.reader import Reader
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import FieldRule

_LONGEST = 30
_SPACES = re.compile(r"[\s\u00a0\u202f_'\u2019]")


def read_number(rule: FieldRule, text: str, reader: Reader) -> tuple[str, str]:
    """Take a number within the rule's bounds."""
    number = _read(text, comma=reader.comma)
    if number is None:
        return "", phrase("Enter a number, for example 120.")
    if rule.whole and (
        number != number.to_integral_value() or _thousands_elsewhere(text, comma=reader.comma)
    ):
        return "", phrase("Enter a whole number, for example 120.")
    if rule.min is not None and number < rule.min:
        return "", phrase("Enter a number that is %(least)s or more.", least=rule.min)
    if rule.max is not None and number > rule.max:
        return "", phrase("Enter a number that is %(most)s or less.", most=rule.max)
    kept = number.to_integral_value() if rule.whole else number
    return format(kept or kept.copy_abs(), "f"), ""  # there is no -0


def _thousands_elsewhere(text: str, *, comma: bool) -> bool:
    """Say whether a number is a thousand times as large to who separates thousands by this reader's decimal mark."""
    decimal = "," if comma else "."
    return bool(re.fullmatch(rf"[+-]?\d{{1,3}}(\{decimal}\d{{3}})+", _SPACES.sub("", text)))


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
    if not number.is_finite() or len(plain) > _LONGEST or "e" in plain.lower():
        return None
    return number
