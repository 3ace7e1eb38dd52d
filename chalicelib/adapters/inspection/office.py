"""What stands against a zip: which Office file it is, and what in it acts, loads from elsewhere, or hides.

Every part is unpacked and looked at, XML by what it says, the rest by its first bytes. Names and content types are the
file's own word, so nothing is left out because of them.
"""

import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from chalicelib.adapters.inspection import markup, opendocument
from chalicelib.adapters.inspection.package import Package, RefusedError
from chalicelib.adapters.inspection.parts import MAIN_PARTS, Types, content_types, main_part, relationships
from chalicelib.adapters.inspection.report import Report

MOST_EMBEDDED = 20_000_000
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_ZIP = b"PK\x03\x04"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def judge(stream: BinaryIO) -> Report:
    """Return what an Office file is and what stands against it; another zip is an archive."""
    try:
        package = Package(stream)
    except RefusedError as refusal:
        return Report(reasons=(refusal.code,))
    kinds = {"[Content_Types].xml", "mimetype"} & set(package.names)
    if not kinds:
        return Report(reasons=("file.archive",))
    if len(kinds) > 1:
        return Report(reasons=("office.unsafe",))
    kind: str | None = None
    try:
        package.check_names()
        kind = _kind(package)
        wrong = _wrong(package, depth=0)
    except RefusedError as refusal:
        wrong = {refusal.code}
    return Report(type=kind, reasons=tuple(sorted(wrong)))


def _kind(package: Package) -> str:
    if "mimetype" in package.names:
        return opendocument.kind(package)
    part = main_part(package)
    said = content_types(package).of(part)
    for marker, kind in MAIN_PARTS:
        if said.startswith(marker):
            return kind
    raise RefusedError("file.unknown")


def _wrong(package: Package, *, depth: int) -> set[str]:
    """Return what is wrong in any part of a package; an embedded workbook is a package, too."""
    types = content_types(package) if "[Content_Types].xml" in package.names else None
    wrong = set[str]()
    for name in package.names:
        wrong |= set(_by_name(name, types))
        chunks = package.chunks(name)
        head = next(chunks, b"")
        whole = chain([head], chunks)
        if _is_xml(name, head):
            wrong |= _in_xml(name, whole)
        elif head.startswith(_ZIP):
            wrong |= _embedded(whole, package, depth=depth)
        else:
            wrong |= {"office.embedded"} if head.startswith(_PROGRAMS) and not _is_macro(name) else set()
            for _ in chunks:
                pass  # measured to its end
    return wrong


def _by_name(name: str, types: Types | None) -> Iterator[str]:
    said = types.of(name).lower() if types else ""
    if _is_macro(name) or any(word in said for word in ("macroenabled", "vba", "macrosheet", "dialogsheet")):
        yield "office.macros"
    if "activex" in said:
        yield "office.active"
    if "oleobject" in said:
        yield "office.embedded"


def _in_xml(name: str, chunks: Iterable[bytes]) -> set[str]:
    reader = markup.Reader(wanted=frozenset({"Relationship"}) if name.endswith(".rels") else frozenset())
    try:
        markup.read(chunks, reader)
    except RefusedError as refusal:
        if refusal.code != "office.damaged" or not name.endswith(".vml"):
            raise
        for _ in chunks:
            pass  # Excel itself writes notes that are no XML
    return reader.wrong | set(relationships(name, [attributes for _, attributes in reader.found]))


def _embedded(chunks: Iterable[bytes], outer: Package, *, depth: int) -> set[str]:
    """Look into a chart's workbook, the one package that an Office program puts into another."""
    data = b""
    for chunk in chunks:
        data += chunk
        if len(data) > MOST_EMBEDDED:
            raise RefusedError("office.too_large")
    if depth:
        return {"office.embedded"}
    try:
        package = Package(io.BytesIO(data), used=outer.used)
        package.check_names()
        wrong = {"office.embedded"} if _kind(package) != "xlsx" else _wrong(package, depth=depth + 1)
    except RefusedError as refusal:
        return {refusal.code if refusal.code == "office.too_large" else "office.embedded"}
    outer.used = package.used
    return wrong


def _is_xml(name: str, head: bytes) -> bool:
    """Say whether a part is XML by its name, or by how it begins in any encoding."""
    for mark in _MARKS:
        head = head.removeprefix(mark)
    begins = head.replace(b"\x00", b"").lstrip()[:1] == b"<"
    return begins or name.endswith((".xml", ".rels"))


def _is_macro(name: str) -> bool:
    last = name.rpartition("/")[2].lower()
    return last.startswith("vbaproject") or name.startswith(("Basic/", "Scripts/"))
