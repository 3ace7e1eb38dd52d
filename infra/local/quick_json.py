"""A short way into moto for DynamoDB's and SQS's JSON requests, which are nearly all there are.

moto's own way leads through a Flask app, a form parser and a guess at service, region and account. Here all of that is
known: the target header names service and operation, the rest of the request is one JSON body.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import determine_request_protocol
from moto.core.responses import BaseResponse
from moto.core.utils import get_service_model
from moto.dynamodb.responses import DynamoHandler, DynamoResult
from moto.sqs.responses import SQSResponse

from infra.local.http_server import Environ, StartResponse, WSGIApp
from infra.local.sources import ACCOUNT
from infra.local.writes import plan_update


class Known(NamedTuple):
    """A request of which everything that counts is known."""

    environ: Environ
    headers: dict[str, str]
    region: str


class _KnownRequest(BaseResponse):  # type: ignore[misc]
    """Takes a request in as what it is: an operation's JSON."""

    def setup_class(
        self, request: Known, full_url: str, headers: Any = None, use_raw_body: bool | None = None
    ) -> None:
        """Set what moto's actions look at."""
        environ = request.environ
        content: bytes = environ["golive.body"]
        self.is_werkzeug_request, self.normalized_request = True, request
        self.body = self.raw_body = content.decode()
        self.uri, self.parsed_url = full_url, urlsplit(full_url)
        self.path = self.raw_path = environ["PATH_INFO"]
        self.method, self.headers = environ["REQUEST_METHOD"], request.headers
        none: dict[str, Any] = {}
        self.form_data = self.querystring = self.data = self.uri_match = none
        self.region, self.partition = request.region, "aws"
        self.current_account, self.response_headers = ACCOUNT, {"server": "amazon.com"}
        self.params = self._parameters(content)

    def _parameters(self, content: bytes) -> Any:
        if not any(mark in content for mark in BINARIES):
            return json.loads(content)  # nothing in it is of a type that JSON does not know
        service = get_service_model(self.boto3_service_name)
        protocol = determine_request_protocol(service, self.headers.get("Content-Type", ""))
        parser = PROTOCOL_PARSERS[protocol](
            service.operation_model(self._get_action()), map_type=self.PROTOCOL_PARSER_MAP_TYPE
        )
        asked = {"method": self.method, "values": {}, "headers": self.headers, "body": content}
        return parser.parse({**asked, "url_path": self.path, "url_params": {}})


class _Dynamo(_KnownRequest, DynamoHandler):  # type: ignore[misc]
    def update_item(self) -> DynamoResult:
        """Update an item that nobody wants to see; whatever is unusual, or wrong, goes moto's own way."""
        asked: dict[str, Any] = self.body  # type: ignore[assignment]
        if asked.keys() - PLAIN_UPDATE or not _uses_all(asked):
            return super().update_item()
        table = self.dynamodb_backend.get_table(asked["TableName"])
        if asked["Key"].keys() != set(table.table_key_attrs):
            return super().update_item()
        plan_update(self.dynamodb_backend, asked).carry_out()
        return DynamoResult({})


class _Sqs(_KnownRequest, SQSResponse):  # type: ignore[misc]
    pass


BINARIES = (b'"B"', b'"BS"', b'"Binary')  # how values are marked that stand as base64
PLAIN_UPDATE = frozenset(
    {"TableName", "Key", "UpdateExpression", "ConditionExpression"}
    | {"ExpressionAttributeNames", "ExpressionAttributeValues"}
)
HANDLERS = {"DynamoDB_20120810": _Dynamo, "AmazonSQS": _Sqs}


class ShortWay:
    """A WSGI app before moto's: takes what it knows itself, and hands everything else on."""

    def __init__(self, moto: WSGIApp, *, region: str) -> None:
        self._moto, self._region = moto, region

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        target = environ.get("HTTP_X_AMZ_TARGET", "")
        handler = HANDLERS.get(target.partition(".")[0])
        if handler is None:
            return self._moto(environ, start_response)
        url = f"http://{environ.get('HTTP_HOST', '')}{environ['RAW_URI']}"
        known = {"x-amz-target": target, "Content-Type": environ["CONTENT_TYPE"]}
        status, headers, body = handler.dispatch(Known(environ, known, self._region), url)
        start_response(f"{status} ", list(headers.items()))
        return [body.encode() if isinstance(body, str) else body]


def _uses_all(asked: dict[str, Any]) -> bool:
    """Tell whether an update's expression is there, and every name and value that came with it is used."""
    update, condition = asked.get("UpdateExpression", ""), asked.get("ConditionExpression", "")
    given = {*asked.get("ExpressionAttributeNames", ()), *asked.get("ExpressionAttributeValues", ())}
    return bool(update.strip()) and given <= _placeholders(f"{update} {condition}")


@lru_cache(maxsize=1024)
def _placeholders(expressions: str) -> frozenset[str]:
    return frozenset(re.findall(r"[#:][A-Za-z0-9_]+", expressions))
