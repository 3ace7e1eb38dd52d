"""What stands against a PDF. Objects are walked as a reader would resolve them, because bytes can be compressed."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf

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
EMBEDDED_UNDER = ("/F", "/UF", "/DOS", "/Mac", "/Unix")
UNREAD = re.compile(r"object stream|decoding stream|unfilterable|bad_alloc")
SCRIPT_SCHEMES = (b"javascript:", b"vbscript:")


def defects(stream: BinaryIO) -> tuple[str, ...]:
    """Return the reason codes against a PDF, none when it can be taken."""
    try:
        pdf = _open(stream)
    except pikepdf.PasswordError:
        return ("pdf.encrypted",)
    except pikepdf.PdfError as error:
        return ("pdf.encrypted",) if "encrypt" in str(error).lower() else ("pdf.damaged",)
    with pdf:
        if pdf.is_encrypted:
            return ("pdf.restricted",)
        try:
            return (*_pages(pdf), *sorted(set(active(pdf))), *_unread(pdf))
        except (pikepdf.PdfError, ValueError, RuntimeError):
            return ("pdf.damaged",)


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


def _open(stream: BinaryIO) -> pikepdf.Pdf:
    """Open as written; where the tables are wrong but the end is there, as every reader would repair it."""
    try:
        return pikepdf.open(stream, attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PasswordError:
        raise
    except pikepdf.PdfError:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - END_WITHIN))
        if b"%%EOF" not in stream.read():
            raise
        stream.seek(0)
        return pikepdf.open(stream, suppress_warnings=True)


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
    held = entries.get("/EF")
    if isinstance(held, pikepdf.Dictionary) and any(name in held for name in EMBEDDED_UNDER):
        yield "pdf.attachment"
    if is_stream and isinstance(entries.get("/F"), (pikepdf.String, pikepdf.Dictionary)):
        yield "pdf.action"
    target = entries.get("/URI")
    if isinstance(target, pikepdf.String) and bytes(target).lstrip().lower().startswith(SCRIPT_SCHEMES):
        yield "pdf.script"


def _direct(item: Any) -> bool:
    return isinstance(item, pikepdf.Object) and not item.is_indirect
