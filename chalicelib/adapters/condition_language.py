"""The language of conditions: a small part of what the library `rule-engine` reads, checked before it is used.

A condition compares what a deal says with fixed values: `account.country in ["DE", "AT"] and deal.amount >= 50000`.
Letters count the same in either case. The library is imported only for a playbook that has conditions.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from chalicelib.domain.playbook import Playbook

LONGEST = 300  # characters of one condition
_ALWAYS: dict[str, str] = {
    "deal.amount": "number",
    "deal.currency": "text",
    "deal.products": "list",
    "deal.source": "text",
    "account.country": "text",
    "account.domain": "text",
    "account.language": "text",
    "account.partner": "text",
    "account.tier": "text",
    "account.time_zone": "text",
}
_TOKEN = re.compile(
    r"""(?P<text>"[^"\\]*"|'[^'\\]*') | (?P<number>-?\d{1,15}(\.\d{1,9})?(?![\w.])) | (?P<name>[A-Za-z_][\w.]*)
    | (?P<sign>==|!=|<=|>=|<|>|\(|\)|\[|\]|,) | (?P<space>\s+)""",
    re.VERBOSE | re.ASCII,
)
_WORDS = frozenset({"and", "or", "not", "in", "true", "false"})
_WHOLE = frozenset(f"{kind}Expression" for kind in ("GetAttribute", "String", "Float", "Boolean", "Array"))
_CHOICES = "use == != < <= > >= in, not, and, or, lists in [ ], parentheses"


class ConditionError(ValueError):
    """A condition cannot be used; the message says why, and what to do."""


def types_of(playbook: Playbook) -> dict[str, str]:
    """Return the names that the conditions of a playbook may read, and what each holds."""
    return _ALWAYS | {f"attributes.{rule.id}": rule.type for rule in playbook.attributes}


def check(text: str, known: Mapping[str, str]) -> None:
    """Check one condition.

    Raises
    ------
    ConditionError
        It cannot be read, reads a name that does not exist, or compares what cannot be compared.
    """
    if not names_in(text, known):
        raise ConditionError("reads nothing of the deal, so it is always the same; remove it")
    rule(text, tuple(known.items()))


def names_in(text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names that a condition reads, in order; raises ConditionError as `check` does."""
    return tuple(
        dict.fromkeys(token for kind, token in _tokens(text) if kind == "name" and _is_name(token, known))
    )


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    if len(text) > LONGEST:
        raise ConditionError(f"has {len(text)} characters; {LONGEST} is the most")
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise ConditionError(f"cannot be read at '{text[at : at + 12]}'; {_CHOICES}")
        yield str(token.lastgroup), token.group()
        at = token.end()


def _is_name(token: str, known: Mapping[str, str]) -> bool:
    if token in _WORDS:
        return False
    if token not in known:
        from difflib import get_close_matches

        near = get_close_matches(token, [*known, *_WORDS], n=1)
        advice = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(known))}"
        if token.startswith("attributes."):
            advice = f"declare it under attributes, {advice}" if near else "declare it under attributes"
        raise ConditionError(f"there is no '{token}'; {advice}")
    return True


@cache
def rule(text: str, known: tuple[tuple[str, str], ...]) -> Any:
    """Return the library's rule, with every comparison of the right kinds."""
    from rule_engine import Rule, errors

    plain = "".join(token.casefold() if kind == "text" else token for kind, token in _tokens(text))
    try:
        made = Rule(plain, _context(known))
    except errors.SyntaxError as error:
        raise ConditionError(f"is no condition ({error.message}); {_CHOICES}") from error
    except errors.EngineError as error:
        raise ConditionError(f"compares what cannot be compared ({error.message})") from error
    _check_kinds(made.statement.expression)
    return made


@cache
def _context(known: tuple[tuple[str, str], ...]) -> Any:
    from rule_engine import Context, DataType, type_resolver_from_dict

    kinds = {
        "text": DataType.STRING,
        "number": DataType.FLOAT,
        "yes_no": DataType.BOOLEAN,
        "list": DataType.ARRAY(DataType.STRING),
    }
    groups: dict[str, dict[str, Any]] = {}
    for name, kind in known:
        group, _, field = name.partition(".")
        groups.setdefault(group, {})[field] = kinds[kind]
    objects = {
        name: DataType.OBJECT(name, fields, accessor=lambda thing, field: thing[field])
        for name, fields in groups.items()
    }
    return Context(
        type_resolver=type_resolver_from_dict(objects), default_timezone="utc", mapping_attribute_lookup=False
    )


def _check_kinds(expression: Any) -> None:
    """Refuse what the library would take and no author means: a text that is compared with a number, a bare value."""
    if expression.result_type.name != "BOOLEAN":
        raise ConditionError("must be true or false; compare this value with something")
    kind = type(expression).__name__
    if kind == "BooleanExpression":
        raise ConditionError("is always the same; compare a value of the deal")
    if kind == "LogicExpression":
        _check_kinds(expression.left)
        _check_kinds(expression.right)
    elif kind == "UnaryExpression":
        _check_kinds(expression.right)
    elif kind == "ContainsExpression":
        _check_contained(expression)
    elif kind.endswith("ComparisonExpression"):
        _check_whole(expression.left, expression.right)
        left, right = expression.left.result_type, expression.right.result_type
        if left.name != right.name or left.name == "ARRAY":
            raise ConditionError(f"compares {_said(left)} with {_said(right)}; both must be of one kind")
    else:
        _check_whole(expression)


def _check_whole(*operands: Any) -> None:
    """Refuse what might fail when a deal arrives: the library would look into values by number."""
    for operand in operands:
        if type(operand).__name__ not in _WHOLE:
            raise ConditionError(f"compares something that is no value of the deal; {_CHOICES}")


def _check_contained(expression: Any) -> None:
    _check_whole(expression.container, expression.member)
    holds = getattr(expression.container.result_type, "value_type", None)
    if expression.container.result_type.name != "ARRAY":
        raise ConditionError(
            'looks into something that is no list; write "sso" in deal.products, or list the values in [ ]'
        )
    if holds is None or holds.name != expression.member.result_type.name:
        raise ConditionError(f"looks for {_said(expression.member.result_type)} in a list of other things")


def _said(kind: Any) -> str:
    words = {"STRING": "a text", "FLOAT": "a number", "BOOLEAN": "true or false", "ARRAY": "a list"}
    return words.get(kind.name, "something else")
