import pytest

from chalicelib.application.answers import check_answers, check_email, tidy
from chalicelib.domain.playbook import FieldRule


def check(text, **rule):
    answers, errors = check_answers((FieldRule(id="f", label="Question", **rule),), {"f": text})
    return answers.get("f"), errors.get("f", "")


@pytest.mark.parametrize(
    ("text", "kept"),
    [("120", "120"), (" 1,200 ", "1200"), ("1 200,5", "1200.5"), ("1'000", "1000"), ("-3", "-3"), ("0", "0")],
)
def test_numbers_are_taken_as_people_write_them(text, kept):
    assert check(text, type="number") == (kept, "")


@pytest.mark.parametrize("text", ["many", "1e9", "NaN", "Infinity", "1.2.3", "9" * 40, "--1"])
def test_what_is_no_number_is_refused_in_words(text):
    assert check(text, type="number") == (None, "Enter a number, for example 120.")


@pytest.mark.parametrize("text", ["2026-12-01", "1.12.2026", "01/12/2026"])
def test_dates_come_out_in_one_form(text):
    assert check(text, type="date") == ("2026-12-01", "")


@pytest.mark.parametrize("text", ["2026-02-30", "soon", "2026-13-01", "20261201"])
def test_dates_that_do_not_exist_are_refused(text):
    assert check(text, type="date")[1].startswith("Enter a real date")


@pytest.mark.parametrize("text", ["a@b.example", "first.last+tag@sub.company.example"])
def test_addresses_that_mail_can_reach_are_taken(text):
    assert check_email(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a@b",
        "a b@c.example",
        "a@b..example",
        "<a@b.example>",
        "a@b.example,c@d.example",
        "grüße@b.example",
        "a@bücher.example",
    ],
)
def test_other_addresses_are_refused(text):
    assert check_email(text)


def test_an_optional_question_may_stay_empty_and_a_required_one_may_not():
    assert check("  ", required=False) == (None, "")
    assert check("  ")[1] == "Enter an answer."
    assert check("", type="yes_no")[1] == "Choose an answer."


def test_only_the_offered_choices_are_taken():
    assert check("Yearly", type="choice", choices=("Monthly", "Yearly")) == ("Yearly", "")
    assert check("Daily", type="choice", choices=("Monthly", "Yearly"))[1]


def test_too_long_an_answer_says_by_how_much():
    assert check("x" * 11, max_length=10)[1] == "Shorten this to 10 characters; it has 11."


def test_invisible_characters_do_not_survive():
    assert tidy(" a\u202eb\x00c\r\nd\r ") == "abc\nd"
