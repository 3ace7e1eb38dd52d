"""The linter's checks of a question: limits that fit its type, conditions that can come true. Pure."""

import re
from collections.abc import Iterator
from datetime import date

from chalicelib.domain.lint.rules import Problem, listed
from chalicelib.domain.playbook import FieldRule, FieldWhen, Playbook
from chalicelib.domain.tables import plain_name

# What the HTML standard lets browsers fill in, as far as customers' forms need it.
AUTOCOMPLETE = frozenset(
    {
        *("name", "given-name", "family-name", "organization", "organization-title", "email", "tel", "url"),
        *("street-address", "address-line1", "address-line2", "address-level1", "address-level2"),
        *("postal-code", "country", "country-name", "username"),
    }
)
KNOWN_TYPES = {
    "account.name": frozenset({"text", "long_text"}),
    "account.country": frozenset({"country"}),
    "account.domain": frozenset({"text", "domain"}),
    "account.time_zone": frozenset({"time_zone"}),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _of_sources(playbook: Playbook) -> Iterator[Problem]:
    """Yield what is wrong with the files in which answers may stand."""
    tasks = {task.id for task in playbook.tasks if task.by_customer and task.documents}
    for task in playbook.tasks:
        for rule in task.fields:
            source, where = rule.from_document, f"task '{task.id}' field '{rule.id}' from_document"
            if source is None:
                continue
            if source.task not in tasks:
                yield Problem(
                    place=where, message=f"'{source.task[:60]}' is no task that the customer gives files for"
                )
            if not 1 <= len(source.names) <= 20 or not all(plain_name(name) for name in source.names):
                yield Problem(
                    place=where, message="name the field as it is called in the file, in up to 20 ways"
                )
            if rule.type == "secret":
                yield Problem(place=where, message="a secret is never read from a file; remove from_document")


def of_fields(playbook: Playbook) -> Iterator[Problem]:
    """Yield what is wrong with the limits and conditions of questions."""
    for task in playbook.tasks:
        for rule in task.fields:
            yield from _field(f"task '{task.id}' field '{rule.id}'", rule, task.fields)
    yield from _of_sources(playbook)


def _field(where: str, rule: FieldRule, fields: tuple[FieldRule, ...]) -> Iterator[Problem]:
    """Yield what is wrong with the limits and the condition of a question among those of its form."""
    yield from _limits(where, rule)
    if rule.several_lines and rule.type != "secret":
        yield Problem(place=where, message="several_lines is for a secret; use long_text for other answers")
    yield from _days(where, rule)
    if rule.autocomplete and rule.autocomplete not in AUTOCOMPLETE:
        yield Problem(place=where, message=f"autocomplete must be one of {listed(AUTOCOMPLETE)}")
    if rule.known and rule.type not in KNOWN_TYPES[rule.known]:
        message = (
            f"{rule.known} answers a question of type {listed(KNOWN_TYPES[rule.known])}; change the type"
        )
        yield Problem(place=where, message=message)
    if rule.when is not None:
        yield from _condition(where, rule, when=rule.when, fields=fields)


def _limits(where: str, rule: FieldRule) -> Iterator[Problem]:
    if rule.type != "number" and (rule.whole or rule.min is not None or rule.max is not None):
        yield Problem(place=where, message="whole, min and max are for numbers; make it one or remove them")
    if rule.min is not None and rule.max is not None and rule.min > rule.max:
        yield Problem(place=where, message="min is larger than max, so no number is taken; swap them")


def _days(where: str, rule: FieldRule) -> Iterator[Problem]:
    bounds = [bound for bound in (rule.earliest, rule.latest) if bound]
    if bounds and rule.type != "date":
        yield Problem(place=where, message="earliest and latest are for dates; make it one or remove them")
    if not all(bound == "today" or _is_day(bound) for bound in bounds):
        yield Problem(place=where, message="earliest and latest are days, quoted, as in 2026-12-01, or today")
    elif len(bounds) == 2 and "today" not in bounds and rule.earliest > rule.latest:
        yield Problem(place=where, message="earliest is after latest, so no day is taken; swap them")


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _condition(
    where: str, rule: FieldRule, *, when: FieldWhen, fields: tuple[FieldRule, ...]
) -> Iterator[Problem]:
    """Yield why a question would never be asked, or always."""
    place = f"{where} when"
    before = fields[: next(n for n, each in enumerate(fields) if each is rule)]
    other = next((each for each in before if each.id == when.field), None)
    if other is None:
        yield Problem(
            place=place, message=f"there is no question '{when.field[:60]}' before this one; name one that is"
        )
        return
    possible = other.choices if other.type in {"choice", "choices"} else ("Yes", "No")
    if other.type not in {"choice", "choices", "yes_no"}:
        yield Problem(
            place=place,
            message=f"'{when.field}' is a {other.type}; only answers to a choice, choices or yes_no can be named",
        )
    elif not when.one_of or not set(when.one_of) <= set(possible):
        yield Problem(
            place=place,
            message=f"one_of must be some of the answers to '{when.field}': {', '.join(possible)}",
        )
