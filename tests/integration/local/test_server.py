"""The app's server: each customer's request stays their own, and Chalice sees what API Gateway would give it."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import urllib3

from infra.local.harness import LocalCloud

SMALL_APP = "tests.integration.local.small_app"


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    notes = tmp_path_factory.mktemp("server") / "notes"
    with LocalCloud(app_module=SMALL_APP, path="/base/path", extra={"SMALL_APP_NOTES": str(notes)}) as cloud:
        cloud.start_app()
        yield cloud


def get(cloud: LocalCloud, path: str, method: str = "GET", **more: Any) -> urllib3.BaseHTTPResponse:
    return urllib3.request(method, cloud.public_url + path, redirect=False, **more)


def test_fifty_interleaved_customers_never_see_each_others_requests(cloud: LocalCloud) -> None:
    wrong: list[Any] = []
    gate = threading.Barrier(50)

    def visit(number: int) -> None:
        name, connection = f"customer-{number}", http.client.HTTPConnection("127.0.0.1", cloud.port)
        gate.wait()
        with closing(connection):
            talk(name, connection)

    def talk(name: str, connection: http.client.HTTPConnection) -> None:
        for turn in range(6):
            connection.request(
                "POST",
                f"/base/path/who/{name}?turn={turn}",
                body=f"{name}-{turn}",
                headers={"Cookie": f"session={name}", "Content-Type": "text/plain"},
            )
            seen = json.loads(connection.getresponse().read())
            expected = {
                "name": name, "before": name, "after": name, "query": {"turn": str(turn)},
                "cookie": f"session={name}", "body": f"{name}-{turn}",
                "path": f"/base/path/who/{name}", "source": "127.0.0.1",
            }  # fmt: skip
            if seen != expected:
                wrong.append((expected, seen))

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_several_cookies_stay_several_headers(cloud: LocalCloud) -> None:
    assert get(cloud, "/who/a").headers.getlist("Set-Cookie") == ["one=1", "two=2"]


def test_bytes_go_in_and_out_as_they_are(cloud: LocalCloud) -> None:
    content = bytes(range(256))
    answer = get(
        cloud,
        "/bytes",
        "POST",
        body=content,
        headers={"Content-Type": "application/octet-stream", "Accept": "application/octet-stream"},
    )
    assert answer.data == content[::-1]


def test_path_variables_arrive_decoded(cloud: LocalCloud) -> None:
    assert get(cloud, "/who/a%20b%C3%A4").json()["name"] == "a bä"


def test_an_answer_without_a_type_is_json_as_api_gateway_makes_it(cloud: LocalCloud) -> None:
    assert get(cloud, "/healthz").headers["Content-Type"] == "application/json"


def test_head_is_answered_as_get_without_a_body(cloud: LocalCloud) -> None:
    answer = get(cloud, "/healthz", "HEAD")
    assert (answer.status, answer.data) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 0


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("GET", "/who", 404), ("DELETE", "/healthz", 405), ("GET", "/who/a/", 200)],
)
def test_addresses_that_are_not_there_are_told_apart(
    cloud: LocalCloud, method: str, path: str, status: int
) -> None:
    answer = get(cloud, path, method)
    assert answer.status == status
    if status == 405:
        assert answer.headers["Allow"] == "GET"


def test_outside_the_prefix_there_is_nothing(cloud: LocalCloud) -> None:
    assert urllib3.request("GET", f"http://127.0.0.1:{cloud.port}/healthz").status == 404
    assert urllib3.request("GET", f"http://127.0.0.1:{cloud.port}/base/pathhealthz").status == 404
    assert urllib3.request("GET", f"http://127.0.0.1:{cloud.port}/base/path/healthz").status == 200


def test_a_request_over_10_megabytes_is_too_large(cloud: LocalCloud) -> None:
    headers = {"Content-Type": "application/octet-stream", "Accept": "application/octet-stream"}
    assert get(cloud, "/bytes", "POST", body=b"x" * (10 * 1024 * 1024 + 1), headers=headers).status == 413
    assert get(cloud, "/bytes", "POST", body=b"x" * 1024, headers=headers).status == 200


def test_a_length_that_is_no_number_is_refused_and_the_connection_closed(cloud: LocalCloud) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", cloud.port)) as connection:
        connection.putrequest("POST", "/base/path/bytes")
        connection.putheader("Content-Length", "many")
        connection.endheaders()
        answer = connection.getresponse()
        assert (answer.status, answer.getheader("Connection")) == (400, "close")


def test_a_request_cut_off_on_its_way_is_not_carried_out(cloud: LocalCloud) -> None:
    with socket.create_connection(("127.0.0.1", cloud.port)) as connection:
        connection.sendall(
            b"POST /base/path/who/cut HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nhalf"
        )
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(100).startswith(b"HTTP/1.1 400 ")


def test_a_body_in_chunks_arrives_whole(cloud: LocalCloud) -> None:
    headers = {"Content-Type": "application/octet-stream", "Accept": "application/octet-stream"}
    with closing(http.client.HTTPConnection("127.0.0.1", cloud.port)) as connection:
        connection.request("POST", "/base/path/bytes", iter([b"one", b"two"]), headers, encode_chunked=True)
        assert connection.getresponse().read() == b"owteno"
