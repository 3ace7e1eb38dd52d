import gzip

import pytest

from infra.local.gateway import packed

LONG = b"<p>again and again</p>" * 100


def test_a_long_answer_travels_packed_to_who_can_unpack_it():
    status, headers, content = packed((200, [("Content-Type", "text/html")], LONG), accepted="br, gzip")
    assert gzip.decompress(content) == LONG
    assert (status, dict(headers)["Content-Encoding"]) == (200, "gzip")


@pytest.mark.parametrize(("content", "accepted"), [(LONG, ""), (LONG, "br"), (b"short", "gzip")])
def test_what_is_short_or_could_not_be_unpacked_travels_as_it_is(content, accepted):
    assert packed((200, [], content), accepted=accepted) == (200, [], content)
