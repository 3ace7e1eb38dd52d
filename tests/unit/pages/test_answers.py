import pytest

from chalicelib.application.forms.answers import check as check_answers
from chalicelib.application.forms.answers import check_name, tidy
from chalicelib.application.forms.kinds.addresses import check_email
from chalicelib.application.forms.reader import Reader
from chalicelib.domain.playbook import FieldRule


def check(text, **rule):
    checked = check_answers((FieldRule(id="f", label="Question", **rule),), {"f": text}, reader=Reader())
    return checked.answers.get("f"), checked.errors.get("f", "")


@pytest.mark.parametrize(
    ("text", "kept"),
    [("120", "120"), (" 1,200 ", "1200"), ("1 200,5", "1200.5"), ("1'000", "1000"), ("-3", "-3"), ("0", "0")],
)
def test_numbers_are_taken_as_people_write_them(text, kept):
    assert check(text, type="number") == (kept, "")


@pytest.mark.parametrize("text", ["many", "1e9", "NaN", "Infinity", "1.2.3", "9" * 40, "--1"])
def test_what_is_no_number_is_refused_in_words(text):
    assert check(text, type="number") == (None, "Enter a number, for example 120.")


@pytest.mark.parametrize("text", ["2026-12-01", "1.12.2026", "1 . 12 . 2026"])
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


@pytest.mark.parametrize(
    "text", [".a@b.cc", "a.@b.cc", "a@-b.cc", "a@b-.cc", "{{7}}@b.cc", f"{'a' * 65}@b.cc"]
)
def test_an_address_that_no_mail_program_takes_is_none(text):
    assert check_email(text)


def test_unseen_characters_do_not_get_into_what_is_kept():
    assert tidy("a\u2028b\u0085c\u2029d") == "a\nb\nc\nd"
    assert tidy("An\u202ena\u061c Vo\u200bgt\ufeff") == "Anna Vogt"


@pytest.mark.parametrize("char", ["\u2028", "\u0085", "\u202e", "\u061c", "\u200b", "\u200d", "\n"])
def test_a_name_is_one_line_of_characters_that_can_be_seen(char):
    assert check_name(f"Anna{char}Vogt")


@pytest.mark.parametrize(
    "name", ["\u3164", "\u2800", "\u115f", "\u1160\uffa0", "\ufe0f", "\u034f", " . ", "-"]
)
def test_a_name_has_a_letter_or_a_digit_that_can_be_seen(name):
    assert check_name(name) == "Enter your full name."
    assert check_name(name, missing="Enter their name.") == "Enter their name."


@pytest.mark.parametrize("name", ["李", "محمد", "Ł", "7", "O'Brien-Čapek", "홍길동"])
def test_a_name_is_taken_in_every_script(name):
    assert check_name(name) == ""


def test_a_name_in_a_script_with_joiners_keeps_them():
    name = "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"
    assert (check_name(name), tidy(name)) == ("", name)
