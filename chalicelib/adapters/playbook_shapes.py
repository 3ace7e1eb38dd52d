"""Whether data has the shape of a playbook: the fields there are, each of its type; every mistake with its place."""

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError

from chalicelib.adapters.yaml_lines import Step
from chalicelib.domain.playbook import Playbook

# Dataclasses of the standard library take the configuration of what holds them: hence the tuple.
PLAYBOOK = TypeAdapter(tuple[Playbook], config=ConfigDict(extra="forbid"))
Path = tuple[Step, ...]

_REMEDIES = {
    "unexpected_keyword_argument": "there is no such field; remove it or mend its name",
    "missing": "add this field",
    "string_type": "must be text; put quotes around it",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "bool_parsing": "must be true or false",
    "tuple_type": "must be a list",
    "dataclass_type": "must be fields with their values: `name: value`",
}


def shaped(data: Mapping[str, Any]) -> tuple[Playbook | None, tuple[tuple[Path, str], ...]]:
    """Return the playbook that data writes, or what is wrong: (path, what to do) of each mistake."""
    found: dict[Path, str] = dict(_wrong_numbers(Playbook, data, ()))
    playbook = None
    try:
        playbook = PLAYBOOK.validate_python((data,))[0]
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            found.setdefault(problem["loc"][1:], _REMEDIES.get(problem["type"], problem["msg"]))
    return (None if found else playbook), tuple(found.items())


def said(path: Path, data: Any) -> str:
    """Return a path as a person would say it: ``tasks 'sign_off' hours``."""
    words: list[str] = []
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            data = None
        if isinstance(step, int):
            name = data.get("id") if isinstance(data, dict) else None
            words.append(f"'{name}'" if name else f"number {step + 1}")
        else:
            words.append(step)
    return " ".join(words) or "the file"


def _wrong_numbers(hint: Any, data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield what pydantic would quietly take for a number or a yes: `true` for 1, `"8"` for 8, `1` for true."""
    if get_origin(hint) in (Union, UnionType):
        for option in get_args(hint):
            if data is not None and option is not type(None):
                yield from _wrong_numbers(option, data, path)
    elif hint is int and (
        isinstance(data, bool | float) or (isinstance(data, str) and data.strip("+-").isdigit())
    ):
        yield path, "must be a whole number, without quotes"
    elif hint is bool and isinstance(data, int | str | float) and not isinstance(data, bool):
        yield path, "must be true or false, without quotes"
    elif isinstance(hint, type) and is_dataclass(hint) and isinstance(data, dict):
        for name, of in _hints(hint).items():
            if name in data:
                yield from _wrong_numbers(of, data[name], (*path, name))
    elif get_origin(hint) is tuple and isinstance(data, list):
        for number, item in enumerate(data):
            yield from _wrong_numbers(get_args(hint)[0], item, (*path, number))


@cache
def _hints(name: type) -> dict[str, Any]:
    return get_type_hints(name)
