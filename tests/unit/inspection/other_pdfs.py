"""PDFs of other producers, and more hostile ones: encrypted in every way, updated, polyglot, with odd names."""

import io
import zlib

import fpdf
import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from tests.unit.inspection import packages, pdfs, pictures, signing

Honest = dict[str, tuple[str, bytes]]
Hostile = dict[str, tuple[str, bytes, str]]


def by_reportlab(*, form: bool = False, compressed: bool = True, pages: int = 1) -> bytes:
    out = io.BytesIO()
    made = canvas.Canvas(out, pagesize=A4, pageCompression=int(compressed))
    for number in range(pages):
        made.drawString(72, 700, f"Order 4711, page {number + 1}")
        made.linkURL("https://acme.example/", (72, 600, 200, 620))
        if form:
            made.acroForm.textfield(name=f"company{number}", value="Acme", x=72, y=500)
            made.acroForm.checkbox(name=f"sepa{number}", checked=True, x=72, y=450)
        made.bookmarkPage(f"page {number}")
        made.showPage()
    made.save()
    return out.getvalue()


def by_fpdf(*, picture: bool = False) -> bytes:
    made = fpdf.FPDF()
    made.add_page()
    made.set_font("helvetica", size=12)
    made.cell(text="Order 4711")
    made.write_html("<h1>Terms</h1><p>Some <b>words</b> and a <a href='https://acme.example'>link</a></p>")
    if picture:
        made.image(io.BytesIO(pictures.picture("JPEG")))
        made.image(io.BytesIO(pictures.picture("PNG", mode="RGBA")))
    return bytes(made.output())


def _saved(data: bytes, **how: object) -> bytes:
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, **how)
    return out.getvalue()


def _locked(revision: int, *, user: str, aes: bool) -> bytes:
    how = pikepdf.Encryption(user=user, owner="own", R=revision, aes=aes, metadata=aes)  # type: ignore[arg-type]
    return pdfs.pdf(encryption=how)


def _page_action(made: Pdf) -> None:
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Square,
        Rect=Array([0, 0, 9, 9]),
        AA=Dictionary(E=Dictionary(S=Name.Launch, F=String("cmd.exe"))),
    )
    made.pages[0].obj.Annots = Array([made.make_indirect(note)])


def _of_document(key: str) -> pdfs.Change:
    def change(made: Pdf) -> None:
        made.Root.AA = Dictionary({key: Dictionary(S=Name.JavaScript, JS=String("1"))})

    return change


def _updated(objects: dict[int, bytes]) -> bytes:
    return signing.update(signing.plain(), objects)


def _objects_of(data: bytes) -> int:
    with Pdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.objects)


_CATALOG = b"<< /Type /Catalog /Pages %d 0 R %s >>"


def _pages_number(data: bytes) -> int:
    with Pdf.open(io.BytesIO(data)) as pdf:
        return pdf.Root.Pages.objgen[0]


def _with_catalog(extra: bytes) -> bytes:
    plain = signing.plain()
    with Pdf.open(io.BytesIO(plain)) as pdf:
        root = pdf.Root.objgen[0]
    return signing.update(plain, {root: _CATALOG % (_pages_number(plain), extra)})


HONEST: Honest = {
    "PDF by reportlab": ("order.pdf", by_reportlab()),
    "PDF by reportlab, not compressed": ("order.pdf", by_reportlab(compressed=False, pages=3)),
    "filled form by reportlab": ("order.pdf", by_reportlab(form=True)),
    "PDF by fpdf2": ("order.pdf", by_fpdf()),
    "PDF by fpdf2 with pictures": ("order.pdf", by_fpdf(picture=True)),
    "PDF by reportlab, for the web": ("order.pdf", _saved(by_reportlab(pages=4), linearize=True)),
    "PDF by fpdf2, objects in streams": (
        "order.pdf",
        _saved(by_fpdf(), object_stream_mode=pikepdf.ObjectStreamMode.generate),
    ),
    "PDF of two producers in one": (
        "order.pdf",
        pdfs.pdf(lambda made: made.pages.extend(Pdf.open(io.BytesIO(by_reportlab(pages=2))).pages)),
    ),
    "filled form": ("order.pdf", pdfs.pdf(signing.form_fields, pages=2)),
    "signed PDF": ("order.pdf", signing.signed(signing.plain())),
    "PDF signed by two": (
        "order.pdf",
        signing.signed(signing.signed(signing.plain()), name="Ada Park", kind="ec", field="Signature2"),
    ),
    "PDF with an update behind it": (
        "order.pdf",
        _updated({9: b"<< /Producer (somebody) >>"}),
    ),
    "photograph of a phone, with its preview": ("photo.jpg", pictures.several_in_one(2)),
    "PDF named with its date and a full stop": ("Order 2026.11.pdf", by_fpdf()),
    "PDF named in two scripts": ("Заказ 報告.pdf", by_fpdf()),
    "PDF named in capitals, with a space behind": ("ORDER.PDF ", by_fpdf()),
}

HOSTILE: Hostile = {
    "locked with 40-bit RC4": ("a.pdf", _locked(2, user="open", aes=False), "pdf.encrypted"),
    "locked with AES-128": ("a.pdf", _locked(4, user="open", aes=True), "pdf.encrypted"),
    "protected with 128-bit RC4": ("a.pdf", _locked(3, user="", aes=False), "pdf.restricted"),
    "protected with AES-128": ("a.pdf", _locked(4, user="", aes=True), "pdf.restricted"),
    "program started when the pointer enters": ("a.pdf", pdfs.compressed(_page_action), "pdf.launch"),
    "script when the document is closed": ("a.pdf", pdfs.compressed(_of_document("/WC")), "pdf.script"),
    "script when the document is printed": ("a.pdf", pdfs.compressed(_of_document("/WP")), "pdf.script"),
    "script that an update adds": (
        "a.pdf",
        _with_catalog(b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"),
        "pdf.script",
    ),
    "script of an update, spelled in hexadecimal": (
        "a.pdf",
        _with_catalog(b"/Open#41ction << /S /#4Aava#53cript /#4A#53 (1) >>"),
        "pdf.script",
    ),
    "program that an update starts": (
        "a.pdf",
        _with_catalog(b"/AA << /WC << /S /L#61unch /F (cmd.exe) >> >>"),
        "pdf.launch",
    ),
    "script in a signed PDF": (
        "a.pdf",
        signing.signed(pdfs.pdf(pdfs.script_on_open, object_stream_mode=pikepdf.ObjectStreamMode.disable)),
        "pdf.script",
    ),
    "attachment under a font's name": (
        "a.pdf",
        pdfs.by_hand(
            b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a) 5 0 R] >> >> >>",
            *pdfs.ONE_PAGE[1:],
            b"<< /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>",
            b"<< /Length 2 >>\nstream\nMZ\nendstream",
        ),
        "pdf.attachment",
    ),
    "Word document behind a PDF": (
        "a.pdf",
        by_reportlab() + packages.packed({"[Content_Types].xml": b"x"}),
        "file.two_in_one",
    ),
    "web page behind a picture's name": ("a.jpg", b"<script>alert(1)</script>", "file.web_page"),
    "PHP named picture": ("a.png", b"<?php system($_GET[0]); ?>", "file.web_page"),
    "PDF in a compressed stream": ("a.pdf", zlib.compress(by_fpdf()), "file.unknown"),
    "PDF packed with gzip": ("a.pdf", b"\x1f\x8b\x08\0" + by_fpdf(), "file.archive"),
    "WebP": ("a.webp", b"RIFF\x24\0\0\0WEBPVP8 ", "file.picture_format"),
    "TIFF": ("a.tif", b"II*\0" + b"\0" * 40, "file.picture_format"),
    "7-Zip": ("a.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 40, "file.archive"),
    "picture of two pictures": ("a.png", b"GIF89a" + pictures.picture("PNG"), "file.picture_format"),
    "PDF named in the other direction": ("order fdp.exe", by_fpdf(), "file.name"),
    "PDF named with a space and another ending": ("order.pdf .scr", by_fpdf(), "file.name"),
    "PDF named with a full-width full stop": ("order.pdf\uff0eexe", by_fpdf(), "file.name"),
    "PNG that moves": ("a.png", pictures.moving_png(), "picture.moves"),
    "moving PNG with its own ending": ("a.apng", pictures.moving_png(200), "picture.moves"),
    "JPEG of nine pictures": ("a.jpg", pictures.several_in_one(9), "picture.moves"),
    "picture named page": ("a.svg", pictures.picture("PNG"), "file.name"),
}
