"""Bugs of what customers read in their languages."""

from tests.faults.bugs.bug import Bug

_PHRASES = "chalicelib/domain/phrases.py"
_SPEAKING = "chalicelib/adapters/languages.py"
_BY_PHRASES = "tests/unit/languages/test_phrases.py"
_BY_PAGES = "tests/integration/test_languages.py"
_BY_PLANS = "tests/unit/languages/test_translated.py"

LANGUAGES = (
    Bug(
        "values inside of a sentence stay English",
        _PHRASES,
        "return speaker.number(value) if isinstance(value, int) else spoken(value, speaker)",
        "return value",
        (f"{_BY_PHRASES}::test_a_phrase_is_said_with_its_values_in_another_language",),
    ),
    Bug(
        "large numbers have no marks in English",
        _PHRASES,
        'return f"{value:,}" if type(value) is int else value',
        "return value",
        (f"{_BY_PHRASES}::test_values_are_escaped_and_numbers_written_as_the_region_writes_them",),
    ),
    Bug(
        "a number that is told loses digits",
        _SPEAKING,
        "locale=self._locale, decimal_quantization=False",
        "locale=self._locale",
        (f"{_BY_PHRASES}::test_a_number_is_told_with_the_marks_of_the_region_and_all_its_digits",),
    ),
    Bug(
        "what stands in a translated sentence is not escaped",
        _SPEAKING,
        "filled = (Markup(text) if context.eval_ctx.autoescape else text) % told",
        "filled = Markup(text % told)",
        (f"{_BY_PHRASES}::test_values_are_escaped_and_numbers_written_as_the_region_writes_them",),
    ),
    Bug(
        "cities are called as in English",
        "chalicelib/domain/phrases.py",
        "return speaker.city(self.zone, str(self))",
        "return str(self)",
        ("tests/unit/languages/test_phrases.py::test_a_time_names_the_city_as_the_reader_calls_it",),
    ),
    Bug(
        "the years of dates are forgotten",
        _SPEAKING,
        'whole if year else _YEAR.sub("", whole)',
        '_YEAR.sub("", whole)',
        (f"{_BY_PHRASES}::test_the_year_is_said_where_it_is_another",),
    ),
    Bug(
        "a browser's second wish is its first",
        "chalicelib/domain/languages.py",
        "return next((tag for weight, tag in wishes if weight == best and best > 0), ENGLISH)",
        "return next((tag for weight, tag in wishes), ENGLISH)",
        (f"{_BY_PHRASES}::test_a_browser_is_answered_in_the_language_that_it_likes_most",),
    ),
    Bug(
        "looking at a page in another language keeps it",
        "chalicelib/entrypoints/portal/door.py",
        'contact, chosen = onboarding.contact(link.contact), read_form(request).get("lang")',
        'contact, chosen = onboarding.contact(link.contact), request.headers.get("accept-language", "")',
        (f"{_BY_PAGES}::test_who_chose_nothing_keeps_their_language",),
    ),
    Bug(
        "the switch leads to wherever its form says",
        "chalicelib/entrypoints/portal/language.py",
        'redirect(back if _BACK.fullmatch(back) else "/portal"',
        "redirect(back",
        (f"{_BY_PAGES}::test_the_switch_leads_back_to_a_page_of_the_customer_only",),
    ),
    Bug(
        "a choice is kept as it is read",
        "chalicelib/application/words/translated.py",
        "return Translated.of(text, look(text))",
        "return Translated.of(look(text), look(text))",
        (f"{_BY_PLANS}::test_choices_stay_themselves_and_say_themselves_in_the_language",),
    ),
    Bug(
        "the team's pages follow the browser's language",
        "chalicelib/entrypoints/asked.py",
        "_wished(request) if customers else Asked().language",
        "_wished(request)",
        (f"{_BY_PAGES}::test_the_team_reads_english_whatever_its_browser_asks_for",),
    ),
    Bug(
        "a number loses its figures beyond the twenty-eighth",
        "chalicelib/adapters/languages.py",
        "context.prec += len(exact.as_tuple().digits) + abs(exact.adjusted())",
        "pass",
        ("tests/unit/languages/test_phrases.py::test_a_number_is_told_with_every_figure_that_it_has",),
    ),
)
