"""The languages that customers are spoken to in: catalogues read by gettext, formats by Babel, both at first use.

English is the language that everything is written in, so it needs no catalogue, and its dates are as
`chalicelib.application.words.dates` writes them; only for the United States they are Babel's.
"""

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from chalicelib.domain.languages import ENGLISH, language_of
from chalicelib.domain.phrases import Phrase, in_english, spoken

if TYPE_CHECKING:
    from decimal import Decimal

    from babel import Locale
    from jinja2 import Environment
    from jinja2.runtime import Context

CATALOGUES = Path(__file__).resolve().parents[1] / "locale"
_DOMAIN = "golive"
_YEAR = re.compile(
    r"(,| 'de')?\s+y$"
)  # as it stands at the end of a whole date, in all languages that we offer


class Language:
    """A language that we offer, with the formats of a region of it."""

    def __init__(self, tag: str, catalogue: gettext.NullTranslations) -> None:
        self.tag = tag
        self._catalogue = catalogue

    @cached_property
    def _locale(self) -> "Locale":
        from babel import Locale, UnknownLocaleError

        try:
            return Locale.parse(self.tag, sep="-")
        except (UnknownLocaleError, ValueError):
            return Locale.parse(language_of(self.tag))

    def look_up(self, text: str) -> str:
        """Return the translation of a whole text; the text itself where there is none."""
        return self._catalogue.gettext(text) if text else text

    def look_up_many(self, one: str, many: str, number: int) -> str:
        """Return the translation that fits a number of things."""
        return self._catalogue.ngettext(one, many, number)

    def number(self, number: "int | Decimal") -> str:
        """Return a number with the separators of the region, however many figures it has."""
        from decimal import Decimal, localcontext

        from babel.numbers import format_decimal

        exact = Decimal(number)
        with localcontext() as context:  # Babel counts in the current context, which keeps 28 figures
            context.prec += len(exact.as_tuple().digits) + abs(exact.adjusted())
            return str(format_decimal(exact, locale=self._locale, decimal_quantization=False))

    def enumeration(self, items: tuple[str, ...], last: Literal["and", "or"]) -> str:
        """Return a list in words."""
        from babel.lists import format_list

        style: Literal["standard", "or"] = "standard" if last == "and" else "or"
        return str(format_list(items, style=style, locale=self._locale))

    def day(self, day: Any, *, year: bool, long: bool) -> str:
        """Return a calendar day: ``Freitag, 27. November``, or ``Fr., 27. Nov.``."""
        from babel.dates import format_date, format_skeleton

        if not long:
            skeleton = "yMMMEd" if year else "MMMEd"
            return str(format_skeleton(skeleton, day, locale=self._locale))
        whole = self._locale.date_formats["full"].pattern
        return str(format_date(day, whole if year else _YEAR.sub("", whole), locale=self._locale))

    def minute(self, day: str, clock: str, place: str) -> str:
        """Return a day with a time of it, by the clocks of a place."""
        from datetime import time

        from babel.dates import format_time

        return f"{day}, {format_time(time.fromisoformat(clock), 'short', locale=self._locale)} ({place})"

    def city(self, zone: str, otherwise: str) -> str:
        """Return the name of a time zone's city: ``Londres``."""
        return str(self._locale.time_zones.get(zone, {}).get("city", otherwise))


_AFTER_A_STOP = re.compile(r"(?<!\.)\.\.$")  # a short month brings a full stop of its own

_speaking: ContextVar[Language | None] = ContextVar("speaking", default=None)


@cache
def language(tag: str) -> Language | None:
    """Return the language of a tag that `tag_of` made; None for English as it stands."""
    name = language_of(tag)
    if name == ENGLISH:
        return Language(tag, gettext.NullTranslations()) if tag != ENGLISH else None
    return Language(tag, gettext.translation(_DOMAIN, CATALOGUES, [name]))


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Say everything that is rendered meanwhile in the language of `tag`."""
    token = _speaking.set(language(tag))
    try:
        yield
    finally:
        _speaking.reset(token)


def install(environment: "Environment") -> None:
    """Make an environment, which has Jinja's extension for translations, speak the language of its reader.

    ``_("…")``, ``ngettext`` and ``{% trans %}`` look words up; phrases say themselves wherever they are shown.
    """
    from jinja2 import pass_context

    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals.update(gettext=pass_context(_gettext), ngettext=pass_context(_ngettext))
    environment.filters["kept"] = str  # a choice as it is answered, whatever it is shown as
    environment.finalize = _finalize


def _finalize(value: object) -> object:
    speaker = _speaking.get()
    return value if speaker is None else spoken(value, speaker)


def _gettext(context: "Context", text: str, /, **values: Any) -> str:
    speaker = _speaking.get()
    if isinstance(text, Phrase):
        return str(text) if speaker is None else text.told(speaker)
    return _filled(context, speaker.look_up(text) if speaker else text, values)


def _ngettext(context: "Context", one: str, many: str, count: int, /, **values: Any) -> str:
    speaker = _speaking.get()
    chosen = speaker.look_up_many(one, many, count) if speaker else (one if count == 1 else many)
    return _filled(context, chosen, {"num": count, "count": count, **values})


def _filled(context: "Context", text: str, values: dict[str, Any]) -> str:
    """Fill values in as Jinja does: always, so that a percent sign is written twice, and escaped in HTML."""
    from markupsafe import Markup

    speaker = _speaking.get()
    told = {name: _said(value, speaker) for name, value in values.items()}
    filled = (Markup(text) if context.eval_ctx.autoescape else text) % told  # noqa: S704  # our own words
    return filled[:-1] if _AFTER_A_STOP.search(filled) else filled


def _said(value: object, speaker: Language | None) -> object:
    if speaker is None:
        return in_english(value)
    return speaker.number(value) if type(value) is int else spoken(value, speaker)
