"""The zip of an Office file: what comes out is measured, whatever its directory says; what refers elsewhere is told."""

import io

import pytest

from chalicelib.adapters.inspection import parts
from chalicelib.adapters.inspection.package import FREE_BYTES, MOST_TIMES, Package, RefusedError
from tests.unit.inspection.packages import Entry, by_hand


def came_out(data: bytes) -> int:
    package = Package(io.BytesIO(data))
    package.check_names()
    return sum(len(chunk) for name in package.names for chunk in package.chunks(name))


def test_what_comes_out_is_what_went_in() -> None:
    assert came_out(by_hand(Entry("a", b"x" * 100_000), Entry("b/c.xml", b"y", method=0))) == 100_001


def test_a_small_file_may_unpack_to_a_million_bytes_and_no_file_to_more_than_a_hundred_times_its_own() -> (
    None
):
    assert came_out(by_hand(Entry("a", b"\0" * FREE_BYTES))) == FREE_BYTES

    bomb = by_hand(Entry("a", b"\0" * (MOST_TIMES * 50_000)))
    assert len(bomb) < 50_000
    with pytest.raises(RefusedError, match=r"office\.too_large"):
        came_out(bomb)


@pytest.mark.parametrize(("claimed", "more"), [(10, 0), (5_001, 0), (0, 0)])
def test_a_directory_that_lies_about_a_size_is_noticed(claimed: int, more: int) -> None:
    with pytest.raises(RefusedError, match=r"office\.unsafe"):
        came_out(by_hand(Entry("a", b"\0" * (5_000 + more), claimed=claimed)))


def test_what_was_given_by_the_outer_package_counts() -> None:
    data = by_hand(Entry("a", b"\0" * 600_000))
    package = Package(io.BytesIO(data), used=600_000)

    with pytest.raises(RefusedError, match=r"office\.too_large"):
        list(package.chunks("a"))


@pytest.mark.parametrize(
    ("kind", "target", "mode", "codes"),
    [
        ("hyperlink", "https://acme.example/", "External", []),
        ("hyperlink", "vbscript:x", "External", ["office.active"]),
        ("image", "media/image1.png", "", []),
        ("image", "https://evil.example/x.png", "External", ["office.external"]),
        ("attachedTemplate", "https://evil.example/t.dotm", "EXTERNAL", ["office.external"]),
        ("vbaProject", "anything.bin", "", ["office.macros"]),
        ("package", "embeddings/a.xlsx", "Internal", ["office.embedded"]),
    ],
)
def test_a_relationship_is_told_by_its_kind(kind: str, target: str, mode: str, codes: list[str]) -> None:
    found = {"Type": f"http://purl.oclc.org/ooxml/officeDocument/relationships/{kind}", "Target": target}

    assert list(parts.relationships("word/_rels/document.xml.rels", [found | {"TargetMode": mode}])) == codes
