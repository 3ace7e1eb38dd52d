from datetime import date

import pytest

from chalicelib.application.forms.answers import check
from chalicelib.application.forms.reader import Reader
from chalicelib.domain.playbook import FieldRule, FieldWhen

TODAY = date(2026, 11, 23)


def read(text, language="en", **rule):
    rules = (FieldRule(id="f", label="Question", **rule),)
    checked = check(rules, {"f": text}, reader=Reader(language=language, today=TODAY))
    return checked.answers.get("f") or checked.secrets.get("f"), str(checked.errors.get("f", ""))


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [
        ("de", "1.200", "1200"),
        ("de", "1.200,5", "1200.5"),
        ("de", "0,25", "0.25"),
        ("de", "1.5", "1.5"),
        ("de-AT", "1 200,50", "1200.50"),
        ("es", "12.345.678", "12345678"),
        ("fr", "1\u202f200,5", "1200.5"),
        ("en", "1.200", "1.200"),
        ("en", "1,200.5", "1200.5"),
        ("en", "1,5", "1.5"),
    ],
)
def test_a_number_is_read_with_the_marks_of_its_writers_language(language, text, kept):
    assert read(text, language, type="number") == (kept, "")


@pytest.mark.parametrize(
    ("rule", "text", "says"),
    [
        ({"whole": True}, "1.5", "whole number"),
        ({"min": 1}, "0", "1 or more"),
        ({"max": 10}, "11", "10 or less"),
        ({"min": 1}, "0.999", "1 or more"),
    ],
)
def test_a_number_keeps_to_its_limits(rule, text, says):
    kept, error = read(text, type="number", **rule)
    assert kept is None
    assert says in error


@pytest.mark.parametrize(("language", "text"), [("en", "12.000"), ("de", "12,000")])
def test_a_whole_number_that_may_be_thousands_is_asked_for_again(language, text):
    kept, error = read(text, language, type="number", whole=True)
    assert kept is None
    assert "whole number" in error


def test_a_whole_number_is_kept_without_decimals():
    assert read("12.0", type="number", whole=True, min=1, max=12) == ("12", "")


@pytest.mark.parametrize(
    ("rule", "text", "says"),
    [
        ({"earliest": "today"}, "2026-11-22", "today or later"),
        ({"latest": "today"}, "2026-11-24", "today or earlier"),
        ({"earliest": "2026-12-01"}, "2026-11-30", "2026-12-01 or a later"),
        ({"latest": "2026-12-31"}, "2027-01-01", "2026-12-31 or an earlier"),
    ],
)
def test_a_date_keeps_to_its_bounds(rule, text, says):
    kept, error = read(text, type="date", **rule)
    assert kept is None
    assert says in error


@pytest.mark.parametrize("text", ["2026-11-23", "23.11.2026", "23/11/2026", "23-11-2026"])
def test_today_is_within_bounds_that_name_it(text):
    assert read(text, type="date", earliest="today", latest="today") == ("2026-11-23", "")


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("url", "www.acme.example/start", "https://www.acme.example/start"),
        ("url", "http://acme.example:8080/a?b=c", "http://acme.example:8080/a?b=c"),
        ("domain", "https://Login.Acme.Example/", "login.acme.example"),
        (
            "url",
            "https://www.Müller.example:8443/Über-uns?a=b",
            "https://www.xn--mller-kva.example:8443/Über-uns?a=b",
        ),
        ("url", "www.straße.example", "https://www.xn--strae-oqa.example"),
        ("domain", "straße.example", "xn--strae-oqa.example"),
        ("domain", "xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("phone", "+49 (0)30 901-820", "+4930901820"),
        ("phone", "0043 1 58858", "+43158858"),
        ("country", "de", "DE"),
        ("time_zone", "berlin", "Europe/Berlin"),
        ("time_zone", "america/new york", "America/New_York"),
        ("time_zone", "Buenos Aires", "America/Buenos_Aires"),
        ("vat_id", "DE 136 695 976", "DE136695976"),
        ("vat_id", "atu12345678", "ATU12345678"),
        ("vat_id", "CHE-123.456.789 MWST", "CHE123456789MWST"),
        ("vat_id", "NL123456789B01", "NL123456789B01"),
        ("iban", "de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("iban", "GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
        ("bic", "deutdeff", "DEUTDEFF"),
        ("bic", "DEUTDEFF500", "DEUTDEFF500"),
        ("choices", "b\na", "a\nb"),
        ("long_text", "two\nlines", "two\nlines"),
        ("secret", "s3cret pass", "s3cret pass"),
    ],
)
def test_each_type_is_kept_in_one_form(kind, text, kept):
    assert read(text, type=kind, choices=("a", "b", "c") if kind == "choices" else ()) == (kept, "")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("url", "javascript:alert(1)"),
        ("url", "https://"),
        ("url", "https://user@acme.example"),
        ("url", "https://[::1"),
        ("url", "https://acme.example:99999/"),
        ("url", "https://mül ler.example"),
        ("url", "https://ü..example"),
        ("url", "https://user@müller.example"),
        ("url", f"https://{'ü' * 64}.example"),
        ("url", f"https://{'ß' * 64}.example"),
        ("domain", "acme"),
        ("domain", "acme..example"),
        ("domain", "-acme.example"),
        ("domain", "acme.example/path"),
        ("phone", "030 901820"),
        ("phone", "+49 call me"),
        ("phone", "+1234567890123456"),
        ("country", "Germany"),
        ("country", "XX"),
        ("time_zone", "Atlantis"),
        ("vat_id", "136695976"),
        ("vat_id", "DE13669597"),
        ("vat_id", "US123456789"),
        ("iban", "DE88370400440532013000"),
        ("iban", "DE89"),
        ("bic", "DEUT"),
        ("choices", "a\nz"),
    ],
)
def test_what_is_none_of_its_type_is_refused_in_words(kind, text):
    kept, error = read(text, type=kind, choices=("a", "b", "c") if kind == "choices" else ())
    assert not kept
    assert error.endswith(".")


FORM = (
    FieldRule(id="sign_in", label="How?", type="choice", choices=("Password", "Okta", "Entra")),
    FieldRule(
        id="domain", label="Where?", type="domain", when=FieldWhen(field="sign_in", one_of=("Okta", "Entra"))
    ),
    FieldRule(id="more", label="More?", type="choices", choices=("a", "b"), required=False),
    FieldRule(id="why_b", label="Why b?", when=FieldWhen(field="more", one_of=("b",))),
)


def of(**typed):
    return check(FORM, typed, reader=Reader())


def test_a_question_is_asked_only_after_the_answers_that_its_condition_names():
    assert of(sign_in="Password").hidden == ("domain", "why_b")
    assert of(sign_in="Okta").errors == {"domain": "Enter an answer."}
    assert of(sign_in="Entra", domain="a.example", more="a\nb", why_b="because").hidden == ()


def test_what_was_typed_into_a_hidden_question_is_dropped_whatever_it_is():
    checked = of(sign_in="Password", domain="not a domain", why_b="x")
    assert checked.errors == {}
    assert checked.answers == {"sign_in": "Password"}


def test_a_question_that_waits_for_a_hidden_one_is_hidden_too():
    chain = (*FORM[:2], FieldRule(id="c", label="C?", when=FieldWhen(field="domain", one_of=("a.example",))))
    assert check(chain, {"sign_in": "Password", "domain": "a.example"}, reader=Reader()).hidden == (
        "domain",
        "c",
    )


def test_a_secret_that_is_there_need_not_be_typed_again():
    rules = (FieldRule(id="key", label="Key", type="secret"),)
    assert check(rules, {}, reader=Reader()).errors == {"key": "Enter an answer."}
    assert check(rules, {}, reader=Reader(), kept=frozenset({"key"})).errors == {}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("phone", "+4930\u0661\u0662\u0663\u0664\u0665\u0666"),
        ("iban", "DE\u0668\u0669370400440532013000"),
        ("country", "ß"),
        ("vat_id", "DE12345678\u0669"),
    ],
)
def test_only_plain_letters_and_digits_make_what_other_systems_read(kind, text):
    kept, error = read(text, type=kind)
    assert kept is None
    assert error


@pytest.mark.parametrize("text", ["-0", "-0.0"])
def test_there_is_no_number_below_nothing_that_is_nothing(text):
    kept, error = read(text, type="number")
    assert (kept.startswith("0"), error) == (True, "")


def test_a_date_that_can_be_read_either_way_is_asked_again_where_no_region_decides():
    kept, error = read("12/11/2026", type="date")
    assert kept is None
    assert "2026-11-12 or as 2026-12-11" in error
    assert read("12/11/2026", "fr", type="date") == ("2026-11-12", "")
    assert read("12/11/2026", "en-GB", type="date") == ("2026-11-12", "")
    assert read("12-11-2026", "en-US", type="date") == ("2026-12-11", "")
    assert read("12/11/2026", "en-CA", type="date")[0] is None
    assert read("12.11.2026", "en-US", type="date") == ("2026-11-12", "")
    assert read("11/25/2026", "de", type="date") == ("2026-11-25", "")
    assert read("25/11/2026", type="date") == ("2026-11-25", "")
    assert read("11/11/2026", type="date") == ("2026-11-11", "")


@pytest.mark.parametrize(
    "text",
    [
        "12 November 2026",
        "12. November 2026",
        "12 nov. 2026",
        "le 12 novembre 2026",
        "12 de noviembre de 2026",
        "November 12th, 2026",
        "12 NOV 2026",
        "2026/11/12",
        "\uff12\uff10\uff12\uff16-11-12",
    ],
)
def test_a_date_is_read_as_people_of_every_language_write_it(text):
    assert read(text, type="date") == ("2026-11-12", "")


MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "de-AT": "Jänner Feber März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
DAYS = (
    "1 {}",
    "1. {}",
    "1{}",
    "1st {}",
    "1er {}",
    "1o de {}",
    "1 de {} de",
    "el 1 de {} del",
    "{} 1,",
    "{} 1st,",
)


@pytest.mark.parametrize("language", MONTHS)
def test_every_month_is_read_in_every_language_with_the_day_on_either_side(language):
    for number, month in enumerate(MONTHS[language].split(), start=1):
        for day in DAYS:
            text = f"{day.format(month)} 2026"
            assert read(text, language, type="date") == (f"2026-{number:02}-01", ""), text


@pytest.mark.parametrize("text", ["1. Juli 2026", "1er juillet 2026", "1 de julio de 2026", "July 1, 2026"])
def test_months_that_begin_alike_are_told_apart(text):
    assert read(text, type="date") == ("2026-07-01", "")


@pytest.mark.parametrize(
    "text", ["1 jui 2026", "12 Novembrr 2026", "31 June 2026", "November 2026", "12 ma 2026"]
)
def test_what_no_calendar_knows_is_no_date(text):
    assert read(text, type="date")[0] is None


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("email", "Grace Lind <grace@acme.example>", "grace@acme.example"),
        ("email", "mailto:grace@acme.example", "grace@acme.example"),
        ("domain", "https://login.acme.example:8443/start?a=b", "login.acme.example"),
        ("domain", "münchen.example", "xn--mnchen-3ya.example"),
        ("iban", "IBAN: DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ],
)
def test_what_was_copied_from_elsewhere_is_taken_without_what_stands_around_it(kind, text, kept):
    assert read(text, type=kind) == (kept, "")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("email", "Grace <grace@acme.example> <tom@acme.example>"),
        ("email", "Grace <grace>"),
        ("domain", "grace@acme.example"),
        ("domain", "a b.example"),
        ("domain", "\U0001f600"),
    ],
)
def test_what_is_none_of_it_stays_wrong(kind, text):
    assert read(text, type=kind)[0] is None
