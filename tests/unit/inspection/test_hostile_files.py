"""Files that must not be taken, each with the reason that its sender is told."""

import io
import random
import zipfile

import pikepdf
import pytest

from tests.unit.inspection import other_pdfs, packages, pdfs, pictures, signing
from tests.unit.inspection.judging import inspect

pytestmark = pytest.mark.usefixtures("in_this_process")


def _zip(name: str, body: bytes = b"MZ") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, body)
    return out.getvalue()


def _encrypted(*, user: str, owner: str, revision: int = 6) -> bytes:
    modern = revision >= 4
    how = pikepdf.Encryption(user=user, owner=owner, R=revision, aes=modern, metadata=modern)
    return pdfs.pdf(encryption=how)


HONEST = pdfs.pdf(pages=3)
JPEG = pictures.picture("JPEG", size=(800, 600))
PNG = pictures.picture("PNG", size=(800, 600))
HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.pdf", b"", "file.empty"),
    "locked with a password": ("a.pdf", _encrypted(user="open", owner="own"), "pdf.encrypted"),
    "locked with an old cipher": ("a.pdf", _encrypted(user="open", owner="own", revision=3), "pdf.encrypted"),
    "protected by its owner": ("a.pdf", _encrypted(user="", owner="own"), "pdf.restricted"),
    "script on opening": ("a.pdf", pdfs.pdf(pdfs.script_on_open), "pdf.script"),
    "script in an object stream": ("a.pdf", pdfs.compressed(pdfs.script_on_open), "pdf.script"),
    "script in the name tree": ("a.pdf", pdfs.compressed(pdfs.script_in_name_tree), "pdf.script"),
    "script of a page": ("a.pdf", pdfs.compressed(pdfs.script_of_page), "pdf.script"),
    "script of a form field": ("a.pdf", pdfs.compressed(pdfs.script_in_a_field), "pdf.script"),
    "script behind a reference": ("a.pdf", pdfs.compressed(pdfs.script_behind_a_named_type), "pdf.script"),
    "script after a jump": ("a.pdf", pdfs.compressed(pdfs.script_after_a_jump), "pdf.script"),
    "script deep down": ("a.pdf", pdfs.compressed(pdfs.script_deep_down), "pdf.script"),
    "script as a link": ("a.pdf", pdfs.compressed(pdfs.script_as_link), "pdf.script"),
    "script spelled in hexadecimal": (
        "a.pdf",
        pdfs.by_hand(
            b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /J#61va#53cript /J#53 (1) >> >>",
            *pdfs.ONE_PAGE[1:],
        ),
        "pdf.script",
    ),
    "script that nothing refers to": (
        "a.pdf",
        pdfs.by_hand(*pdfs.ONE_PAGE, b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"),
        "pdf.script",
    ),
    "attachment with a wrong length": (
        "a.pdf",
        pdfs.by_hand(
            b"<< /Type /Catalog /Pages 2 0 R /AF [<< /Type /Filespec /F (a.exe) /EF << /F 5 0 R >> >>] >>",
            *pdfs.ONE_PAGE[1:],
            b"<< /Type /EmbeddedFile /Length 999 >>\nstream\nMZ\nendstream",
        ),
        "pdf.attachment",
    ),
    "launch of a program": ("a.pdf", pdfs.compressed(pdfs.launch), "pdf.launch"),
    "form that submits": ("a.pdf", pdfs.compressed(pdfs.submit_form), "pdf.action"),
    "import of data": ("a.pdf", pdfs.compressed(pdfs.import_data), "pdf.action"),
    "jump to another file": ("a.pdf", pdfs.compressed(pdfs.go_to_remote), "pdf.action"),
    "jump to an embedded file": ("a.pdf", pdfs.compressed(pdfs.go_to_embedded), "pdf.action"),
    "stream kept in another file": ("a.pdf", pdfs.pdf(pdfs.outside_stream), "pdf.action"),
    "embedded program": ("a.pdf", pdfs.compressed(pdfs.embedded_file), "pdf.attachment"),
    "attachment as annotation": ("a.pdf", pdfs.compressed(pdfs.file_annotation), "pdf.attachment"),
    "XFA form": ("a.pdf", pdfs.compressed(pdfs.xfa), "pdf.xfa"),
    "rich media": ("a.pdf", pdfs.compressed(pdfs.rich_media), "pdf.media"),
    "screen annotation": ("a.pdf", pdfs.compressed(pdfs.screen), "pdf.media"),
    "3D": ("a.pdf", pdfs.compressed(pdfs.three_d), "pdf.media"),
    "movie": ("a.pdf", pdfs.compressed(pdfs.movie), "pdf.media"),
    "rendition": ("a.pdf", pdfs.compressed(pdfs.play_rendition), "pdf.media"),
    "no pages": ("a.pdf", pdfs.pdf(pages=0), "pdf.no_pages"),
    "501 pages": ("a.pdf", pdfs.pdf(pages=501), "pdf.too_many_pages"),
    "cut off in the middle": ("a.pdf", HONEST[: len(HONEST) // 2], "pdf.damaged"),
    "cut off before its end mark": ("a.pdf", HONEST[: HONEST.rindex(b"startxref")], "pdf.damaged"),
    "only a header": ("a.pdf", b"%PDF-1.7\n", "pdf.damaged"),
    "a header and noise": ("a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 8 + b"\n%%EOF\n", "pdf.damaged"),
    "a web page behind a PDF header": (
        "a.pdf",
        b"%PDF-1.4\n<html><script>1</script></html>\n%%EOF",
        "pdf.damaged",
    ),
    "pages that go round in a circle": (
        "a.pdf",
        pdfs.by_hand(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
        "pdf.damaged",
    ),
    "something before the PDF": ("a.pdf", b"junk" + HONEST, "pdf.damaged"),
    "web page named PDF": ("a.pdf", b"  \n<!DOCTYPE html><html></html>", "file.web_page"),
    "web page with a byte order mark": ("a.pdf", b"\xef\xbb\xbf<HTML><body>", "file.web_page"),
    "web page in UTF-16": ("a.pdf", b"\xff\xfe" + "<html>".encode("utf-16-le"), "file.web_page"),
    "SVG": ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "file.web_page"),
    "SVG named PNG": ("logo.png", b'<?xml version="1.0"?><svg/>', "file.web_page"),
    "Windows program named PDF": ("a.pdf", b"MZ\x90\x00" + b"\0" * 200, "file.program"),
    "Linux program": ("a.png", b"\x7fELF" + b"\0" * 200, "file.program"),
    "shell script": ("a.pdf", b"#!/bin/sh\nrm -rf /\n", "file.program"),
    "Windows shortcut": ("a.pdf", b"\x4c\x00\x00\x00\x01\x14\x02\x00" + b"\0" * 60, "file.program"),
    "zip with a program": ("a.docx", _zip("evil.exe"), "file.archive"),
    "old Word file": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "office.legacy"),
    "RAR": ("a.rar", b"Rar!\x1a\x07\x01\x00", "file.archive"),
    "GIF": ("a.gif", b"GIF89a" + b"\0" * 20, "file.picture_format"),
    "HEIC": ("a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 20, "file.picture_format"),
    "plain text": ("a.txt", b"Dear Golive, here is our company number: 123", "file.text"),
    "noise": ("a.pdf", bytes(range(7, 250)) * 4, "file.unknown"),
    "PDF that is an archive too": ("a.pdf", HONEST + _zip("evil.exe"), "file.two_in_one"),
    "JPEG that is an archive too": ("a.jpg", JPEG + _zip("evil.class"), "file.two_in_one"),
    "PNG that is an archive too": ("a.png", PNG + _zip("evil.jar") + b"\0\0", "file.two_in_one"),
    "PNG named PDF": ("a.pdf", PNG, "file.name"),
    "PDF named PNG": ("a.png", HONEST, "file.name"),
    "PDF named program": ("order.pdf.exe", HONEST, "file.name"),
    "PDF named web page": ("order.html", HONEST, "file.name"),
    "PNG of 1,000,000,000 pixels": (
        "a.png",
        pictures.png_that_claims(50_000, 20_000),
        "picture.too_many_pixels",
    ),
    "PNG of more than can be counted": (
        "a.png",
        pictures.png_that_claims(2**31 - 1, 2**31 - 1),
        "picture.too_many_pixels",
    ),
    "PNG one row over": ("a.png", pictures.png_that_claims(10_000, 5_001), "picture.too_many_pixels"),
    "JPEG of 4,000,000,000 pixels": (
        "a.jpg",
        pictures.jpeg_that_claims(65_000, 65_000),
        "picture.too_many_pixels",
    ),
    "JPEG cut off": ("a.jpg", JPEG[: len(JPEG) // 2], "picture.damaged"),
    "PNG cut off": ("a.png", PNG[: len(PNG) // 2], "picture.damaged"),
    "PNG with only a header": ("a.png", PNG[:33], "picture.damaged"),
    "PNG that claims more than it holds": ("a.png", pictures.png_that_claims(2000, 2000), "picture.damaged"),
    "JPEG magic and noise": ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4, "picture.damaged"),
}


HOSTILE |= other_pdfs.HOSTILE


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_with_the_reason(case: str) -> None:
    name, data, reason = HOSTILE[case]

    findings = inspect(data, declared_name=name)

    assert (findings.verdict, findings.reasons) == ("rejected", (reason,))


def test_the_hidden_scripts_cannot_be_found_by_searching_bytes() -> None:
    data = HOSTILE["script in an object stream"][1]

    assert b"JavaScript" not in data
    assert b"/JS" not in data


@pytest.mark.parametrize("seed", range(4))
def test_no_damage_makes_the_inspection_fail(seed: int) -> None:
    chance = random.Random(seed)
    files = (HONEST, HOSTILE["embedded program"][1], JPEG, PNG, HOSTILE["PNG one row over"][1])
    files += (packages.word(), packages.workbook(), packages.open_text(), signing.signed(signing.plain()))
    verdicts = set()
    for _ in range(24):
        data = bytearray(chance.choice(files))
        for _ in range(chance.choice((1, 3, 20))):
            at = chance.randrange(8, len(data))
            data[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        verdicts.add(inspect(bytes(data), declared_name="a").verdict)

    assert {"accepted", "rejected"} <= verdicts <= {"accepted", "rejected", "unchecked"}


def test_a_file_with_several_defects_names_them_all() -> None:
    def change(made: pikepdf.Pdf) -> None:
        pdfs.script_on_open(made)
        pdfs.embedded_file(made)
        pdfs.rich_media(made)

    findings = inspect(pdfs.compressed(change), declared_name="a.png")

    assert findings.reasons == ("file.name", "pdf.attachment", "pdf.media", "pdf.script")
