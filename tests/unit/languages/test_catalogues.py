"""The catalogues: whole, in step with what pages and mails say, and compiled as they stand."""

import ast
import re
from pathlib import Path

import pytest

from chalicelib.domain.languages import ENGLISH, OFFERED
from infra import translations

PLACES = re.compile(r"%\(([a-z_]+)\)s")
# Where phrases are made from tables that are collected as a whole.
FROM_TABLES = {"domain/phrases.py", "domain/errors.py", "domain/reasons.py", "domain/tables.py"}
LANGUAGES = [tag for tag in OFFERED if tag != ENGLISH]


def messages(language):
    return [message for message in translations.catalogue(language) if message.id]


def written(message):
    return message.string if isinstance(message.string, tuple | list) else (message.string,)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_just_what_customers_read(language):
    known = {tuple(m.id) if isinstance(m.id, list) else m.id for m in messages(language)}
    assert known == set(translations.collected()), "run `make translations`, and translate what is new"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_no_hole(language):
    assert translations.holes(translations.catalogue(language)) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_places_of_its_text(language):
    for message in messages(language):
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        wanted = set(PLACES.findall(ids[-1]))
        for text in written(message):
            found = set(PLACES.findall(text))
            assert found == wanted or (len(ids) > 1 and found | {"count"} == wanted), message.id
            assert "%" not in PLACES.sub("", text).replace("%%", ""), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language):
    path = translations.CATALOGUES / language / "LC_MESSAGES/golive.mo"
    assert path.read_bytes() == translations.compiled(language), "run `make translations`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_in_english(language):
    same = [m.id for m in messages(language) if m.id in written(m) and " " in str(m.id)]
    assert [text for text in same if re.search(r"[a-z]{4}.+[a-z]{4}", PLACES.sub("", str(text)))] == []


def test_a_phrase_is_written_out_where_it_is_made():
    hidden = []
    for path in sorted(translations.CODE.rglob("*.py")):
        if path.relative_to(translations.CODE).as_posix() in FROM_TABLES:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"phrase", "phrases"}:
                texts = node.args[: 1 if node.func.id == "phrase" else 2]
                if not all(isinstance(text, ast.Constant) for text in texts):
                    hidden.append(f"{path.name}:{node.lineno}")
    assert hidden == [], "nobody collects these: give `phrase` its text, not a name for it"


def test_a_hole_is_found(tmp_path: Path):
    catalog = translations.Catalog(locale="de")
    catalog.add("Done", "Fertig")
    catalog.add("To do", "")
    catalog.add(("one", "many"), ("eins", ""))
    assert translations.holes(catalog) == ("To do", ("one", "many"))


@pytest.mark.parametrize(
    ("language", "last_day"), [("de", "bis"), ("fr", "au plus tard le"), ("es", "a más tardar el")]
)
def test_a_day_that_something_is_asked_by_is_the_last_one(language, last_day):
    said = {m.id: m.string.lower() for m in messages(language) if str(m.id).startswith("Please")}
    by = {text for text in said if re.search(r"\bby( %\(day\)s\.)?$", text)}
    assert by == {"Please by", "Please by %(day)s.", "Please sign by"}
    assert all(last_day in said[text] for text in by)
