"""A language whose words are written in letters that nobody types: what stands in plain letters was not translated."""

import gettext
import re
from contextlib import contextmanager
from datetime import date
from html.parser import HTMLParser

import pytest

from chalicelib.adapters import languages

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
STRANGE = str.maketrans(PLAIN, "áƀćđéƒǥħíĵķłɱńóƥɋŕśŧúṽŵχýźÁɃĆĐÉƑǤĦÍĴĶŁṀŃÓƤɊŔŚŦÚṼŴΧÝŹ")
_KEPT = re.compile(r"(%\([a-z_]+\)s|%%)")
_WORD = re.compile(r"[A-Za-z]{2,}")
_MADE = re.compile(r"https?://\S+|[\w.-]+@[\w.-]+|\b[0-9a-f]{32,}\b|…")  # addresses and check sums
_SHOWN = ("alt", "aria-label", "placeholder", "title")


def strange(text: str) -> str:
    return "".join(part if _KEPT.fullmatch(part) else part.translate(STRANGE) for part in _KEPT.split(text))


class _Catalogue(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return strange(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return strange(msgid1 if n == 1 else msgid2)


class Pseudo(languages.Language):
    def __init__(self) -> None:
        super().__init__("de", _Catalogue())

    def day(self, day: date, *, year: bool, long: bool) -> str:
        return f"{day:%d.%m.}"

    def enumeration(self, items: tuple[str, ...], last: str) -> str:
        return " / ".join(items)


@contextmanager
def spoken(monkeypatch: pytest.MonkeyPatch):
    """Speak it to everybody who is spoken to in German."""
    german, known = Pseudo(), languages.language
    with monkeypatch.context() as patch:
        patch.setattr(languages, "language", lambda tag: german if tag.startswith("de") else known(tag))
        yield german


def plain_words(text: str, allowed: str) -> list[str]:
    """Return the words of a text that are in plain letters and not in `allowed`."""
    known = set(_WORD.findall(allowed))
    return [word for word in _WORD.findall(_MADE.sub(" ", text)) if word not in known]


class _Shown(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style", "code"}
        self.texts += [value for name, value in attrs if name in _SHOWN and value]
        given = dict(attrs)
        self.texts += [value or "" for name, value in attrs if name.startswith("data-say")]
        if tag == "button" and "lang" in given:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style", "code"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def shown(html: str) -> str:
    """Return everything on a page that a person reads or hears."""
    reader = _Shown()
    reader.feed(html)
    return "\n".join(reader.texts)
