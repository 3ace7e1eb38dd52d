"""Files that customers really send must be taken."""

import zlib
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from tests.unit.inspection import other_pdfs, pdfs, pictures
from tests.unit.inspection.judging import inspect

pytestmark = pytest.mark.usefixtures("in_this_process")


def _opens_at_page(made: Pdf) -> None:
    made.Root.OpenAction = Array([made.pages[0].obj, Name.Fit])


def _jumps(made: Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([made.pages[0].obj, Name.Fit]))


def _web_link(made: Pdf) -> None:
    act = Dictionary(S=Name.URI, URI=String("https://acme.example/"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=act)
    made.pages[0].obj.Annots = Array([made.make_indirect(link)])


def _plain_form(made: Pdf) -> None:
    field = Dictionary(FT=Name.Tx, T=String("company"), V=String("Acme"), Ff=0)
    made.Root.AcroForm = Dictionary(Fields=Array([made.make_indirect(field)]), NeedAppearances=True)


def _outline(made: Pdf) -> None:
    with made.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Chapter", 0))


def _metadata(made: Pdf) -> None:
    with made.open_metadata() as metadata:
        metadata["dc:title"] = "Contract"


def _empty_attachments(made: Pdf) -> None:
    made.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([])))


def _tagged(made: Pdf) -> None:
    part = made.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Figure))
    made.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([part]))
    made.Root.MarkInfo = Dictionary(Marked=True)


def _mentions_scripts(made: Pdf) -> None:
    """The word in a text is no script: bytes are not searched."""
    made.docinfo["/Title"] = String("About /JavaScript, /Launch and /EmbeddedFile")


def _from_picture(kind: str) -> bytes:
    out = BytesIO()
    Image.open(BytesIO(pictures.picture(kind, size=(600, 800)))).save(out, "PDF")
    return out.getvalue()


def _wrong_table() -> bytes:
    """A right file whose cross-reference table is off by one, as careless producers write it."""
    made = pdfs.by_hand(*pdfs.ONE_PAGE)
    return made.replace(b"startxref\n", b"startxref\n1", 1)


def _updated() -> bytes:
    """A file with an incremental update appended, as signing tools do."""
    made = pdfs.by_hand(*pdfs.ONE_PAGE)
    at = len(made)
    before = made.rindex(b"xref\n0")
    body = b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 /Changed true >>\nendobj\n"
    table = b"xref\n2 1\n%010d 00000 n \n" % at
    end = b"trailer\n<< /Size 5 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (before, at + len(body))
    return made + body + table + end


ICC = zlib.compress(b"not really a profile")
EXIF = Image.Exif()
EXIF[0x010E] = "scan of the register"
HONEST: dict[str, tuple[str, bytes]] = {
    "one page": ("order.pdf", pdfs.pdf()),
    "500 pages": ("handbook.pdf", pdfs.pdf(pages=500)),
    "capital ending": ("ORDER.PDF", pdfs.pdf()),
    "no ending": ("scan", pdfs.pdf()),
    "a dot but no ending": ("Contract No. 7", pdfs.pdf()),
    "two dots": ("order.v2.final.pdf", pdfs.pdf()),
    "object streams": ("order.pdf", pdfs.compressed(_outline)),
    "linearized": ("order.pdf", pdfs.pdf(pages=4, linearize=True)),
    "PDF 1.3": ("order.pdf", pdfs.pdf(force_version="1.3")),
    "PDF 2.0": ("order.pdf", pdfs.pdf(force_version="2.0")),
    "opens at a page": ("order.pdf", pdfs.pdf(_opens_at_page)),
    "opens by a jump": ("order.pdf", pdfs.pdf(_jumps)),
    "link to a web page": ("order.pdf", pdfs.pdf(_web_link)),
    "plain form": ("order.pdf", pdfs.pdf(_plain_form)),
    "outline": ("order.pdf", pdfs.pdf(_outline)),
    "metadata": ("order.pdf", pdfs.pdf(_metadata)),
    "empty list of attachments": ("order.pdf", pdfs.pdf(_empty_attachments)),
    "tagged": ("order.pdf", pdfs.compressed(_tagged)),
    "talks about scripts": ("order.pdf", pdfs.pdf(_mentions_scripts)),
    "written by hand": ("order.pdf", pdfs.by_hand(*pdfs.ONE_PAGE)),
    "wrong table": ("order.pdf", _wrong_table()),
    "incremental update": ("order.pdf", _updated()),
    "white space after the end": ("order.pdf", pdfs.pdf() + b"\r\n\0\0\n"),
    "scan by Pillow, from JPEG": ("scan.pdf", _from_picture("JPEG")),
    "scan by Pillow, from PNG": ("scan.pdf", _from_picture("PNG")),
    "PNG": ("logo.png", pictures.picture("PNG")),
    "PNG with transparency": ("logo.png", pictures.picture("PNG", mode="RGBA")),
    "PNG with palette": ("logo.png", pictures.picture("PNG", mode="P")),
    "PNG in 16 bits": ("logo.png", pictures.picture("PNG", mode="I;16")),
    "PNG in black and white": ("logo.png", pictures.picture("PNG", mode="1")),
    "PNG with an odd profile": ("logo.png", pictures.picture("PNG", icc_profile=ICC)),
    "JPEG": ("photo.jpg", pictures.picture("JPEG", size=(4000, 3000))),
    "JPEG named jpeg": ("photo.JPEG", pictures.picture("JPEG")),
    "progressive JPEG": ("photo.jpg", pictures.picture("JPEG", progressive=True)),
    "grey JPEG": ("photo.jpg", pictures.picture("JPEG", mode="L")),
    "CMYK JPEG": ("photo.jpg", pictures.picture("JPEG", mode="CMYK")),
    "JPEG with EXIF": ("photo.jpg", pictures.picture("JPEG", exif=EXIF.tobytes())),
    "JPEG with a maker's trailer": ("photo.jpg", pictures.picture("JPEG") + b"SEFT" + b"\0" * 200),
}


HONEST |= other_pdfs.HONEST


@pytest.mark.parametrize("case", HONEST)
def test_an_honest_file_is_taken(case: str) -> None:
    name, data = HONEST[case]

    findings = inspect(data, declared_name=name)

    assert (findings.verdict, findings.reasons) == ("accepted", ())
    assert findings.size == len(data)


def test_the_largest_picture_that_is_taken_is_really_decoded_within_bounds() -> None:
    data = pictures.picture("JPEG", size=(10_000, 5_000), quality=30)

    assert inspect(data, declared_name="plan.jpg").verdict == "accepted"
