"""Words of the product that a customer may read: English as they stand, and in the reader's language where they are shown.

A `Phrase` is a text like any other, in English. It remembers what it was made from, so that a page or a mail, which
knows its reader, can say the same in another language. The first argument of `phrase` is the message id of the
catalogues: a whole sentence, with named places for what is filled in.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol

Value = str | int


class Speaker(Protocol):
    """Says things in one language."""

    def look_up(self, text: str) -> str:
        """Return the translation of a whole text; the text itself where there is none."""
        ...

    def look_up_many(self, one: str, many: str, number: int) -> str:
        """Return the translation that fits a number of things."""
        ...

    def number(self, number: int | Decimal) -> str:
        """Return a number as it is written, with all its digits."""
        ...

    def enumeration(self, items: tuple[str, ...], last: Literal["and", "or"]) -> str:
        """Return a list in words."""
        ...

    def day(self, day: date, *, year: bool, long: bool) -> str:
        """Return a calendar day with its weekday."""
        ...

    def minute(self, day: str, clock: str, place: str) -> str:
        """Return a day with a time of it (``HH:MM``), by the clocks of a place."""
        ...

    def city(self, zone: str, otherwise: str) -> str:
        """Return the name of a time zone's city; `otherwise` where the language has none of its own."""
        ...


class Phrase(str):
    """English words that can be said in another language."""

    text: str
    values: Mapping[str, Value]

    def told(self, speaker: Speaker) -> str:
        """Return the same in the language of `speaker`."""
        return fill(speaker.look_up(self.text), self.values, speaker)


class Several(Phrase):
    """Words about a number of things: `text` where it is one, `many` else. The number stands at ``%(count)s``."""

    many: str

    def told(self, speaker: Speaker) -> str:
        """Return the same in the language of `speaker`."""
        count = self.values["count"]
        chosen = speaker.look_up_many(self.text, self.many, int(count))
        return fill(chosen, self.values, speaker)


class Translated(Phrase):
    """Words that bring their translation along, such as an answer to choose: a program compares the words themselves."""

    translation: str

    @classmethod
    def of(cls, text: str, translation: str) -> "Translated":
        """Return `text`, to be shown as `translation`."""
        made = cls(text)
        made.text, made.values, made.translation = str(text), {}, translation
        return made

    def told(self, speaker: Speaker) -> str:
        """Return the translation."""
        return self.translation


class Enumeration(Phrase):
    """A list in words: ``a, b or c``."""

    items: tuple[str, ...]
    last: Literal["and", "or"]

    def told(self, speaker: Speaker) -> str:
        """Return the same in the language of `speaker`."""
        return speaker.enumeration(tuple(str(spoken(item, speaker)) for item in self.items), self.last)


class Number(Phrase):
    """A number, with the marks that separate its thousands."""

    number: Decimal

    def told(self, speaker: Speaker) -> str:
        """Return the same in the language of `speaker`."""
        return speaker.number(self.number)


class Day(Phrase):
    """A calendar day. With the year where that is not the present one."""

    day: date
    year: bool
    long: bool

    def told(self, speaker: Speaker) -> str:
        """Return the same in the language of `speaker`."""
        return speaker.day(self.day, year=self.year, long=self.long)


class Place(Phrase):
    """The city by whose clocks times are told: every reader knows it, abbreviations of time zones few do."""

    zone: str

    def told(self, speaker: Speaker) -> str:
        """Return the same in the language of `speaker`."""
        return speaker.city(self.zone, str(self))


class Minute(Phrase):
    """A time of a day."""

    of: Day
    clock: str
    place: Place

    def told(self, speaker: Speaker) -> str:
        """Return the same in the language of `speaker`."""
        return speaker.minute(self.of.told(speaker), self.clock, self.place.told(speaker))


def phrase(text: str, **values: Value) -> Phrase:
    """Return words with their values filled in: ``phrase("%(file)s arrived.", file=name)``.

    Values that are phrases are translated too; numbers are written as the reader writes them.
    """
    made = Phrase(text % _in_english(values) if values else text)
    made.text, made.values = text, values
    return made


def phrases(one: str, many: str, count: int, **values: Value) -> Several:
    """Return words about a number of things: ``phrases("%(count)s file", "%(count)s files", 3)``."""
    values = {"count": count, **values}
    made = Several((one if count == 1 else many) % _in_english(values))
    made.text, made.many, made.values = one, many, values
    return made


def number(value: Decimal) -> Number:
    """Return a number as somebody reads it: ``12,000.5``."""
    made = Number(f"{value:,f}")
    made.number = value
    return made


def in_english(value: object) -> object:
    """Return a whole number with its marks, and everything else as it is."""
    return f"{value:,}" if type(value) is int else value


def any_of(items: Iterable[str]) -> Enumeration:
    """Return items as alternatives: ``a, b or c``."""
    return _enumeration(tuple(items), "or")


def all_of(items: Iterable[str]) -> Enumeration:
    """Return items as a list of all of them: ``a, b and c``."""
    return _enumeration(tuple(items), "and")


def spoken(value: object, speaker: Speaker) -> object:
    """Return a phrase in the language of `speaker`, and everything else as it is."""
    return value.told(speaker) if isinstance(value, Phrase) else value


def fill(text: str, values: Mapping[str, Value], speaker: Speaker) -> str:
    """Return a translated text with its values filled in."""
    return text % {name: _said(value, speaker) for name, value in values.items()} if values else text


def _in_english(values: Mapping[str, Value]) -> dict[str, object]:
    return {name: in_english(value) for name, value in values.items()}


def _said(value: Value, speaker: Speaker) -> object:
    return speaker.number(value) if isinstance(value, int) else spoken(value, speaker)


def _enumeration(items: tuple[str, ...], last: Literal["and", "or"]) -> Enumeration:
    head, tail = items[:-1], items[-1:]
    made = Enumeration(f" {last} ".join([", ".join(head), *tail]) if head else "".join(tail))
    made.items, made.last = items, last
    return made
