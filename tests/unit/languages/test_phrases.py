"""Words that know how to be said in another language."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from jinja2 import Environment

from chalicelib.adapters import languages
from chalicelib.application.words.dates import LocalTime, local_time
from chalicelib.domain.languages import language_of, preferred, tag_of
from chalicelib.domain.phrases import Translated, all_of, any_of, number, phrase, phrases

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Loud:
    """Says everything in capitals, and numbers with dots."""

    def look_up(self, text: str) -> str:
        return text.upper().replace(")S", ")s").replace("%(FILE", "%(file").replace("%(COUNT", "%(count")

    def look_up_many(self, one: str, many: str, number: int) -> str:
        return self.look_up(one if number == 1 else many)

    def number(self, number: int) -> str:
        return f"{number:,}".replace(",", ".")

    def enumeration(self, items: tuple[str, ...], last: str) -> str:
        return f" {last.upper()} ".join(items)

    def day(self, day: date, *, year: bool, long: bool) -> str:
        return f"{day:%d/%m}"

    def minute(self, day: str, clock: str, place: str) -> str:
        return f"{day} at {clock} in {place}"

    def city(self, zone: str, otherwise: str) -> str:
        return otherwise.upper()


def rendered(source: str, tag: str = "en", **values: object) -> str:
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    languages.install(environment)
    with languages.speaking(tag):
        return environment.from_string(source).render(**values)


def test_a_phrase_is_its_english_text_to_everybody_who_asks_for_no_more() -> None:
    assert phrase("%(file)s arrived.", file="a.pdf") == "a.pdf arrived."
    assert phrases("one file", "%(count)s files", 2) == "2 files"


def test_a_phrase_is_said_with_its_values_in_another_language() -> None:
    assert phrase("%(file)s arrived.", file=phrase("Your file")).told(Loud()) == "YOUR FILE ARRIVED."
    assert phrases("one file", "%(count)s files", 2000).told(Loud()) == "2.000 FILES"


def test_lists_end_in_and_or_or() -> None:
    assert any_of(("a", "b", "c")) == "a, b or c"
    assert all_of(("a", "b")) == "a and b"
    assert any_of(("a",)) == "a"
    assert any_of((phrase("x"), "b")).told(Loud()) == "X OR b"


def test_days_and_times_are_phrases_too() -> None:
    when = local_time("Europe/Berlin", NOW).when(NOW)
    assert when is not None
    assert (when.day, when.minute) == ("Sat 21 Nov", "Sat 21 Nov, 13:00 (Berlin)")
    assert (when.day.told(Loud()), when.minute.told(Loud())) == ("21/11", "21/11 at 13:00 in BERLIN")


def test_a_template_says_phrases_in_the_language_of_its_reader() -> None:
    day = LocalTime(local_time("Europe/Berlin", NOW).zone, NOW, long=True).day(date(2026, 11, 27))
    assert rendered("{{ day }}", day=day) == "Fri 27 Nov"
    assert rendered("{{ day }}", "de", day=day) == "Freitag, 27. November"
    assert rendered("{{ day }}", "fr", day=day) == "vendredi 27 novembre"
    assert rendered("{{ day }}", "es", day=day) == "viernes, 27 de noviembre"
    assert rendered("{{ day }}", "en-US", day=day) == "Friday, November 27"


def test_a_time_names_the_city_as_the_reader_calls_it() -> None:
    when = local_time("Europe/London", NOW).when(NOW)
    assert when is not None
    assert rendered("{{ when }}", when=when.minute) == "Sat 21 Nov, 12:00 (London)"
    assert rendered("{{ when }}", "de", when=when.minute) == "Sa., 21. Nov., 12:00 (London)"
    assert rendered("{{ when }}", "fr", when=when.minute) == "sam. 21 nov., 12:00 (Londres)"
    assert rendered("{{ when }}", "es", when=when.minute) == "sáb, 21 nov, 12:00 (Londres)"
    assert rendered("{{ when }}", "en-US", when=when.minute) == "Sat, Nov 21, 12:00\u202fPM (London)"


def test_the_year_is_said_where_it_is_another() -> None:
    day = local_time("UTC", NOW, long=True).day(date(2027, 1, 8))
    assert rendered("{{ day }}", day=day) == "Fri 8 Jan 2027"
    assert rendered("{{ day }}", "de-AT", day=day) == "Freitag, 8. Jänner 2027"
    assert rendered("{{ day }}", "es", day=day) == "viernes, 8 de enero de 2027"


def test_values_are_escaped_and_numbers_written_as_the_region_writes_them() -> None:
    assert rendered('{{ _("Hi %(name)s", name=name) }}', name="<b>") == "Hi &lt;b&gt;"
    assert rendered("{{ text }}", "de", text=phrase("%(name)s!", name="<b>")) == "&lt;b&gt;!"
    assert rendered('{{ _("%(n)s", n=n) }}', "de-CH", n=12345) == "12\u2019345"
    assert rendered('{{ _("%(n)s", n=n) }}', n=12345) == "12,345"
    assert phrase("%(n)s or less", n=12345) == "12,345 or less"
    assert phrases("one row", "%(count)s rows", 12345) == "12,345 rows"


@pytest.mark.parametrize(
    ("tag", "shown"),
    [("en", "12,000.5125"), ("de", "12.000,5125"), ("fr", "12\u202f000,5125"), ("es", "12.000,5125")],
)
def test_a_number_is_told_with_the_marks_of_the_region_and_all_its_digits(tag: str, shown: str) -> None:
    assert rendered("{{ n }}", tag, n=number(Decimal("12000.5125"))) == shown


def test_a_choice_is_shown_in_the_language_and_stays_itself() -> None:
    choice = Translated.of("Yes", "Ja")
    assert choice == "Yes"
    assert rendered("{{ c }}", "de", c=choice) == "Ja"


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("de", "de"),
        ("DE", "de"),
        ("de-AT", "de"),
        ("de_CH", "de"),
        ("pt-BR", "en"),
        ("", "en"),
        ("x'\n", "en"),
    ],
)
def test_what_we_do_not_offer_is_english(tag: str, name: str) -> None:
    assert language_of(tag) == name


def test_formats_are_those_of_the_country_where_the_language_names_no_region() -> None:
    assert tag_of("de", "AT") == "de-AT"
    assert tag_of("de-CH", "AT") == "de-CH"
    assert tag_of("it", "CH") == "en"
    assert tag_of("en", "US") == "en-US"
    assert tag_of("fr", None) == "fr"


@pytest.mark.parametrize(
    ("accepted", "name"),
    [
        ("de-CH,de;q=0.9,en;q=0.8", "de"),
        ("pt-BR,fr;q=0.5,en;q=0.4", "fr"),
        ("en;q=0.1,es;q=0.7", "es"),
        ("de;q=0", "en"),
        ("*", "en"),
        ("", "en"),
        (";;,q=,de;q=nonsense", "en"),
    ],
)
def test_a_browser_is_answered_in_the_language_that_it_likes_most(accepted: str, name: str) -> None:
    assert preferred(accepted) == name


def test_a_sentence_that_ends_in_a_short_month_has_one_full_stop() -> None:
    source = '{{ _("Since %(day)s.", day=day) }}'
    assert rendered(source, day="Wed 25 Nov.") == "Since Wed 25 Nov."
    assert rendered(source, day="Wed 25 May") == "Since Wed 25 May."
    assert rendered('{{ _("Please wait...") }}') == "Please wait..."


def test_a_condition_is_told_to_the_script_in_the_words_that_are_kept() -> None:
    choices = (Translated.of("Password", "Passwort"), Translated.of("Key", "Schlüssel"))
    assert rendered("{{ choices|join('|') }}", "de", choices=choices) == "Password|Key"


@pytest.mark.parametrize(
    ("tag", "shown"), [("fr", "Étapes terminées : 1 sur 7"), ("es", "Pasos hechos: 1 de 7")]
)
def test_how_many_steps_are_done_reads_well_with_any_number(tag: str, shown: str) -> None:
    source = '{{ _("%(done)s of %(all)s steps done", done=1, all=7) }}'
    assert rendered(source, tag).replace("\N{NO-BREAK SPACE}", " ") == shown


@pytest.mark.parametrize(
    "text", ["9" * 30, "1." + "3" * 28, "0." + "0" * 27 + "1"], ids=["large", "exact", "small"]
)
def test_a_number_is_told_with_every_figure_that_it_has(text: str) -> None:
    told = rendered("{{ it }}", "de", it=number(Decimal(text)))
    assert told.replace(".", "").replace(",", ".") == text
