"""Headers are read as they were sent; what is none is refused."""

import io

import pytest

from infra.local.http_headers import HeadersError, read


def test_names_are_found_whatever_their_case_and_kept_as_they_were_sent() -> None:
    headers = read(io.BytesIO(b"Content-Type: text/xml \r\nX-One:1\r\nx-one: 2\r\n\r\nbody"))
    assert headers.get("content-type") == "text/xml"
    assert headers.get("X-ONE") == "1"
    assert headers.get("Expect") == ""
    assert headers.items() == [("Content-Type", "text/xml"), ("X-One", "1"), ("x-one", "2")]


def test_the_body_is_left_to_be_read() -> None:
    sent = io.BytesIO(b"A: b\r\n\r\nbody")
    read(sent)
    assert sent.read() == b"body"


def test_a_value_may_go_on_in_the_next_line() -> None:
    assert read(io.BytesIO(b"A: b\r\n  c\r\n\r\n")).get("a") == "b c"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"no header\r\n\r\n", 400),
        (b": no name\r\n\r\n", 400),
        (b" A: b\r\n\r\n", 400),
        (b"A: " + b"b" * 70_000 + b"\r\n\r\n", 431),
        (b"A: b\r\n" * 101 + b"\r\n", 431),
    ],
)
def test_what_is_no_header_is_refused(sent: bytes, status: int) -> None:
    with pytest.raises(HeadersError) as refused:
        read(io.BytesIO(sent))
    assert refused.value.status == status
