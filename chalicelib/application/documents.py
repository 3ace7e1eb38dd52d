"""What the use cases need of the document store, and a file's name made safe to show."""

import re
import unicodedata
from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import dataclass
from datetime import date
from quopri import decodestring
from typing import Protocol
from urllib.parse import unquote

from chalicelib.application.forms.typed_days import days_of

UPLOADS = "q/"
MAX_NAME = 120
_KEY = re.compile(
    r"q/(?P<onboarding>[a-z0-9-]{1,80})/(?P<task>[A-Za-z0-9._-]{1,80})/(?P<document>[0-9a-f]{32})"
)
_ENCODED = re.compile(r"=\?([A-Za-z0-9-]{1,20})\?([BbQq])\?([^?]{0,4000})\?=")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class GoneError(Exception):
    """The file version is not in the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an upload belongs, told by its key ``q/{onboarding}/{task}/{document}``."""

    onboarding: str
    task: str
    document: str

    @property
    def key(self) -> str:
        """Return the key under which the file is stored."""
        return f"{UPLOADS}{self.onboarding}/{self.task}/{self.document}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A file version in the store, without its bytes.

    `name` is the sender's, made safe to show; `size` in bytes; `contact` whose form it came by, and `epoch` that of the link
    by which they had come in; `expects` the columns that the form asked for, as `domain.tables.written` writes them;
    `replaces` the document in whose place it was shown; `dated` the day that was entered in it.
    """

    key: str
    version_id: str
    name: str
    size: int
    contact: str | None = None
    epoch: int | None = None
    expects: str = ""
    replaces: str | None = None
    dated: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadForm:
    """A form that stores one file when a browser posts it: all `fields` first, then the field ``file`` last."""

    url: str
    fields: dict[str, str]


class DocumentStore(Protocol):
    """Where uploaded files are. A version is read, judged and served; never "the latest"."""

    def head(self, key: str, version_id: str | None = None) -> Held:
        """Return what is held under a key; without a version, the newest one (to pin it).

        Raises
        ------
        GoneError
            There is no such file version.
        """
        ...

    def read(self, held: Held, *, limit: int) -> bytes:
        """Return the bytes of a pinned version, `limit` bytes at most."""
        ...

    def presigned_post(
        self,
        key: str,
        *,
        max_bytes: int,
        contact: str,
        epoch: int,
        redirect: str | None = None,
        name: str | None = None,
        expects: str = "",
        replaces: str | None = None,
        dated: str | None = None,
    ) -> UploadForm:
        """Return a form for one upload to exactly this key, good for 60 minutes of wall time.

        Parameters
        ----------
        key
            The exact key.
        max_bytes
            The task's limit; the form takes four times as much.
        contact
            Whose form it is: kept with the file, so that it is known even if nobody says that the file has arrived.
        epoch
            That of their link: kept with the file, so that a form ends with the link by which it was handed out.
        redirect
            Where S3 sends the browser afterwards; None answers 201 to a script instead.
        name
            The file's name where a script knows it; S3 fills in the browser's own name otherwise.
        expects
            The columns of the table that is asked for: kept with the file, so that intake can check its rows.
        replaces
            The document in whose place the file comes: kept with the file, too.
        dated
            The day that is asked for with the file; an empty one is filled in by the browser, as the field
            ``x-amz-meta-date``.
        """
        ...

    def presigned_get(self, key: str, version_id: str, *, name: str, seconds: int = 300) -> str:
        """Return an address that downloads a pinned version as an attachment, for at most 300 seconds."""
        ...


def place_of(key: str) -> Place | None:
    """Return where an upload belongs; None when the key is not one of ours."""
    match = _KEY.fullmatch(key)
    return Place(**match.groupdict()) if match else None


def day_of(text: str) -> date | None:
    """Return the day that came with a file, as browsers write it or by hand (``30.11.2026``).

    None for anything else, also for what can be read either way: the page then asks for it.
    """
    days = days_of(text, first=None)
    return days[0] if len(days) == 1 else None


def display_name(given: str | None) -> str:
    """Return a file name made safe to show and to compare endings with.

    Encodings that browsers, proxies and S3 wrap it in are taken off, folders and invisible characters (controls,
    changes of writing direction) dropped, and it is cut to 120 characters with its ending kept.
    """
    name = _mended(_decoded((given or "")[:8000]))
    name = "".join(
        " " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c) not in _INVISIBLE
    )
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = " ".join(name.split())
    if not name.strip(". "):
        return "document"
    if len(name) <= MAX_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:MAX_NAME]
    return stem[: MAX_NAME - len(ending) - 2] + "…." + ending


def _decoded(text: str) -> str:
    """Take off RFC 2047 words, then percent-encoding where it is really that."""
    text = _ENCODED.sub(_word, re.sub(r"\?=\s+=\?", "?==?", text.strip()))
    if re.search(r"%[0-9A-Fa-f]{2}", text):
        plain = unquote(text, errors="replace")
        return text if "\ufffd" in plain else plain
    return text


def _word(match: re.Match[str]) -> str:
    charset, how, coded = match.groups()
    try:
        raw = b64decode(coded) if how in "Bb" else decodestring(coded.encode("ascii", "replace"), header=True)
        return raw.decode(charset)
    except (Base64Error, UnicodeDecodeError, LookupError, ValueError):
        return match.group()


def _mended(text: str) -> str:
    """Read UTF-8 that was taken for Latin-1 on the way (as HTTP headers are) as what it is."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text
