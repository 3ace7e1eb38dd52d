"""Answers that stand in a file are offered with where they stand; what the customer answers wins."""

from dataclasses import replace

import pytest

from chalicelib.application.circumstances import Circumstances
from chalicelib.application.found import pack
from chalicelib.application.portal.task import task_view
from chalicelib.domain.lint.fields import of_fields
from chalicelib.domain.onboarding import Answer, Document
from chalicelib.domain.playbook import FieldRule, FromDocument, Playbook
from chalicelib.domain.tables import FoundValue
from tests import builders as b

SOURCE = FromDocument(task="registration", names=("Company name", "firma"))
COMPANY = FieldRule(id="company", label="Company", from_document=SOURCE)


def file(key: str, name: str, *values: FoundValue, **changes: object) -> Document:
    values_ = b.personal(pack(values)) if values else None
    base = b.a_document(key * 32, name=b.personal(name), status="accepted", values=values_)
    return replace(base, **changes)  # type: ignore[arg-type]


def company(name: str, page: int | None = 2) -> FoundValue:
    return FoundValue(name="form1.field_7", value=name, label="Company  Name*", page=page)


def playbook(rule: FieldRule = COMPANY, *, sensitive: bool = False) -> Playbook:
    plan = b.a_playbook()
    tasks = tuple(replace(t, fields=(rule,)) if t.id == "billing" else t for t in plan.tasks)
    tasks = tuple(
        replace(t, documents=replace(t.documents, sensitive=sensitive)) if t.documents else t for t in tasks
    )
    return replace(plan, tasks=tasks)


def asked(
    *documents: Document,
    rule: FieldRule = COMPANY,
    typed: str | None = None,
    kept: str = "",
    sensitive: bool = False,
    proven: bool = False,
    country: str | None = None,
) -> tuple[str, str]:
    onboarding = b.an_onboarding(documents=documents)
    account = replace(onboarding.deal.account, country=country or onboarding.deal.account.country)
    onboarding = replace(onboarding, deal=replace(onboarding.deal, account=account))
    if kept:
        answer = Answer(field="company", value=b.personal(kept))
        onboarding = b.with_task(onboarding, "billing", answers=(answer,))
    about = Circumstances(
        onboarding=onboarding,
        playbook=playbook(rule, sensitive=sensitive),
        directory=b.a_directory(),
        names=b.names(),
        now=b.NOW,
        contact=onboarding.contacts[0],
        proven=proven,
    )
    view = task_view(about, "billing", typed=None if typed is None else {"company": typed})
    return view.questions[0].value, str(view.questions[0].source)


def test_a_value_is_offered_with_the_file_and_the_page_it_stands_on() -> None:
    assert asked(file("1", "register.pdf", company("Acme GmbH"))) == (
        "Acme GmbH",
        "From register.pdf, page 2. Please check that it is right.",
    )


def test_what_a_sensitive_file_says_is_offered_only_to_who_has_typed_a_code() -> None:
    found = file("1", "register.pdf", company("Acme GmbH"))
    assert asked(found, sensitive=True) == ("", "")
    assert asked(found, sensitive=True, proven=True)[0] == "Acme GmbH"


def test_without_pages_only_the_file_is_named() -> None:
    assert asked(file("1", "register.csv", company("Acme GmbH", None)))[1].startswith("From register.csv. ")


def test_files_that_contradict_each_other_are_both_shown_the_newest_first() -> None:
    files = (file("1", "old.pdf", company("Acme AG", 1)), file("2", "new.pdf", company("Acme GmbH")))
    value, source = asked(*files)
    assert value == "Acme GmbH"
    assert source == ("From new.pdf, page 2. But old.pdf, page 1 says “Acme AG”. Please enter what is right.")
    same = (file("1", "old.pdf", company("Acme GmbH", 1)), files[1])
    assert "But" not in asked(*same)[1]


def test_where_nothing_was_read_the_page_says_so() -> None:
    scan = file("1", "scan.pdf")
    assert asked(scan) == ("", "We could read nothing for this in scan.pdf, so please enter it.")
    assert asked(file("1", "a.pdf", FoundValue(name="other", value="x")))[0] == ""
    assert asked() == ("", "")


@pytest.mark.parametrize(
    "changes",
    [{"status": "rejected"}, {"status": "replaced"}, {"status": "withdrawn"}, {"scan": "THREATS_FOUND"}],
)
def test_a_file_that_does_not_stand_says_nothing(changes: dict[str, str]) -> None:
    assert asked(file("1", "register.pdf", company("Acme GmbH"), **changes)) == ("", "")


def test_what_the_customer_types_or_has_answered_wins() -> None:
    found = file("1", "register.pdf", company("Acme GmbH"))
    assert asked(found, typed="Acme Holding") == ("Acme Holding", "")
    assert asked(found, kept="Acme KG") == ("Acme KG", "")


@pytest.mark.parametrize(
    ("rule", "text", "value"),
    [
        (replace(COMPANY, type="yes_no"), "Ja", "Yes"),
        (replace(COMPANY, type="choice", choices=("Monthly", "Yearly")), "yearly", "Yearly"),
        (replace(COMPANY, type="choice", choices=("Monthly", "Yearly")), "weekly", ""),
        (replace(COMPANY, type="email"), "not an address", "not an address"),
        (replace(COMPANY, type="secret"), "hunter2", ""),
    ],
)
def test_a_value_fits_its_question_or_is_there_to_be_mended(rule: FieldRule, text: str, value: str) -> None:
    assert asked(file("1", "register.pdf", company(text)), rule=rule)[0] == value


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (FromDocument(task="billing", names=("x",)), "no task that the customer gives files for"),
        (FromDocument(task="registration", names=()), "as it is called in the file"),
    ],
)
def test_a_source_that_there_is_not_is_told_to_its_author(source: FromDocument, message: str) -> None:
    found = list(of_fields(playbook(replace(COMPANY, from_document=source))))
    assert [message in problem.message for problem in found] == [True]
    assert "never read" in next(of_fields(playbook(replace(COMPANY, type="secret")))).message


@pytest.mark.parametrize(
    ("country", "text", "value", "says"),
    [
        (None, "12/11/2026", "", "that can be 12 November 2026 or 11 December 2026"),
        ("GB", "12/11/2026", "2026-11-12", "which we read as 12 November 2026"),
        ("US", "12/11/2026", "2026-12-11", "which we read as 11 December 2026"),
        ("GB", "12.11.2026", "2026-11-12", "From register.pdf, page 2."),
        ("GB", "12 novembre 2026", "2026-11-12", "From register.pdf, page 2."),
        ("GB", "end of the year", "", "says “end of the year”. Please enter it as a date."),
    ],
)
def test_a_day_of_a_file_is_offered_as_it_was_understood(
    country: str | None, text: str, value: str, says: str
) -> None:
    found = asked(
        file("1", "register.pdf", company(text)), rule=replace(COMPANY, type="date"), country=country
    )
    assert found[0] == value
    assert says in found[1]
