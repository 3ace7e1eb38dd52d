"""What stands against a PDF. Objects are walked as a reader would resolve them, because bytes can be compressed."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf

from chalicelib.adapters.inspection import pdf_fields, pdf_signatures
from chalicelib.adapters.inspection.report import Report, tidy

MAX_PAGES = 500
END_WITHIN = 2048

ACTIONS = {
    "/JavaScript": "pdf.script",
    "/Launch": "pdf.launch",
    "/SubmitForm": "pdf.action",
    "/ImportData": "pdf.action",
    "/GoToR": "pdf.action",
    "/GoToE": "pdf.action",
    "/Rendition": "pdf.media",
    "/Movie": "pdf.media",
    "/Sound": "pdf.media",
    "/RichMediaExecute": "pdf.media",
}
KINDS = {
    "/EmbeddedFile": "pdf.attachment",
    "/FileAttachment": "pdf.attachment",
    "/RichMedia": "pdf.media",
    "/Screen": "pdf.media",
    "/Movie": "pdf.media",
    "/Sound": "pdf.media",
    "/3D": "pdf.media",
}
UNREAD = re.compile(r"object stream|decoding stream|unfilterable|bad_alloc|giving up|unable to recover")
SCRIPT_SCHEMES = (b"javascript:", b"vbscript:")


def judge(stream: BinaryIO) -> Report:
    """Return what stands against a PDF, its filled fields, and how its signatures are."""
    if not _ends(stream):
        return Report(reasons=("pdf.damaged",))
    try:
        pdf = pikepdf.open(stream, suppress_warnings=True)  # repaired where it must be, as every reader does
    except pikepdf.PasswordError:
        return Report(reasons=("pdf.encrypted",))
    except (pikepdf.PdfError, RuntimeError) as error:
        return Report(reasons=("pdf.encrypted" if "encrypt" in str(error).lower() else "pdf.damaged",))
    with pdf:
        if pdf.is_encrypted:
            return Report(reasons=("pdf.restricted",))
        try:
            reasons = (*_pages(pdf), *sorted(set(active(pdf))), *_unread(pdf))
            return Report(reasons=reasons) if reasons else _read(pdf, stream)
        except (pikepdf.PdfError, ValueError, RuntimeError):
            return Report(reasons=("pdf.damaged",))


def _read(pdf: pikepdf.Pdf, stream: BinaryIO) -> Report:
    stream.seek(0)
    signed = pdf_signatures.signed(pdf, stream.read()) or (None, 0, "")
    state, count, name = signed
    values = pdf_fields.values(pdf)
    return Report(values=values, signature=state, signatures=count, signer=tidy(name))


def active(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield a reason code for each thing in the file that acts, plays, or carries another file."""
    for indirect in pdf.objects:
        inside: list[Any] = [indirect]
        while inside:
            thing = inside.pop()
            if isinstance(thing, pikepdf.Array):
                inside += [item for item in thing if _direct(item)]
            elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
                entries = dict((thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing).items())
                yield from _acts(entries, is_stream=isinstance(thing, pikepdf.Stream))
                inside += [item for item in entries.values() if _direct(item)]


def _ends(stream: BinaryIO) -> bool:
    """Say whether the file's end mark is there; a file that was cut off on the way has lost it."""
    stream.seek(max(0, stream.seek(0, 2) - END_WITHIN))
    ends = b"%%EOF" in stream.read()
    stream.seek(0)
    return ends


def _unread(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """Say so when objects stayed in the dark: the parser warns and takes them for null, another reader may not."""
    return ("check.failed",) if any(UNREAD.search(warning) for warning in pdf.get_warnings()) else ()


def _pages(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    count = len(pdf.pages)
    if not count:
        return ("pdf.no_pages",)
    return ("pdf.too_many_pages",) if count > MAX_PAGES else ()


def _acts(entries: dict[str, Any], *, is_stream: bool) -> Iterator[str]:
    for key, meanings in (("/S", ACTIONS), ("/Type", KINDS), ("/Subtype", KINDS)):
        value = entries.get(key)
        if isinstance(value, pikepdf.Name) and str(value) in meanings:
            yield meanings[str(value)]
    if "/JS" in entries:
        yield "pdf.script"
    if "/XFA" in entries:
        yield "pdf.xfa"
    if isinstance(entries.get("/EF"), pikepdf.Dictionary) and "/Font" not in str(entries["/EF"].get("/Type")):
        yield "pdf.attachment"
    if is_stream and isinstance(entries.get("/F"), (pikepdf.String, pikepdf.Dictionary)):
        yield "pdf.action"
    target = entries.get("/URI")
    if isinstance(target, pikepdf.String) and bytes(target).lstrip().lower().startswith(SCRIPT_SCHEMES):
        yield "pdf.script"


def _direct(item: Any) -> bool:
    return isinstance(item, pikepdf.Object) and not item.is_indirect
