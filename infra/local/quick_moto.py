"""Spares moto work that it does for every request and that never comes out differently."""

from __future__ import annotations

import copy
import pickle
from functools import cache
from typing import Any

from moto import backends
from moto.core import responses as core
from moto.dynamodb import responses as dynamodb
from moto.dynamodb.models.dynamo_type import Item, LimitedSizeDict
from moto.dynamodb.models.utilities import dynamo_json_dump
from moto.dynamodb.parsing import validators
from moto.dynamodb.parsing.ast_nodes import DepthFirstTraverser, UpdateExpression
from moto.dynamodb.parsing.expressions import UpdateExpressionParser
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.sqs import models as sqs

JSON = "application/x-amz-json-1.0"
SCALARS = frozenset({"S", "N", "B", "BOOL", "NULL"})


def install() -> None:
    """Put the quick parts in place."""
    modules = tuple(backends.list_of_moto_modules())  # moto looks at its own folder each time
    backends.list_of_moto_modules = lambda: modules
    plain = DomainDispatcherApplication.get_backend_for_host
    known: dict[str | None, Any] = {}

    def backend_for_host(self: Any, host: str | None) -> Any:
        if host not in known:
            known[host] = plain(self, host)
        return known[host]

    DomainDispatcherApplication.get_backend_for_host = backend_for_host
    sqs.camelcase_to_underscores = cache(sqs.camelcase_to_underscores)
    core.camelcase_to_underscores = cache(core.camelcase_to_underscores)
    core.method_names_from_class = cache(core.method_names_from_class)
    _install_plain_json()
    _install_known_updates()
    Item.__deepcopy__ = _copy_item


def _install_plain_json() -> None:
    """Write DynamoDB's answers as JSON at once: moto's serializer takes a millisecond an item."""

    def keep(self: Any, result: object) -> None:
        self._result = result

    def write(self: Any, context: Any) -> Any:
        return 200, {"Content-Type": JSON}, dynamo_json_dump(self._result)

    dynamodb.DynamoResult.__init__ = keep
    dynamodb.DynamoResult.execute_result = write


def _install_known_updates() -> None:
    """Parse each UpdateExpression once; who uses the tree changes it, so everybody gets a copy, and needs no other."""
    parse = UpdateExpressionParser.make

    @cache
    def parsed(expression: str) -> bytes:
        return pickle.dumps(parse(expression))

    UpdateExpressionParser.make = lambda expression: pickle.loads(parsed(expression))
    DepthFirstTraverser.nodes_to_be_processed = _kinds_of_nodes
    validators.deepcopy = lambda part: part if isinstance(part, UpdateExpression) else copy.deepcopy(part)


def _copy_item(item: Item, memo: dict[int, Any]) -> Item:
    """Copy an item; its scalars are never changed in place, so both may hold them."""
    new: Item = Item.__new__(Item)
    new.hash_key, new.range_key = item.hash_key, item.range_key
    new.attrs = LimitedSizeDict.__new__(LimitedSizeDict)
    for name, value in item.attrs.items():
        kept = value if value.type in SCALARS else copy.deepcopy(value, memo)
        dict.__setitem__(new.attrs, name, kept)
    return new


def _kinds_of_nodes(traverser: Any) -> tuple[type, ...]:
    """Answer which nodes a traverser works on; it asks anew at every node of a tree."""
    if "kinds" not in vars(traverser):
        traverser.kinds = tuple(traverser._processing_map())
    return tuple(traverser.kinds)
