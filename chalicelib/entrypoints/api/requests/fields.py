"""The fields of bodies that the JSON API takes: texts, names and addresses, checked as those of the pages are."""

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from chalicelib.application.forms.answers import check_name
from chalicelib.application.forms.kinds.addresses import EMAIL, check_email


def _refusing(check: Callable[[str], str]) -> AfterValidator:
    """Return the check of a page's field, for a field of a request."""

    def checked(text: str) -> str:
        if wrong := check(text):
            raise PydanticCustomError("refused", "{wrong}", {"wrong": wrong.rstrip(".")})
        return text

    return AfterValidator(checked)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Perhaps = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
FullName = Annotated[Text, _refusing(check_name)]  # of a person
Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True, max_length=254),
    _refusing(check_email),  # whose words are for people; the description of the API shows the expression
    Field(json_schema_extra={"pattern": f"^{EMAIL}$"}),
]
