"""The types of answers: each checks what was typed and brings it into the one form in which it is kept.

What was typed is read as people of that language write it. A module for each sort of them says how they are kept.
"""

from collections.abc import Callable, Mapping

from chalicelib.application.forms.kinds import addresses, company_ids, days, numbers, places, texts
from chalicelib.application.forms.reader import Reader
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import FieldRule

Kind = Callable[
    [FieldRule, str, Reader], tuple[str, str]
]  # the answer, and what is wrong with it, if anything is

KINDS: Mapping[str, Kind] = {
    "text": texts.read_line,
    "long_text": texts.read_text,
    "email": addresses.read_email,
    "number": numbers.read_number,
    "date": days.read_day,
    "choice": texts.read_choice,
    "choices": texts.read_choices,
    "yes_no": texts.read_yes_no,
    "url": addresses.read_url,
    "domain": addresses.read_domain,
    "phone": addresses.read_phone,
    "country": places.read_country,
    "time_zone": places.read_time_zone,
    "vat_id": company_ids.read_vat_id,
    "iban": company_ids.read_iban,
    "bic": company_ids.read_bic,
    "secret": texts.read_secret,
}


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
