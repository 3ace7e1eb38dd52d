"""The body of the generic webhook, checked field by field: what cannot be used becomes None and is quoted, never lost."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, ValidationInfo, ValidatorFunctionWrapHandler, WrapValidator

from chalicelib.adapters.crm import fields


def _reads(check: Callable[[Any], Any]) -> WrapValidator:
    """Read a value with `check`; what it refuses is noted in the context, a dictionary, under the field's name."""

    def tolerant(value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        if value in (None, "", [], {}):
            return None
        try:
            return handler(check(value))
        except ValueError:
            if info.context is not None:
                info.context[str(info.field_name)] = value
            return None

    return WrapValidator(tolerant)


Line = Annotated[str | None, _reads(fields.line)]
Prose = Annotated[str | None, _reads(fields.prose)]
Email = Annotated[str | None, _reads(fields.email)]
Day = Annotated[date | None, _reads(fields.day)]


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore")


class DealPart(_Lenient):
    """The deal itself."""

    name: Line = None
    amount: Annotated[Decimal | None, _reads(fields.amount)] = None
    currency: Annotated[str | None, _reads(fields.currency)] = None
    signed_at: Annotated[datetime | None, _reads(fields.instant)] = None
    url: Annotated[str | None, _reads(fields.url)] = None


class AccountPart(_Lenient):
    """The customer's company."""

    name: Line = None
    domain: Annotated[str | None, _reads(fields.domain)] = None
    country: Annotated[str | None, _reads(fields.country)] = None
    time_zone: Annotated[str | None, _reads(fields.time_zone)] = None
    language: Annotated[str | None, _reads(fields.language)] = None
    tier: Annotated[str | None, _reads(fields.tier)] = None
    partner: Line = None


class PersonPart(_Lenient):
    """A contact or an owner."""

    name: Line = None
    email: Email = None
    role: Line = None


class PromisePart(_Lenient):
    """A commitment made during the sale."""

    text: Prose = None
    made_by: Email = None
    due: Day = None


class WholePart(_Lenient):
    """What stands beside the parts."""

    committed_live_date: Day = None
    history: Prose = None
