"""Office files of several producers that must be taken."""

import io
import zipfile
from datetime import date
from typing import Any

from tests.unit.inspection import packages as p
from tests.unit.inspection import pictures
from tests.unit.inspection.packages import OFFICE, XLINK, field

Honest = dict[str, tuple[str, bytes]]


def _with_picture() -> bytes:
    import docx

    made, out = docx.Document(), io.BytesIO()
    made.add_picture(io.BytesIO(pictures.picture("PNG")))
    made.add_picture(io.BytesIO(pictures.picture("JPEG")))
    made.save(out)
    return out.getvalue()


def _with_notes() -> bytes:
    import openpyxl
    from openpyxl.comments import Comment

    made, out = openpyxl.Workbook(), io.BytesIO()
    made.active["A1"] = date(2026, 11, 21)
    made.active["A2"] = "=A1+1"
    made.active["A1"].comment = Comment("please check", "Grace")
    made.create_sheet("hidden").sheet_state = "hidden"
    made.save(out)
    return out.getvalue()


def _chart_and_link(book: Any) -> None:
    sheet = book.add_worksheet("Übersicht")
    sheet.write_row(0, 0, ["Month", "Seats"])
    sheet.write_row(1, 0, ["Nov", 12])
    sheet.write_url(2, 0, "https://acme.example/a|b", string="our page")
    sheet.write_formula(3, 1, '=IF(B2>1,"a|b",SUM(B2:B2))')
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Übersicht'!$B$2:$B$2"})
    sheet.insert_chart("D2", chart)
    sheet.insert_image("H2", "logo.png", {"image_data": io.BytesIO(pictures.picture("PNG"))})
    sheet.data_validation("C1", {"validate": "list", "source": ["smb", "enterprise"]})
    sheet.conditional_format("B1:B9", {"type": "3_color_scale"})
    sheet.insert_checkbox(5, 0, boolean=True)
    book.set_vba_name("ThisWorkbook")


def _slides_with_picture_and_link() -> bytes:
    import pptx

    made, out = pptx.Presentation(), io.BytesIO()
    slide = made.slides.add_slide(made.slide_layouts[6])
    slide.shapes.add_picture(io.BytesIO(pictures.picture("JPEG")), 0, 0)
    box = slide.shapes.add_textbox(0, 0, 100, 100)
    run = box.text_frame.paragraphs[0].add_run()
    run.text, run.hyperlink.address = "site", "mailto:ada@vendor.example"
    slide.notes_slide.notes_text_frame.text = "say hello"
    made.save(out)
    return out.getvalue()


HONEST: Honest = {
    "Word document": ("order.docx", p.word()),
    "Word document named in capitals": ("ORDER.DOCX", p.word()),
    "Word document with pictures": ("order.docx", _with_picture()),
    "Word document with a web link": (
        "order.docx",
        p.with_relationship(
            p.word(),
            "word/_rels/document.xml.rels",
            kind="hyperlink",
            target="https://acme.example/",
            external=True,
        ),
    ),
    "Word document with page numbers and a link as fields": (
        "order.docx",
        field("PAGE ", '\\* MERGEFORMAT HYPERLINK "https://acme.example/DDE"'),
    ),
    "Word document that writes about DDE": ("order.docx", p.word("DDEAUTO and macros, explained")),
    "Word document that is stored, not packed": (
        "order.docx",
        p.packed(p.parts(p.word()), method=zipfile.ZIP_STORED),
    ),
    "Word document with a long comment of its zip": (
        "order.docx",
        p.by_hand(*p.entries_of(p.word()), comment=b"made by Acme"),
    ),
    "Word document with folders": ("order.docx", p.with_parts(p.word(), {"word/": b"", "customXml/": b""})),
    "Word document in UTF-16": (
        "order.docx",
        p.with_parts(
            p.word(),
            {
                "word/numbering.xml": p.parts(p.word())["word/numbering.xml"]
                .decode()
                .replace("UTF-8", "UTF-16")
                .encode("utf-16")
            },
        ),
    ),
    "Word document with a font": (
        "order.docx",
        p.with_type(
            p.word(), part="word/fonts/font1.odttf", kind=f"{OFFICE}.obfuscatedFont", body=b"\x11" * 99
        ),
    ),
    "Word document without an ending": ("order", p.word()),
    "Excel workbook": ("seats.xlsx", p.workbook()),
    "Excel workbook with notes, dates and a hidden sheet": ("seats.xlsx", _with_notes()),
    "Excel workbook of another producer": ("seats.xlsx", p.written_workbook(_chart_and_link)),
    "Excel workbook written in constant memory": (
        "seats.xlsx",
        p.written_workbook(
            lambda book: book.add_worksheet().write_row(0, 0, ["a", "b"]), constant_memory=True, tmpdir="/tmp"
        ),
    ),
    "Excel workbook with 5,000 equal rows": (
        "seats.xlsx",
        p.workbook((("Name", "Seats"), *(("Acme", 1),) * 5000)),
    ),
    "Excel workbook with notes that are no XML": (
        "seats.xlsx",
        p.with_parts(p.workbook(), {"xl/drawings/vmlDrawing1.vml": b"<xml><br></xml>"}),
    ),
    "Excel workbook with a printer's settings": (
        "seats.xlsx",
        p.with_type(
            p.workbook(),
            part="xl/printerSettings/printerSettings1.bin",
            kind=f"{OFFICE}.spreadsheetml.printerSettings",
            body=b"H\0P\0" * 40,
        ),
    ),
    "presentation": ("kickoff.pptx", p.slides()),
    "presentation with a chart and its workbook": ("kickoff.pptx", p.slides_with_chart()),
    "presentation with a picture, a link and notes": ("kickoff.pptx", _slides_with_picture_and_link()),
    "slide show": (
        "kickoff.ppsx",
        p.with_text(
            p.slides(),
            "[Content_Types].xml",
            "presentationml.presentation.main",
            "presentationml.slideshow.main",
        ),
    ),
    "OpenDocument text": ("order.odt", p.open_text()),
    "OpenDocument sheet": ("seats.ods", p.open_sheet()),
    "OpenDocument slides": ("kickoff.odp", p.open_slides()),
    "OpenDocument text with a web link": (
        "order.odt",
        p.with_text(
            p.open_text(),
            "content.xml",
            "An order",
            f'<text:a xmlns:xlink="{XLINK}" xlink:href="https://acme.example/">An order</text:a>',
        ),
    ),
}
