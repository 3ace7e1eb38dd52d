"""Text from outside, made fit to stand in a mail: one line, no controls, no characters that turn writing around."""

import unicodedata

_ADDRESS_LIKE = ("://", "www.", "@", "<", ">")


def plain(text: str, *, longest: int = 200) -> str:
    """Return `text` on one line, without control, bidirectional and invisible characters, cut to `longest`."""
    kept = "".join(" " if char.isspace() else char for char in text if char.isspace() or not _refused(char))
    line = " ".join(kept.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def name_of(text: str, *, otherwise: str = "") -> str:
    """Return a person's name as `plain` text; `otherwise` for one that a mail program would turn into a link."""
    line = plain(text, longest=80)
    return otherwise if any(part in line.casefold() for part in _ADDRESS_LIKE) else line or otherwise


def _refused(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
