"""`make translations`: collects what customers read, updates the catalogues, and compiles them.

What is collected: the marked words of the templates that customers see; in Python every `phrase(…)`, the constants of
TABLES, and the messages of refusals in REFUSALS. What a translation says stays; what is new stands in the catalogue
without one, and a test fails until it has one.
"""

import io
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from chalicelib.domain.languages import ENGLISH, OFFERED

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "chalicelib"
CATALOGUES = CODE / "locale"
LANGUAGES = tuple(tag for tag in OFFERED if tag != ENGLISH)

TEMPLATES = ("base.html", "refused.html", "portal/*.html", "mail/*.j2", "mail/*/*.j2")
TABLES = (
    "chalicelib.application.words.wording",
    "chalicelib.domain.questions",
    "chalicelib.domain.reasons",
    "chalicelib.domain.tables",
)
OF_THE_TEAM = {
    "INTERNAL_TASK_STATES",
    "NOBODY_NAMED",
    "SIGNATURES",
    "ONBOARDING_STATES",
    "NO_REMINDERS",
    "HELD",
    "GATE_KINDS",
    "MILESTONES",
}
REFUSALS = (
    "application/handle/*.py",
    "application/portal/task.py",
    "domain/decide/answers.py",
    "domain/decide/colleagues.py",
    "domain/decide/contacts.py",
    "domain/decide/documents.py",
    "domain/decide/opinions.py",
    "domain/decide/questions.py",
    "domain/decide/uploads.py",
    "entrypoints/portal/*.py",
)
MARKED = {"phrase": None, "phrases": (1, 2)}
REFUSED = dict.fromkeys(
    ("InvalidError", "NotAllowedError", "NotFoundError", "VersionConflictError", "WrongStateError")
)
JINJA = {"silent": "false", "trimmed": "false", "newstyle_gettext": "true"}

Message = Any  # a text, or one and many of a thing: Babel gives them as it likes


def collected() -> dict[Message, list[str]]:
    """Return everything that is to be translated, with the files that it stands in."""
    found: dict[Message, list[str]] = {}
    for message, place in sorted((*_templates(), *_marked(), *_tables()), key=lambda one: one[1]):
        places = found.setdefault(message, [])
        if place not in places:
            places.append(place)
    return found


def catalogue(language: str) -> Catalog:
    """Return a language's catalogue as it stands in its file; an empty one where there is none."""
    path = _path(language, "po")
    if not path.exists():
        return Catalog(locale=language, domain="golive", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="golive")


def updated(language: str) -> Catalog:
    """Return a language's catalogue with just what is to be translated now, and the translations that it has."""
    known = catalogue(language)
    fresh = Catalog(
        locale=language, domain="golive", project="Golive", fuzzy=False, header_comment=_about(language)
    )
    for message, places in collected().items():
        old = known.get(message[0] if isinstance(message, tuple) else message)
        kept = old.string if old and old.id == message else ""
        fresh.add(message, kept, locations=[(place, 0) for place in places])
    return fresh


def written(catalog: Catalog) -> bytes:
    """Return a catalogue as the text of its file: no dates and no line numbers, so that only changes change it."""
    out = io.BytesIO()
    write_po(out, catalog, width=110, omit_header=False, sort_output=False, include_lineno=False)
    lines = out.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_DATED)).encode()


_DATED = (
    '"POT-Creation-Date:',
    '"PO-Revision-Date:',
    '"Report-Msgid-Bugs-To:',
    '"Last-Translator:',
    '"Language-Team:',
    '"Generated-By:',
)


def compiled(language: str) -> bytes:
    """Return a language's catalogue as gettext reads it."""
    out = io.BytesIO()
    catalog = read_po(io.BytesIO(_path(language, "po").read_bytes()), locale=language)
    catalog.creation_date = catalog.revision_date = _NO_DATE
    write_mo(out, catalog)
    return out.getvalue()


_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # the same content makes the same bytes


def holes(catalog: Catalog) -> tuple[Message, ...]:
    """Return what has no translation, or not in every plural form, or only a doubtful one."""
    return tuple(
        message.id
        for message in catalog
        if message.id
        and (message.fuzzy or not all(_strings(message.string, catalog.num_plurals, message.id)))
    )


def _strings(string: Any, forms: int, message: Message) -> tuple[str, ...]:
    if isinstance(message, str):
        return (string,)
    return (*string, *[""] * (forms - len(string)))


def _templates() -> Iterator[tuple[Message, str]]:
    folder = CODE / "templates"
    for path in sorted(path for pattern in TEMPLATES for path in folder.glob(pattern)):
        with path.open("rb") as file:
            found = extract("jinja2.ext:babel_extract", file, options=JINJA)
            yield from ((message, _place(path)) for _, message, _, _ in found)


def _marked() -> Iterator[tuple[Message, str]]:
    for path in sorted(CODE.rglob("*.py")):
        told = any(fnmatch(path.relative_to(CODE).as_posix(), pattern) for pattern in REFUSALS)
        refusals = REFUSED if told else {}
        with path.open("rb") as file:
            found = extract("python", file, keywords={**MARKED, **refusals})
            yield from ((message, _place(path)) for _, message, _, _ in found if message)


def _tables() -> Iterator[tuple[Message, str]]:
    for name in TABLES:
        module = import_module(name)
        for table, value in vars(module).items():
            if table.isupper() and not table.startswith("_") and table not in OF_THE_TEAM:
                texts = value.values() if isinstance(value, Mapping) else [value]
                yield from (
                    (text, name.replace(".", "/") + ".py") for text in texts if text and isinstance(text, str)
                )


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _path(language: str, ending: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / f"golive.{ending}"


def _about(language: str) -> str:
    return f"# {OFFERED[language]}: what customers read. `make translations` keeps it up to date."


def main() -> None:
    """Write the catalogues, and name the holes."""
    wanting = 0
    for language in LANGUAGES:
        catalog = updated(language)
        _path(language, "po").parent.mkdir(parents=True, exist_ok=True)
        _path(language, "po").write_bytes(written(catalog))
        _path(language, "mo").write_bytes(compiled(language))
        missing = holes(catalog)
        wanting += len(missing)
        print(f"{OFFERED[language]}: {len(catalog)} texts, {len(missing)} without a translation")
    sys.exit(1 if wanting else 0)


if __name__ == "__main__":
    main()
