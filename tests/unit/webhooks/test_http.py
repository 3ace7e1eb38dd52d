"""Reads over real sockets."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from chalicelib.adapters.http import LARGEST_ANSWER, JsonReader
from chalicelib.domain.errors import UnavailableError

ANSWERS = {
    "/ok": (200, b'{"amount": 48000.10}'),
    "/gone": (404, b"{}"),
    "/broken": (500, b"{}"),
    "/busy": (429, b"{}"),
    "/expired": (401, b"{}"),
    "/page": (200, b"<html>"),
    "/large": (200, b'"' + b"x" * LARGEST_ANSWER + b'"'),
    "/deep": (200, b"[" * 100_000),
    "/moved": (302, b""),
}
SEEN: list[tuple[str, dict[str, str]]] = []


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        SEEN.append((self.path, dict(self.headers)))
        status, body = ANSWERS[self.path.partition("?")[0]]
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://elsewhere.example/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def reader(base: str, **more: float) -> JsonReader:
    return JsonReader(base, headers=lambda: {"Authorization": "Bearer t"}, **more)


def test_an_answer_is_read_with_our_credentials_and_exact_numbers(base):
    assert reader(base).get("/ok", q="a b&c") == {"amount": "48000.10"}
    path, headers = SEEN[-1]
    assert path == "/ok?q=a+b%26c"
    assert headers["Authorization"] == "Bearer t"


def test_what_is_not_there_is_none(base):
    assert reader(base).get("/gone") is None


@pytest.mark.parametrize("path", ["/broken", "/busy", "/expired", "/page", "/large", "/deep", "/moved"])
def test_any_other_answer_means_unavailable(path, base):
    with pytest.raises(UnavailableError, match=path):
        reader(base).get(path)


def test_nobody_listening_means_unavailable():
    with pytest.raises(UnavailableError):
        reader("http://127.0.0.1:9").get("/ok")


def test_no_address_means_unavailable():
    with pytest.raises(UnavailableError, match="no address"):
        reader("").get("/ok")


def test_when_the_time_is_used_up_nothing_is_asked(base):
    asked = len(SEEN)
    with pytest.raises(UnavailableError, match="no time left"):
        reader(base, budget=0.0).get("/ok")
    assert len(SEEN) == asked
