"""JSON that no CRM should send, made from JSON that it does send: values, keys, sizes and encodings are changed.

A change is ``[kind, path, junk]``: `path` holds numbers that pick a place whatever the document looks like, `junk` names
one of `JUNK`. So changes are small, can be printed, and mean the same in every process.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.faults.fuzz.json_junk import JUNK, Raw

KINDS = ("put", "put", "put", "remove", "double", "rename", "add", "repeat", "swap")
ENCODINGS = (
    *("utf-8",) * 12, "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "utf-7", "cp037",
)  # fmt: skip


@dataclass(frozen=True)
class Twice:
    """Two values under one key."""

    first: Any
    second: Any


def changes(most: int = 6) -> st.SearchStrategy[list[list[Any]]]:
    """Draw a few changes."""
    one = st.tuples(
        st.sampled_from(KINDS),
        st.lists(st.integers(0, 40), min_size=1, max_size=6),
        st.sampled_from(sorted(JUNK)),
    )
    return st.lists(one.map(list), min_size=1, max_size=most)


def singles(document: Any) -> list[list[Any]]:
    """Return every single change: each junk at each place, and each place removed, doubled, renamed, repeated."""
    places = list(_places(document, []))
    others = [(kind, "plain None") for kind in sorted(set(KINDS) - {"put", "add"})]
    kinds = [("put", junk) for junk in sorted(JUNK)] + others
    return [[kind, place, junk] for place in places for kind, junk in kinds]


def _places(value: Any, path: list[int]) -> Iterator[list[int]]:
    if path:
        yield path
    items: list[Any] = (
        list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    )
    for number, item in enumerate(items):
        yield from _places(item, [*path, number])


def changed(document: Any, change: list[Any]) -> Any:
    """Return the document with one change made."""
    kind, path, junk = change
    return _at(document, path, kind, JUNK[junk], junk)


def _at(value: Any, path: list[int], kind: str, junk: Any, name: str) -> Any:
    if not isinstance(value, dict | list) or not value or not path:
        return _replaced(value, kind, junk)
    keys: list[Any] = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = keys[path[0] % len(keys)]
    if len(path) > 1 and isinstance(value[key], dict | list) and value[key]:
        return _with(value, key, _at(value[key], path[1:], kind, junk, name))
    match kind:
        case "remove":
            return _without(value, key)
        case "double" if isinstance(value, dict):
            return _with(value, key, Twice(value[key], junk))
        case "rename" if isinstance(value, dict):
            return {(name if k == key else k): v for k, v in value.items()}
        case "add" if isinstance(value, dict):
            return {**value, f"golive_{name}": junk}
        case "swap":
            other = keys[path[-1] % len(keys)]
            return _with(_with(value, key, value[other]), other, value[key])
    return _with(value, key, _replaced(value[key], kind, junk))


def _replaced(value: Any, kind: str, junk: Any) -> Any:
    if kind == "repeat":
        return value * 30 if isinstance(value, str) else [value] * 30
    return junk


def _with(value: Any, key: Any, item: Any) -> Any:
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[key] = item
    return copy


def _without(value: Any, key: Any) -> Any:
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    del copy[key]
    return copy


def text_of(value: Any) -> str:
    """Return JSON text, with keys that stand twice and text that is no JSON where the changes want it."""
    if isinstance(value, Raw):
        return value.text
    if isinstance(value, Twice):
        return text_of(value.second)
    if isinstance(value, dict):
        return "{" + ",".join(_member(name, item) for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(text_of, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _member(name: str, item: Any) -> str:
    if isinstance(item, Twice):
        return f"{_member(name, item.first)},{_member(name, item.second)}"
    return f"{json.dumps(name)}:{text_of(item)}"


def bytes_of(text: str, *, encoding: str = "utf-8", cut: int | None = None) -> bytes:
    """Return text in an encoding, cut off after so many thousandths."""
    raw = text.encode(encoding, "replace" if not encoding.startswith("utf") else "surrogatepass")
    return raw if cut is None else raw[: len(raw) * cut // 1000]
