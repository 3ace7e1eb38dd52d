"""Numbers that say who somebody is, to the tax office or the bank: kept without blanks and marks."""

import re

from chalicelib.application.forms.kinds.vat_ids import VAT_IDS
from chalicelib.application.forms.reader import Reader
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import FieldRule


def read_vat_id(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    """Take a VAT number that looks as its country's do."""
    plain = re.sub(r"[\s.\-/]", "", text).upper()
    pattern = VAT_IDS.get(plain[:2])
    if pattern is None:
        return "", phrase("Enter the VAT number with its country in front, for example DE123456789.")
    if plain.isascii() and re.fullmatch(pattern, plain[2:]):
        return plain, ""
    return "", phrase(
        "Check the VAT number: it is not as long as such numbers are, or has a wrong character."
    )


def read_iban(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    """Take an IBAN whose check digits are right."""
    from stdnum import iban
    from stdnum.exceptions import ValidationError

    wrong = phrase("Check the IBAN: a character is wrong or missing.")
    try:
        bare = re.sub(r"^\s*IBAN\b[\s:]*", "", text, flags=re.IGNORECASE)
        plain = iban.validate(bare, check_country=False)
    except ValidationError:
        return "", wrong
    return (plain, "") if plain.isascii() else ("", wrong)  # digits of other scripts are digits to it


def read_bic(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    """Take a BIC."""
    from stdnum import bic
    from stdnum.exceptions import ValidationError

    try:
        return bic.validate(text), ""
    except ValidationError:
        return "", phrase("Enter a BIC of 8 or 11 characters, for example DEUTDEFF.")
