"""What an OOXML package says of its parts: their content types, which is the main one, and what they refer to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.adapters.inspection import markup
from chalicelib.adapters.inspection.package import Package, RefusedError

MOST_BYTES = 2_000_000
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main"
_POINT = "application/vnd.openxmlformats-officedocument.presentationml."
MAIN_PARTS = (
    (_WORD, "docx"),
    ("application/vnd.ms-word.document.macroEnabled.main", "docx"),
    (_EXCEL, "xlsx"),
    ("application/vnd.ms-excel.sheet.macroEnabled.main", "xlsx"),
    ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "xlsx"),
    (f"{_POINT}presentation.main", "pptx"),
    (f"{_POINT}slideshow.main", "pptx"),
    ("application/vnd.ms-powerpoint.presentation.macroEnabled.main", "pptx"),
    ("application/vnd.ms-powerpoint.slideshow.macroEnabled.main", "pptx"),
)
_KINDS = {
    "vbaProject": "office.macros",
    "wordVbaData": "office.macros",
    "xlMacrosheet": "office.macros",
    "xlIntlMacrosheet": "office.macros",
    "dialogsheet": "office.macros",
    "attachedToolbars": "office.macros",
    "oleObject": "office.embedded",
    "aFChunk": "office.embedded",
    "subDocument": "office.external",
    "externalLink": "office.external",
    "connections": "office.external",
    "queryTable": "office.external",
    "webextension": "office.external",
    "webextensiontaskpanes": "office.external",
    "control": "office.active",
    "activeXControlBinary": "office.active",
    "extensibility": "office.active",
}
_SCRIPTS = ("javascript:", "vbscript:", "data:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Types:
    """Content types, by part and by ending."""

    parts: Mapping[str, str]
    endings: Mapping[str, str]

    def of(self, name: str) -> str:
        """Return a part's content type; empty where none is said."""
        ending = name.rpartition(".")[2].lower()
        return self.parts.get(name.lower()) or self.endings.get(ending, "")


def content_types(package: Package) -> Types:
    """Return what ``[Content_Types].xml`` says.

    Raises
    ------
    RefusedError
        It cannot be read.
    """
    reader = markup.Reader(wanted=frozenset({"Override", "Default"}))
    markup.read([package.read("[Content_Types].xml", most=MOST_BYTES)], reader)
    parts = {
        attributes.get("PartName", "").lstrip("/").lower(): attributes.get("ContentType", "")
        for name, attributes in reader.found
        if name == "Override"
    }
    endings = {
        attributes.get("Extension", "").lower(): attributes.get("ContentType", "")
        for name, attributes in reader.found
        if name == "Default"
    }
    return Types(parts=parts, endings=endings)


def main_part(package: Package) -> str:
    """Return the name of the part that the package begins with.

    Raises
    ------
    RefusedError
        There is none.
    """
    reader = markup.Reader(wanted=frozenset({"Relationship"}))
    markup.read([package.read("_rels/.rels", most=MOST_BYTES)], reader)
    targets = [
        attributes.get("Target", "").lstrip("/")
        for _, attributes in reader.found
        if _last(attributes) == "officeDocument"
    ]
    named = {name.lower(): name for name in package.names}
    if len(targets) != 1 or targets[0].lower() not in named:
        raise RefusedError("office.damaged")
    return named[targets[0].lower()]


def relationships(name: str, found: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Yield a reason code for each relationship that loads, embeds or acts. A plain hyperlink is none."""
    of_chart = "charts/_rels/" in name
    for attributes in found:
        kind, target = _last(attributes), attributes.get("Target", "").strip().lower()
        if attributes.get("TargetMode", "").lower() != "external":
            if kind in _KINDS or (kind == "package" and not of_chart):
                yield _KINDS.get(kind, "office.embedded")
        elif kind != "hyperlink":
            yield "office.external"
        elif target.startswith(_SCRIPTS):
            yield "office.active"


def _last(attributes: Mapping[str, str]) -> str:
    return attributes.get("Type", "").rpartition("/")[2]
