"""YAML read more strictly than usual, and where everything stands: from a place in the data to its line."""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import yaml

from chalicelib.domain.errors import PlaybookError

Step = int | str
_PLACE = re.compile(r"(stage|start|task|gate|attribute) '(.*?)'(?: field '(.*?)')?(?: ([a-z_]+))?")
_LISTS = {"stage": "stages", "start": "stages", "task": "tasks", "gate": "gates", "attribute": "attributes"}
_SHOWN = 60  # characters of an id that places show


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Data as it was written, with its lines."""

    data: Any
    node: yaml.Node | None

    def line(self, path: tuple[Step, ...]) -> int:
        """Return the line of a path, or of as much of it as there is; lines count from 1."""
        node, line = self.node, 1
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            mark, node = found
            line = mark.start_mark.line + 1
        return line

    def line_of(self, place: str) -> int:
        """Return the line of a place as the linter names it: ``task 'sign_off' hours``."""
        return self.line(self._path(place))

    def _path(self, place: str) -> tuple[Step, ...]:
        named = _PLACE.match(place)
        if named is None:
            return tuple(re.findall(r"[a-z_]+", place)[:2])
        kind, name, field, key = named.groups()
        path = self._item((_LISTS[kind],), name)
        if field is not None:
            path = self._item((*path, "fields"), field)
        return (*path, key) if key else path

    def _item(self, path: tuple[Step, ...], name: str) -> tuple[Step, ...]:
        """Return the path of an item of a list by its id: the last one, because an earlier one is not the repetition."""
        items: Any = self.data
        for step in path:
            items = items[step]
        places = [
            number
            for number, item in enumerate(items if isinstance(items, list) else ())
            if isinstance(item, dict) and str(item.get("id"))[:_SHOWN] == name[:_SHOWN]
        ]
        return (*path, places[-1]) if places else path


def _child(node: yaml.Node | None, step: Step) -> tuple[yaml.Node, yaml.Node] | None:
    """Return what marks the line of a step, and the node that it leads to."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


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


def read(text: str, *, source: str) -> Document:
    """Read YAML text.

    Raises
    ------
    PlaybookError
        It is no YAML that can be read; the message names `source` and the line.
    """
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        return Document(data=loader.construct_document(node) if node else None, node=node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}" if mark else "the file"
        raise PlaybookError(f"{source}, {place}: {error.problem}.") from error
    except RecursionError as error:
        raise PlaybookError(f"{source}: this is nested deeper than any playbook.") from error
    except (yaml.YAMLError, TypeError, ValueError) as error:
        raise PlaybookError(f"{source}: this is not YAML that can be read: {error}.") from error
