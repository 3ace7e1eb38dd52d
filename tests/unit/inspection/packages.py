"""Office files built for the tests: honest ones from several producers, changed part by part into hostile ones."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

Parts = dict[str, bytes]
OFFICE = "application/vnd.openxmlformats-officedocument"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XLINK = "http://www.w3.org/1999/xlink"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@cache
def word(text: str = "Order 4711") -> bytes:
    import docx

    made, out = docx.Document(), io.BytesIO()
    made.add_heading(text, 1)
    made.add_paragraph("For Acme GmbH, by python-docx.")
    made.add_table(rows=2, cols=2).cell(0, 0).text = "Seats"
    made.save(out)
    return out.getvalue()


@cache
def workbook(rows: tuple[tuple[object, ...], ...] = (("Name", "Seats"), ("Acme", 12))) -> bytes:
    import openpyxl

    made, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(list(row))
    made.save(out)
    return out.getvalue()


def written_workbook(change: Callable[[Any], object], **options: object) -> bytes:
    """Return a workbook of another producer, which can do more."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as made:
        change(made)
    return out.getvalue()


@cache
def slides() -> bytes:
    import pptx

    made, out = pptx.Presentation(), io.BytesIO()
    slide = made.slides.add_slide(made.slide_layouts[0])
    slide.shapes.title.text = "Kick-off"
    made.save(out)
    return out.getvalue()


@cache
def slides_with_chart() -> bytes:
    import pptx
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    made, out = pptx.Presentation(), io.BytesIO()
    data = CategoryChartData()
    data.categories = ["Q1", "Q2"]
    data.add_series("Seats", (10, 20))
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(1), Inches(1), Inches(4), Inches(3), data)
    made.save(out)
    return out.getvalue()


@cache
def open_text() -> bytes:
    from odf.opendocument import OpenDocumentText
    from odf.text import P

    made, out = OpenDocumentText(), io.BytesIO()
    made.text.addElement(P(text="An order"))
    made.save(out)
    return out.getvalue()


@cache
def open_sheet() -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    made, out = OpenDocumentSpreadsheet(), io.BytesIO()
    table, row, cell = Table(name="Seats"), TableRow(), TableCell(valuetype="float", value="12")
    cell.addElement(P(text="12"))
    row.addElement(cell)
    table.addElement(row)
    made.spreadsheet.addElement(table)
    made.save(out)
    return out.getvalue()


@cache
def open_slides() -> bytes:
    from odf.opendocument import OpenDocumentPresentation

    made, out = OpenDocumentPresentation(), io.BytesIO()
    made.save(out)
    return out.getvalue()


def parts(data: bytes) -> Parts:
    """Return all parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(
    given: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED, level: int | None = None
) -> bytes:
    """Return a package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method, compresslevel=level) as archive:
        for name, body in given.items():
            archive.writestr(name, body)
    return out.getvalue()


def with_parts(data: bytes, more: Mapping[str, bytes]) -> bytes:
    """Return a package with some parts added or replaced."""
    return packed({**parts(data), **more})


def with_text(data: bytes, part: str, old: str, new: str) -> bytes:
    """Return a package with the text of one part changed."""
    found = parts(data)
    assert old.encode() in found[part], f"{old} is not in {part}"
    return packed({**found, part: found[part].replace(old.encode(), new.encode(), 1)})


def with_type(data: bytes, *, part: str, kind: str, body: bytes = b"x") -> bytes:
    """Return a package with one more part of a content type."""
    declared = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    return with_parts(with_text(data, "[Content_Types].xml", "</Types>", declared), {part: body})


def with_relationship(data: bytes, part: str, *, kind: str, target: str, external: bool = False) -> bytes:
    """Return a package whose part refers to something more."""
    mode = ' TargetMode="External"' if external else ""
    relation = (
        f'<Relationship Id="rMore" Type="{RELATIONSHIPS}/{kind}" Target="{target}"{mode}/></Relationships>'
    )
    found = parts(data)
    if part not in found:
        name = "http://schemas.openxmlformats.org/package/2006/relationships"
        found[part] = f'<?xml version="1.0"?><Relationships xmlns="{name}"></Relationships>'.encode()
    return packed({**found, part: found[part].replace(b"</Relationships>", relation.encode())})


def in_body(xml: str) -> bytes:
    """Return a Word document with more in its body."""
    return with_text(word(), "word/document.xml", "<w:body>", f"<w:body>{xml}")


def in_sheet(xml: str) -> bytes:
    """Return a workbook with another cell in front."""
    return with_text(workbook(), "xl/worksheets/sheet1.xml", "<sheetData>", f"<sheetData>{xml}")


def field(*texts: str) -> bytes:
    """Return a Word document with a field whose instruction lies in these runs."""
    runs = "".join(f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in texts)
    begins, ends = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return in_body(f'<w:p xmlns:w="{WORD}">{begins}{runs}{ends}</w:p>')


class Entry:
    """One entry of a zip that is written by hand, so that each field may lie."""

    def __init__(
        self,
        name: str,
        body: bytes,
        *,
        claimed: int | None = None,
        checksum: int | None = None,
        method: int = 8,
        flags: int = 0,
        header_name: str | None = None,
    ) -> None:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        self.name, self.method, self.flags = name.encode(), method, flags
        self.header_name = (header_name or name).encode()
        self.packed = packer.compress(body) + packer.flush() if method == 8 else body
        self.claimed = len(body) if claimed is None else claimed
        self.checksum = zlib.crc32(body) if checksum is None else checksum


def by_hand(*entries: Entry, comment: bytes = b"", shared: bool = False) -> bytes:
    """Return a zip of these entries; `shared` lets all of them point at the first one's bytes."""
    out, directory, offsets = b"", b"", []
    for entry in entries:
        offsets.append(0 if shared and offsets else len(out))
        if shared and len(offsets) > 1:
            continue
        numbers = (20, entry.flags, entry.method, 0, 0, entry.checksum, len(entry.packed), entry.claimed)
        out += struct.pack("<IHHHHHIIIHH", 0x04034B50, *numbers, len(entry.header_name), 0)
        out += entry.header_name + entry.packed
    for entry, offset in zip(entries, offsets, strict=True):
        numbers = (20, 20, entry.flags, entry.method, 0, 0, entry.checksum, len(entry.packed), entry.claimed)
        directory += struct.pack("<IHHHHHHIII", 0x02014B50, *numbers)
        directory += struct.pack("<HHHHHII", len(entry.name), 0, 0, 0, 0, 0, offset) + entry.name
    count = len(entries)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(directory), len(out), len(comment))
    return out + directory + end + comment


def entries_of(data: bytes) -> list[Entry]:
    """Return a package's parts as entries by hand."""
    return [Entry(name, body) for name, body in parts(data).items()]


def ole(*streams: str) -> bytes:
    """Return the start of an OLE container with these names in its directory."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + names + b"\0" * 512
