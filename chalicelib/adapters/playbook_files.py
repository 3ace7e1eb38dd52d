"""Playbooks as files: one YAML file a playbook, in the words of `domain.playbook`; docs/playbooks.md explains them."""

from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from chalicelib.adapters import conditions
from chalicelib.adapters.holiday_calendars import HolidayCalendars
from chalicelib.domain.errors import PlaybookError
from chalicelib.domain.lint import lint
from chalicelib.domain.lint_rules import Problem
from chalicelib.domain.playbook import Playbook

LARGEST = 200_000  # characters
FOLDER = Path(__file__).parent.parent / "playbooks"

# Dataclasses of the standard library take the configuration of what holds them: hence the tuple.
_PLAYBOOK = TypeAdapter(tuple[Playbook], config=ConfigDict(extra="forbid"))

_REMEDIES = {
    "unexpected_keyword_argument": "there is no such field; remove it or mend its name",
    "missing": "add this field",
    "string_type": "must be text; put quotes around it",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "bool_parsing": "must be true or false",
    "tuple_type": "must be a list",
}


class _Loader(yaml.SafeLoader):
    """Safe loading that refuses a key which stands twice, where YAML would silently keep the last."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (yaml.YAMLError, RecursionError):
            raise
        except Exception as error:  # a value that its tag does not fit (`!!bool maybe`) fails in whatever way
            raise yaml.MarkedYAMLError(
                problem="this value is not of the kind that it says", problem_mark=node.start_mark
            ) from error

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for written, _ in node.value:
            key = self.construct_object(written, deep=True)
            if not isinstance(key, Hashable):
                continue  # the constructor below refuses it
            if key in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"'{key}' stands twice; keep one of them",
                    problem_mark=written.start_mark,
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def parse(text: str, *, source: str) -> Playbook:
    """Read a playbook from YAML text, without the linter's checks.

    Raises
    ------
    PlaybookError
        The text is not a playbook; the message names `source`, the places and what to do.
    """
    if len(text) > LARGEST:
        raise PlaybookError(f"{source}: the file has {len(text)} characters; {LARGEST} is the most.")
    try:
        data = yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader that is stricter still
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}" if mark else "the file"
        raise PlaybookError(f"{source}, {place}: {error.problem}.") from error
    except RecursionError as error:
        raise PlaybookError(f"{source}: this is nested deeper than any playbook.") from error
    except (yaml.YAMLError, TypeError, ValueError) as error:
        raise PlaybookError(f"{source}: this is not YAML that can be read: {error}.") from error
    if not isinstance(data, dict):
        raise PlaybookError(
            f"{source}: a playbook is a mapping; begin with `name:`, `version:` and `title:`."
        )
    try:
        return _PLAYBOOK.validate_python((data,))[0]
    except ValidationError as error:
        raise PlaybookError("\n".join(_sentences(error, data, source))) from error


def load(path: Path) -> Playbook:
    """Read and lint a playbook file.

    Raises
    ------
    PlaybookError
        The file cannot be read, or the linter has found problems; every one of them is named.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise PlaybookError(f"There is no file {path}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise PlaybookError(f"{path.name}: the file cannot be read as UTF-8 text: {error}.") from error
    playbook = parse(text, source=path.name)
    if problems := (*lint(playbook), *conditions.problems(playbook)) or tuple(_holidays(playbook)):
        raise PlaybookError("\n".join(f"{path.name}, {problem}" for problem in problems))
    return playbook


def load_all(folder: Path = FOLDER) -> tuple[Playbook, ...]:
    """Read and lint every playbook of a folder, by file name; raises PlaybookError as `load` does."""
    playbooks = tuple(load(path) for path in sorted(folder.glob("*.yaml")))
    names = [playbook.name for playbook in playbooks]
    if double := next((name for name in names if names.count(name) > 1), None):
        raise PlaybookError(f"{folder}: two files hold the playbook '{double}'. Give each its own name.")
    return playbooks


def _holidays(playbook: Playbook) -> Iterator[Problem]:
    try:
        HolidayCalendars().of(playbook.calendar)
    except LookupError:
        yield Problem(
            place="calendar",
            message="no public holidays are known for this country and region; use ISO 3166 codes such as DE and BY",
        )


def _sentences(error: ValidationError, data: dict[str, Any], source: str) -> list[str]:
    return [
        f"{source}, {_place(problem['loc'][1:], data)}: {_REMEDIES.get(problem['type'], problem['msg'])}."
        for problem in error.errors()
    ]


def _place(location: tuple[int | str, ...], data: Any) -> str:
    """Return a place as a person would say it: ``tasks 'sign_off' hours``."""
    words: list[str] = []
    for step in location:
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
