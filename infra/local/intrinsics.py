"""Resolves CloudFormation's intrinsic functions, so that the template itself says what exists locally."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

NO_VALUE = object()

Attribute = Callable[[str, str], Any]  # logical id and attribute name ("Ref" for Ref) to its value


class IntrinsicError(Exception):
    """The template uses something that this resolver does not know; the message names it."""


class Resolver:
    """Resolves the values of one template.

    Parameters
    ----------
    parameters
        Values of the template's parameters and of the pseudo parameters (`AWS::Region`, …).
    conditions
        The template's `Conditions`.
    attribute
        Answers a resource's `Ref` or attribute; may create the resource to do so.
    """

    def __init__(
        self, *, parameters: Mapping[str, Any], conditions: Mapping[str, Any], attribute: Attribute
    ) -> None:
        self._parameters, self._conditions, self._attribute = parameters, conditions, attribute

    def __call__(self, value: Any) -> Any:
        """Resolve a value, however deep; what resolves to no value is left out."""
        if isinstance(value, list):
            return [one for one in map(self, value) if one is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            name, argument = next(iter(value.items()))
            if name == "Ref" or name.startswith("Fn::"):
                return self._call(name, argument)
        resolved = {key: self(one) for key, one in value.items()}
        return {key: one for key, one in resolved.items() if one is not NO_VALUE}

    def holds(self, condition: str) -> bool:
        """Tell whether a named condition holds."""
        return bool(self._test(self._conditions[condition]))

    def _call(self, name: str, argument: Any) -> Any:
        match name:
            case "Ref":
                return self._ref(argument)
            case "Fn::GetAtt":
                return self._attribute(argument[0], ".".join(argument[1:]))
            case "Fn::Sub":
                return self._substitute(argument)
            case "Fn::Join":
                return argument[0].join(str(one) for one in self(argument[1]))
            case "Fn::Select":
                return self(argument[1])[int(argument[0])]
            case "Fn::Split":
                return str(self(argument[1])).split(argument[0])
            case "Fn::If":
                return self(argument[1] if self.holds(argument[0]) else argument[2])
        raise IntrinsicError(f"The local cloud does not know {name}: teach infra/local/intrinsics.py.")

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NO_VALUE
        return self._parameters[name] if name in self._parameters else self._attribute(name, "Ref")

    def _substitute(self, argument: Any) -> str:
        text, names = (argument, {}) if isinstance(argument, str) else argument

        def value(found: re.Match[str]) -> str:
            name = found[1]
            if name in names:
                return str(self(names[name]))
            logical, _, attribute = name.partition(".")
            return str(self._attribute(logical, attribute) if attribute else self._ref(name))

        return re.sub(r"\$\{([^!{}]+)\}", value, text)

    def _test(self, condition: Any) -> bool:
        name, argument = next(iter(condition.items()))
        match name:
            case "Condition":
                return self.holds(argument)
            case "Fn::Equals":
                return bool(self(argument[0]) == self(argument[1]))
            case "Fn::Not":
                return not self._test(argument[0])
            case "Fn::And":
                return all(map(self._test, argument))
            case "Fn::Or":
                return any(map(self._test, argument))
        raise IntrinsicError(f"The local cloud does not know the condition {name}.")
