"""Text from outside, made fit to stand in a mail: one line, no controls, no characters that turn writing around."""

import re
import unicodedata

_ADDRESS_LIKE = ("://", "www.", "@", "<", ">")
_DOTS = re.compile("[\u3002\uff0e\uff61]")
_ABBREVIATED = re.compile(r"\b(\w|dr|ing|mag|mr|mrs|ms|prof|st)\.(?=[^\W\d_]{3})", re.IGNORECASE)
_JOINED = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2})")
_ENDINGS = (
    "csv",
    "doc",
    "docx",
    "jpeg",
    "jpg",
    "ods",
    "odt",
    "pdf",
    "png",
    "pptx",
    "tif",
    "tiff",
    "txt",
    "xls",
    "xlsx",
)
_DOMAIN = re.compile(r"\w\.[^\W\d_]{2}")


def plain(text: str, *, longest: int = 200) -> str:
    """Return `text` on one line, without control, bidirectional and invisible characters, cut to `longest`."""
    kept = "".join(" " if char.isspace() else char for char in text if char.isspace() or not _refused(char))
    line = " ".join(kept.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def name_of(text: str, *, otherwise: str = "") -> str:
    """Return a person's name as `plain` text; `otherwise` for one that a mail program would turn into a link.

    A domain is enough for that. What somebody writes close together (``Dr.Meier``) is a name still, and gets its space.
    """
    line = _ABBREVIATED.sub(r"\1. ", plain(_DOTS.sub(".", text), longest=80))
    linked = _DOMAIN.search(line) or any(part in line.casefold() for part in _ADDRESS_LIKE)
    return otherwise if linked else line or otherwise


def file_of(text: str) -> str:
    """Return the name of a file as `plain` text, without dots that a mail program would take for those of an address."""
    line = plain(_DOTS.sub(".", text), longest=120)
    name, _, ending = line.rpartition(".")
    known = name and ending.casefold() in _ENDINGS
    return f"{_JOINED.sub(' ', name)}.{ending}" if known else _JOINED.sub(" ", line)


def _refused(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
