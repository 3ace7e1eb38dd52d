"""What somebody has filled into a PDF form: text, choices and ticks, each with its page."""

from collections.abc import Iterator
from typing import Any

import pikepdf

from chalicelib.adapters.inspection.report import MOST_VALUES, tidy
from chalicelib.domain.tables import FoundValue

_DEEPEST = 20
_PASSWORD = 1 << 13
_INHERITED = ("/FT", "/V", "/Ff", "/TU")


def values(pdf: pikepdf.Pdf) -> tuple[FoundValue, ...]:
    """Return the filled fields of a form, at most two hundred; passwords are left alone."""
    pages = dict(_pages(pdf))
    found: list[FoundValue] = []
    for name, entries, widgets in fields(pdf):
        if len(found) == MOST_VALUES:
            break
        value = _value(entries)
        if name and value:
            page = next((pages[each.objgen] for each in widgets if each.objgen in pages), None)
            label = str(entries["/TU"]) if isinstance(entries.get("/TU"), pikepdf.String) else ""
            found.append(FoundValue(name=tidy(name), value=tidy(value), label=tidy(label), page=page))
    return tuple(found)


def fields(pdf: pikepdf.Pdf) -> Iterator[tuple[str, dict[str, Any], tuple[Any, ...]]]:
    """Yield each field at the end of the tree: its whole name, its entries with inherited ones, and where it is shown."""
    form = pdf.Root.get("/AcroForm")
    roots = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
    top = list(roots) if isinstance(roots, pikepdf.Array) else []
    waiting: list[tuple[Any, str, dict[str, Any], int]] = [(each, "", {}, 0) for each in reversed(top)]
    seen = set[tuple[int, int]]()
    while waiting:
        field, above, inherited, depth = waiting.pop()
        if not isinstance(field, pikepdf.Dictionary) or depth > _DEEPEST:
            continue
        if field.is_indirect and field.objgen in seen:
            continue
        seen.add(field.objgen)
        own = {key: field[key] for key in _INHERITED if key in field}
        entries = {**inherited, **own}
        part = str(field["/T"]) if isinstance(field.get("/T"), pikepdf.String) else ""
        name = ".".join(each for each in (above, part) if each)
        kids = list(field["/Kids"]) if isinstance(field.get("/Kids"), pikepdf.Array) else []
        below = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/T" in kid]
        if below:
            waiting += [(kid, name, entries, depth + 1) for kid in reversed(below)]
        else:
            yield name, entries, (field, *kids)


def _value(entries: dict[str, Any]) -> str:
    """Return a field's value in words: a tick by its name, chosen ones with commas; empty for none."""
    kind, value = str(entries.get("/FT", "")), entries.get("/V")
    flags = entries.get("/Ff", 0)
    if kind == "/Tx" and isinstance(flags, int) and flags & _PASSWORD:
        return ""
    if kind in {"/Tx", "/Ch"} and isinstance(value, pikepdf.String):
        return str(value).strip()
    if kind == "/Ch" and isinstance(value, pikepdf.Array):
        return ", ".join(str(each) for each in value if isinstance(each, pikepdf.String))
    if kind == "/Btn" and isinstance(value, pikepdf.Name) and value != pikepdf.Name.Off:
        return str(value).lstrip("/")
    return ""


def _pages(pdf: pikepdf.Pdf) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield the number of the page on which each widget is shown."""
    for number, page in enumerate(pdf.pages, start=1):
        notes = page.obj.get("/Annots")
        for note in notes if isinstance(notes, pikepdf.Array) else ():
            if isinstance(note, pikepdf.Dictionary) and note.is_indirect:
                yield note.objgen, number
