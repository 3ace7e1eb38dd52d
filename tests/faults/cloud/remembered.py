"""What the product works out again in every new process, and what depends on nothing but its text: worked out once.

A world begins many processes, and each reads the same directory, playbooks and states. Each is still read from the
table, where reading may go wrong; only making values of the text that came is remembered, as rendering a mail is.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any

import botocore.client

Put = Callable[[Any, str, Any], None]


class _Dict(dict[str, Any]):
    """A JSON object that knows its text."""

    text: str


class _List(list[Any]):
    """A JSON array that knows its text."""

    text: str


@lru_cache(32_768)
def _parsed(text: str) -> Any:
    value = json.loads(text)
    if isinstance(value, dict | list):
        value = _Dict(value) if isinstance(value, dict) else _List(value)
        value.text = text
    return value


def remember(put: Put) -> None:
    """Put remembering functions in place of the product's own."""
    from chalicelib.adapters import codec, journal, s3
    from chalicelib.adapters.dynamodb import onboardings, outbox, people, playbooks
    from chalicelib.adapters.inspection import bounded, inspector
    from chalicelib.adapters.mail import ses, writer
    from chalicelib.bootstrap import ground, mails

    for module in (onboardings, outbox, people, playbooks):
        put(module, "json", SimpleNamespace(loads=_parsed, dumps=json.dumps))
    for module in (people, playbooks):
        put(module, "load", _of_text(codec.load))
    put(outbox, "unnamed", _of_text(codec.unnamed))
    put(onboardings, "from_parts", _of_parts(onboardings.from_parts))
    put(codec, "envelope_from_json", lru_cache(4096)(codec.envelope_from_json))
    put(journal, "entry_hash", _of_value(journal.entry_hash))
    put(inspector, "inspect", cache(inspector.inspect))
    put(bounded, "parsed", cache(bounded.parsed))
    put(writer, "render", lru_cache(4096)(writer.render))
    put(ses, "wire", lru_cache(4096)(ses.wire))
    for module in (ground, mails, s3):
        put(module, "Config", _of_names(botocore.client.Config))
    put(botocore.client.BaseClient, "get_paginator", cache(botocore.client.BaseClient.get_paginator))


def _of_text(made: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Remember a function of a kind (or a table of kinds) and a parsed text."""
    kinds: dict[int, Any] = {}
    known = lru_cache(32_768)(lambda kind, text: made(kinds[kind], json.loads(text)))

    def of(kind: Any, data: Any) -> Any:
        kinds[id(kind)] = kind
        return known(id(kind), data.text)

    return of


def _of_parts(made: Callable[[Any], Any]) -> Callable[[Any], Any]:
    known = lru_cache(4096)(lambda parts: made({name: json.loads(text) for name, text in parts}))
    return lambda parts: known(tuple((name, part.text) for name, part in parts.items()))


def _of_value(made: Callable[[Any], Any]) -> Callable[[Any], Any]:
    known = lru_cache(16_384)(lambda text: made(json.loads(text)))
    return lambda value: known(json.dumps(value))


def _of_names(made: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[str, Any] = {}

    def of(**how: Any) -> Any:
        named = repr(how)
        if named not in known:
            known[named] = made(**how)
        return known[named]

    return of
