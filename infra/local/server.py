"""The app's process: the Chalice app behind a threaded server, given the events that API Gateway would give it."""

from __future__ import annotations

import importlib
import os
import threading
import traceback
import uuid
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import boto3
from chalice.local import LocalChalice

from infra.local import gateway
from infra.local.http_server import Environ, Server, StartResponse
from infra.local.lambda_context import LambdaContext
from infra.local.orphans import end_with_parent

LARGEST_REQUEST = 10 * 1024 * 1024


class Gateway:
    """A WSGI app that stands for API Gateway.

    Parameters
    ----------
    app
        The Chalice app; it gets a request of its own in each thread.
    public_url
        Its path, if it has one, is taken off every request; what lies outside it is not found.
    """

    def __init__(self, app: Any, *, public_url: str) -> None:
        app.__class__ = type("ThreadedApp", (LocalChalice, app.__class__), {})
        self._app = app
        self._prefix = urlsplit(public_url).path.rstrip("/")
        self._routes = gateway.Routes(app.routes)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        status, headers, body = gateway.packed(
            self._answer(environ), accepted=environ.get("HTTP_ACCEPT_ENCODING", "")
        )
        start_response(f"{status} {_phrase(status)}", headers)
        return [body]

    def _answer(self, environ: Environ) -> gateway.Answer:
        if len(environ["golive.body"]) > LARGEST_REQUEST:
            return gateway.message(413, "Request Too Long")
        path = environ["RAW_URI"].partition("?")[0]
        if self._prefix and path != self._prefix and not path.startswith(self._prefix + "/"):
            return gateway.message(404, f"This app lives below {self._prefix}/.")
        found = self._routes.match(path[len(self._prefix) :] or "/")
        if found is None:
            return gateway.message(404, "There is nothing at this address.")
        method = environ["REQUEST_METHOD"]
        if method == "HEAD" and "HEAD" not in found.methods:
            method = "GET"
        if method not in found.methods:
            return gateway.message(
                405, f"{method} is not offered here.", Allow=", ".join(sorted(found.methods))
            )
        event = gateway.event(environ, found, method=method, prefix=self._prefix)
        context = LambdaContext(function="api", request_id=str(uuid.uuid4()), seconds=29)
        try:
            return gateway.read(self._app(event, context))
        except Exception:
            traceback.print_exc()
            return gateway.message(502, "Internal server error")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def one_at_a_time() -> None:
    """Let threads make boto3 clients one after the other: its default session does not bear more at once."""
    plain, lock = boto3.client, threading.Lock()

    def client(*args: Any, **kwargs: Any) -> Any:
        with lock:
            return plain(*args, **kwargs)

    boto3.client = client


def main() -> None:
    """Serve the module named by `GOLIVE_APP` (default: app) on `PORT`."""
    one_at_a_time()
    module = importlib.import_module(os.environ.get("GOLIVE_APP", "app"))
    end_with_parent()
    server = Server(
        ("127.0.0.1", int(os.environ["PORT"])), Gateway(module.app, public_url=os.environ["PUBLIC_URL"])
    )
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
