"""Answers that stand in a file already: offered in the form with where they stand, and never sent without the customer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from chalicelib.application.circumstances import Circumstances
from chalicelib.application.forms.answers import check
from chalicelib.application.forms.reader import Reader, shown
from chalicelib.application.forms.typed_days import days_of, either_way
from chalicelib.application.found import found_values
from chalicelib.application.portal.tasks import YOUR_FILE
from chalicelib.application.words.dates import whole_day
from chalicelib.domain.onboarding import Document
from chalicelib.domain.phrases import Phrase, phrase
from chalicelib.domain.playbook import FieldRule
from chalicelib.domain.tables import FoundValue, plain_name

_YES = frozenset({"yes", "on", "true", "1", "x", "ja", "oui", "sí", "si"})
_NO = frozenset({"no", "off", "false", "0", "nein", "non"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefilled:
    """What a form offers for a question: the newest value, as its reader types it, and in words where it stands.

    `source` says so of the value, and names the others that contradict it; with an empty value it says that nothing was
    found.
    """

    value: str
    source: Phrase


def prefilled(about: Circumstances, rule: FieldRule, reader: Reader) -> Prefilled | None:
    """Return what the customer's files say to a question; None where no file that may say something is there."""
    if rule.from_document is None or rule.type == "secret" or about.hides(rule.from_document.task):
        return None
    files = [each for each in reversed(about.onboarding.of_task(rule.from_document.task)) if _stands(each)]
    if not files:
        return None
    found = [
        (value, _where(about, file, place))
        for file in files
        for value, place in _in(about, file, rule, reader)
    ]
    if not found:
        name = _name(about, files[0])
        return Prefilled(
            value="",
            source=phrase("We could read nothing for this in %(file)s, so please enter it.", file=name),
        )
    if rule.type == "date":
        if said := _of_a_day(*found[0], reader):
            return said
        found = [(_day(text, reader), where) for text, where in found]
    value, where = found[0]
    others = {other: place for other, place in reversed(found) if other != value}
    if not others:
        return Prefilled(
            value=value, source=phrase("From %(where)s. Please check that it is right.", where=where)
        )
    (other, place), *_ = others.items()
    doubt = phrase(
        "From %(where)s. But %(place)s says “%(other)s”. Please enter what is right.",
        where=where,
        place=place,
        other=other,
    )
    return Prefilled(value=value, source=doubt)


def _of_a_day(text: str, where: Phrase, reader: Reader) -> Prefilled | None:
    """Return what is said of a day that a calendar cannot show, or that was read one way of two; None for all others."""
    days = days_of(text, first=reader.day_first)
    if not days:
        says = phrase("%(where)s says “%(value)s”. Please enter it as a date.", where=where, value=text)
        return Prefilled(value="", source=says)
    told = [whole_day(day) for day in days]
    if len(days) > 1:
        unclear = phrase(
            "%(where)s says “%(value)s”: that can be %(day)s or %(other)s. Please enter which it is.",
            where=where,
            value=text,
            day=told[0],
            other=told[1],
        )
        return Prefilled(value="", source=unclear)
    if not either_way(text):
        return None
    read = phrase(
        "%(where)s says “%(value)s”, which we read as %(day)s. Please check that it is right.",
        where=where,
        value=text,
        day=told[0],
    )
    return Prefilled(value=days[0].isoformat(), source=read)


def _day(text: str, reader: Reader) -> str:
    """Return a day as a calendar takes it, so that the same one in two forms is the same; anything else as it stands."""
    days = days_of(text, first=reader.day_first)
    return days[0].isoformat() if len(days) == 1 else text


def _stands(document: Document) -> bool:
    return not document.gone and document.status != "rejected" and not document.harmful


def _in(
    about: Circumstances, document: Document, rule: FieldRule, reader: Reader
) -> Iterator[tuple[str, FoundValue]]:
    names = {plain_name(name) for name in rule.from_document.names} if rule.from_document else set()
    for found in found_values(about.names.reveal(document.values)) if document.values else ():
        if names & {plain_name(found.name), plain_name(found.label)} and (
            value := _fit(rule, found.value, reader)
        ):
            yield value, found


def _fit(rule: FieldRule, text: str, reader: Reader) -> str:
    """Return a value as the question takes it; empty where none of its choices is meant."""
    plain = text.strip().casefold()
    if rule.type == "yes_no":
        return "Yes" if plain in _YES else "No" if plain in _NO else ""
    if rule.choices:
        return next((choice for choice in rule.choices if choice.casefold() == plain), "")
    if rule.type == "date":
        return text.strip()[: rule.max_length]
    kept = check((replace(rule, when=None),), {rule.id: text[: rule.max_length]}, reader=reader).answers.get(
        rule.id
    )
    return shown(rule, kept, reader) if kept else text[: rule.max_length]


def _where(about: Circumstances, document: Document, found: FoundValue) -> Phrase:
    name = _name(about, document)
    if found.page is None:
        return phrase("%(file)s", file=name)
    return phrase("%(file)s, page %(page)s", file=name, page=found.page)


def _name(about: Circumstances, document: Document) -> str:
    return about.names.reveal(document.name) or YOUR_FILE
