"""What a file is, told by its first bytes, and which endings its name may have."""

import codecs
import re
import unicodedata

CHECKED = ("pdf", "png", "jpeg", "zip", "csv")
ENDING_ALONE = ("pdf", "png", "jpeg")  # nothing may stand behind the end of these

ENDINGS = {
    "pdf": frozenset({"pdf"}),
    "png": frozenset({"png", "apng"}),
    "jpeg": frozenset({"jpg", "jpeg", "jpe", "jfif"}),
    "docx": frozenset({"docx"}),
    "xlsx": frozenset({"xlsx"}),
    "pptx": frozenset({"pptx", "ppsx"}),
    "odt": frozenset({"odt"}),
    "ods": frozenset({"ods"}),
    "odp": frozenset({"odp"}),
    "csv": frozenset({"csv", "tsv", "tab", "txt"}),
}
TABLES = frozenset({"csv", "tsv", "tab"})

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xce\xfa\xed\xfe", "program"),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", "program"),
    (b"#!", "program"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"BM", "picture"),
)
BOX_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml", b"<!--", b"<?php")
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

SHORT = (b"MZ", b"BM", b"BZh")  # words may begin like this, too
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

FOREIGN = {
    "rtf": "office.legacy",
    "text": "file.text",
    "program": "file.program",
    "archive": "file.archive",
    "picture": "file.picture_format",
    "markup": "file.web_page",
}


def kind_of(head: bytes) -> str | None:
    """Return what the first bytes (512 are enough) say the file is; None when they say nothing known."""
    text = is_text(head)
    for magic, kind in MAGIC:
        if head.startswith(magic) and not (text and magic in SHORT):
            return kind
    if (head[4:8] == b"ftyp" and head[8:12] in BOX_BRANDS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "picture"
    start = _text(head)
    if start.startswith(MARKUP):
        return "rtf" if b"mso-application" in start else "markup"  # Word and Excel of 2003 saved XML
    return "text" if text else None


def is_text(head: bytes) -> bool:
    """Say whether the first bytes are letters in an encoding that spreadsheet programs write; a PDF's header is none."""
    if not head or b"%PDF-" in head:
        return False
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return not _CONTROLS.search(head[2:].decode(encoding, "ignore"))
    return not _CONTROLS.search(head.decode("latin-1")) and _letters(head)


def _letters(head: bytes) -> bool:
    """Say whether bytes are UTF-8, where a last letter may be cut off, or mostly plain letters of another encoding."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return sum(32 <= byte < 127 or byte in b"\t\r\n" for byte in head) > len(head) * 0.7
    return True


def ending(name: str) -> str:
    """Return the ending of a file name in lower case, without the dot; empty when it has none.

    An ending is one to five letters or digits: ``Report No. 7`` and ``scan`` have none.
    """
    _, dot, last = unicodedata.normalize("NFKC", name).rstrip(". \t").rpartition(".")
    last = last.lower()
    return last if dot and last.isalnum() and len(last) <= 5 else ""


def is_named_table(name: str) -> bool:
    """Say whether a name says that a text is a table."""
    return ending(name) in TABLES


def name_agrees(name: str, kind: str) -> bool:
    """Say whether a name's ending, where it has one, belongs to what the file is."""
    found = ending(name)
    return not found or found in ENDINGS[kind]


def hides_an_archive(tail: bytes) -> bool:
    """Say whether the last 64 KB end in the directory of a zip archive, which would open the file as one."""
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0:
        size = int.from_bytes(tail[at + 12 : at + 16], "little")
        start = at - size
        if size and (start < 0 or tail[start : start + 4] == b"PK\x01\x02"):
            return True
        at = tail.rfind(b"PK\x05\x06", 0, at)
    return False


def _text(head: bytes) -> bytes:
    for mark in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            head = head[len(mark) :].replace(b"\x00", b"")
    return head.lstrip().lower()
