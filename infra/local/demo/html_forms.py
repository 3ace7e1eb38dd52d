"""Reads a page as somebody without JavaScript does: its forms and its links."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin


@dataclass
class Field:
    """One field of a form; `options` are the values that can be chosen."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form: where it goes, and what it asks for."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def hidden(self) -> dict[str, str]:
        """Return what goes along unseen."""
        return {field.name: field.value for field in self.fields if field.kind == "hidden"}

    def asked(self) -> list[Field]:
        """Return what a person fills in."""
        return [field for field in self.fields if field.kind not in {"hidden", "submit", "file"}]

    @property
    def act(self) -> str:
        """What the form does, as it says itself: answer, confirm, approve, decline; upload for a file."""
        if any(field.kind == "file" for field in self.fields):
            return "upload"
        return self.hidden().get("act", "")


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._open: Form | None = None
        self._text_of: Field | None = None
        self._option_of: Field | None = None
        self._unnamed = False  # an option without a value: its text is what is sent

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(urljoin(self._url, given["href"]))
        elif tag == "form":
            self._open = Form(urljoin(self._url, given.get("action", "")), given.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is not None and given.get("name") and tag in {"input", "textarea", "select"}:
            self._field(tag, given)
        elif tag == "option" and self._option_of is not None:
            self._unnamed = "value" not in given
            if given.get("value"):
                self._option_of.options.append(given["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._text_of = None
        elif tag == "select":
            self._option_of = None
        elif tag == "option":
            self._unnamed = False

    def handle_data(self, data: str) -> None:
        if self._text_of is not None:
            self._text_of.value += data
        if self._unnamed and self._option_of is not None and data.strip():
            self._option_of.options.append(data.strip())

    def _field(self, tag: str, given: dict[str, str]) -> None:
        assert self._open is not None
        kind = given.get("type", "text").lower() if tag == "input" else tag
        kind = "number" if given.get("inputmode") in {"numeric", "decimal"} else kind
        known = next((f for f in self._open.fields if f.name == given["name"] and kind == "radio"), None)
        made = known or Field(given["name"], kind, "" if kind == "radio" else given.get("value", ""))
        if kind == "radio":
            made.options.append(given.get("value", "on"))
        if known is None:
            self._open.fields.append(made)
        if tag == "textarea":
            self._text_of = made
        if tag == "select":
            self._option_of = made


def forms(html: str, *, url: str) -> list[Form]:
    """Return the forms of a page."""
    return _read(html, url).forms


def links(html: str, *, url: str) -> list[str]:
    """Return the addresses that a page links to."""
    return _read(html, url).links


def _read(html: str, url: str) -> _Reader:
    reader = _Reader(url)
    reader.feed(html)
    return reader
