"""What stands in the XML parts of Office files: no document types, and nothing that acts, loads or fetches."""

import re
from collections.abc import Iterable
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException, expatreader

from chalicelib.adapters.inspection.package import RefusedError

_MOST_TEXT = 1_000_000  # characters of fields in one part
_DDE = re.compile(r"(?:^|\n)[\s\"]*DDE(?:AUTO)?\b|\bQUOTE\s+\d", re.IGNORECASE)
_LOADING = re.compile(
    r"(?:^|\n)[\s\"]*(?:INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DATABASE|RD)\b", re.IGNORECASE
)
_FETCHING = re.compile(
    r"^[=+\-@\s]*[A-Za-z0-9_.]+\s*\|"  # =program|'topic'!item
    r"|\b(?:WEBSERVICE|CALL|EXEC|REGISTER|REGISTER\.ID|RTD|DDE)\s*\(",
    re.IGNORECASE,
)
_ACTING = ("ppaction://program", "ppaction://macro", "ppaction://ole")
_SCRIPTS = ("javascript:", "vbscript:")
_ELSEWHERE = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:|^/|^(\.\./){2}")
_ELEMENTS = {
    "ddeLink": "office.fields",
    "oleLink": "office.fields",
    "dde-source": "office.fields",
    "dde-connection-decl": "office.fields",
    "connections": "office.external",
    "event-listener": "office.macros",
    "script": "office.macros",
    "applet": "office.active",
    "plugin": "office.active",
    "encryption-data": "office.encrypted",
}
_SHOWING = frozenset({"image", "section-source", "table-source", "object", "object-ole", "floating-frame"})
_FORMULAS = frozenset({"f", "formula1", "formula2", "definedName"})


class Reader(ContentHandler):
    """Takes note of what is wrong while a part is read, and of each element that `wanted` names."""

    def __init__(self, *, wanted: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.wrong: set[str] = set()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._wanted = wanted
        self._fields: list[str] = []
        self._taken = 0
        self._inside = ""
        self._formula: list[str] = []

    def startElement(self, name: str, attrs: "AttributesImpl[str]") -> None:  # noqa: N802  SAX's name
        """Look at an element and its attributes, whatever prefixes the file gives them."""
        prefix, _, last = name.rpartition(":")
        if last in _ELEMENTS and not (last == "event-listener" and prefix == "presentation"):
            self.wrong.add(_ELEMENTS[last])
        if last in self._wanted:
            self.found.append((last, {key.rpartition(":")[2]: value for key, value in attrs.items()}))
        for key, value in attrs.items():
            self._attribute(last, key.rpartition(":")[2], value)
        if last in _FORMULAS or last == "instrText":
            self._inside, self._formula = last, []
        elif last == "fldChar":
            self._field("\n")

    def characters(self, content: str) -> None:
        """Collect the text of fields and formulas."""
        if self._inside == "instrText":
            self._field(content)
        elif self._inside:
            self._formula.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802  SAX's name
        """Look at a formula that is whole now."""
        if self._inside and name.rpartition(":")[2] == self._inside:
            if self._inside != "instrText" and _FETCHING.search("".join(self._formula)):
                self.wrong.add("office.fields")
            self._inside = ""

    def endDocument(self) -> None:  # noqa: N802  SAX's name
        """Look at all fields together, because a field's words may be spread over many elements."""
        text = "".join(self._fields)
        if _DDE.search(text):
            self.wrong.add("office.fields")
        if _LOADING.search(text):
            self.wrong.add("office.external")

    def _attribute(self, element: str, key: str, value: str) -> None:
        lowered = value.strip().lower()
        if key == "action" and (lowered.startswith(_ACTING) or lowered in {"execute", "run-macro"}):
            self.wrong.add("office.active")
        if key == "href" and element in _SHOWING and _ELSEWHERE.match(value.strip()):
            self.wrong.add("office.external")
        if key == "href" and lowered.startswith(_SCRIPTS):
            self.wrong.add("office.active")
        if key == "instr":
            self._field(f"\n{value}\n")
        if key == "formula" and _FETCHING.search(value.partition("=")[2] or value):
            self.wrong.add("office.fields")

    def _field(self, text: str) -> None:
        self._taken += len(text)
        if self._taken > _MOST_TEXT:
            raise RefusedError("office.too_large")
        self._fields.append(text)


def read(chunks: Iterable[bytes], reader: Reader) -> None:
    """Read one XML part.

    Raises
    ------
    RefusedError
        It has a document type or entities, which no Office program writes, or it is no XML.
    """
    parser = expatreader.create_parser(forbid_dtd=True)
    parser.setContentHandler(reader)
    try:
        for chunk in chunks:
            parser.feed(chunk)
        parser.close()
    except DefusedXmlException as error:
        raise RefusedError("office.unsafe") from error
    except (SAXException, ValueError, LookupError) as error:
        raise RefusedError("office.damaged") from error
