"""A threaded HTTP/1.1 server for WSGI apps, with connections kept open and Nagle's delay off.

Used for the emulator, the sandbox and the app: one request at a time on each connection, a thread each.
"""

from __future__ import annotations

import io
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import unquote_to_bytes

from infra.local import http_headers

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WSGIApp = Callable[[Environ, StartResponse], Iterable[bytes]]

LARGEST_BODY = 256 * 1024 * 1024


class BodyError(Exception):
    """The body's length is unknown, unreadable or too large; the connection must close."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Server(ThreadingMixIn, HTTPServer):
    """Serves one WSGI app."""

    daemon_threads = True
    request_queue_size = 256
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], app: WSGIApp) -> None:
        self.app = app
        super().__init__(address, Handler)

    def start(self) -> Server:
        """Serve in a thread of its own."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.5}, daemon=True).start()
        return self

    @property
    def url(self) -> str:
        """Where the server is reached."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing when a client went away."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Speaks HTTP for the app."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def __getattr__(self, name: str) -> Callable[[], None]:
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def parse_request(self) -> bool:
        """Read request line and headers; what is no plain HTTP/1.1 is left to the standard library."""
        line: bytes = self.raw_requestline  # type: ignore[assignment]
        words = line.decode("iso-8859-1").split()
        if len(words) != 3 or words[2] != "HTTP/1.1":
            return super().parse_request()
        self.requestline, self.close_connection = " ".join(words), False
        self.command, self.path, self.request_version = words
        if self.path.startswith("//"):
            self.path = "/" + self.path.lstrip("/")
        try:
            self.headers = http_headers.read(self.rfile)  # type: ignore[assignment]
        except http_headers.HeadersError as error:
            self.send_error(error.status)
            return False
        self.close_connection = self.headers.get("Connection", "").lower() == "close"
        return self.headers.get("Expect", "").lower() != "100-continue" or self.handle_expect_100()

    def log_message(self, *args: Any) -> None:
        """Stay silent: what matters is in the sandbox."""

    def _serve(self) -> None:
        try:
            body = self._body()
        except BodyError as error:
            self.close_connection = True
            self._answer(str(error.status), [("Content-Length", "0"), ("Connection", "close")], [])
            return
        answer: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            answer[:] = [status, headers]

        try:
            chunks = self.server.app(self._environ(body), start_response)
        except Exception:
            traceback.print_exc()
            self._answer("500", [("Content-Type", "text/plain")], [b"Internal error: see the log."])
            return
        try:
            self._answer(answer[0], answer[1], chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return b"".join(iter(self._chunk, b""))
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal():
            raise BodyError(400)
        if int(length) > LARGEST_BODY:
            raise BodyError(413)
        return self._read(int(length))

    def _read(self, size: int) -> bytes:
        data = self.rfile.read(size)
        if len(data) < size:  # the client died while it spoke: what it meant to say is unknown
            raise BodyError(400)
        return data

    def _chunk(self) -> bytes:
        try:
            size = int(self.rfile.readline(64).split(b";")[0], 16)
        except ValueError as error:
            raise BodyError(400) from error
        if size > LARGEST_BODY:
            raise BodyError(413)
        data = self._read(size)
        self.rfile.readline(8)
        return data

    def _environ(self, body: bytes) -> Environ:
        path, _, query = self.path.partition("?")
        environ: Environ = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "RAW_URI": self.path,
            "REQUEST_URI": self.path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(self.server.server_address[1]),
            "SERVER_PROTOCOL": self.request_version,
            "REMOTE_ADDR": self.client_address[0],
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "golive.headers": self.headers.items(),
            "golive.body": body,
            "golive.connection": self.connection,
        }
        for name, value in self.headers.items():
            key = _environ_key(name)
            if key not in ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH") and "_" not in name:
                environ[key] = f"{environ[key]},{value}" if key in environ else value
        return environ

    def _answer(self, status: str, headers: list[tuple[str, str]], chunks: Iterable[bytes]) -> None:
        code, _, reason = status.partition(" ")
        self.send_response_only(int(code), reason or None)
        names = {name.lower() for name, _ in headers}
        for name, value in headers:
            if name.lower() != "connection":
                self.send_header(name, _header(value))
        bodiless = self.command == "HEAD" or code in ("204", "304") or code.startswith("1")
        if "transfer-encoding" in names:  # the app streams and ends with the connection
            self.close_connection = True
            self.end_headers()
            for chunk in chunks:
                self.wfile.write(chunk)
                self.wfile.flush()
            return
        content = b"".join(chunks)
        if "content-length" not in names and not (bodiless and not content):
            self.send_header("Content-Length", str(len(content)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if not bodiless:
            self.wfile.write(content)
        self.wfile.flush()


@lru_cache(maxsize=1024)
def _environ_key(name: str) -> str:
    return "HTTP_" + name.upper().replace("-", "_")


def _header(value: str) -> str:
    """Keep a header one line, and what latin-1 cannot carry as UTF-8's bytes."""
    line = " ".join(value.splitlines())
    try:
        line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode().decode("latin-1")
    return line
