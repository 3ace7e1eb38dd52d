"""Every reason says what to do, in words that fit the task."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.adapters.languages import language
from chalicelib.domain import reasons
from chalicelib.domain.documents import Findings, SignatureFindings, TableFindings
from chalicelib.domain.playbook import ColumnRule, DocumentRule, TableRule
from chalicelib.domain.tables import digest

RULE = DocumentRule(types=("pdf", "png"), max_bytes=10_000_000)


@pytest.mark.parametrize("code", reasons.REASONS)
def test_a_reason_is_whole_sentences_that_say_what_to_do(code: str) -> None:
    for text in (reasons.explain(code), reasons.explain(code, rule=RULE, type="pdf")):
        assert text.endswith(".")
        assert "{" not in text
        asks = ("lease", "Open it", "nothing you need to do", "upload", "you can send yours")
        assert any(word in text for word in asks)


def test_each_reason_that_the_product_can_give_has_its_words() -> None:
    package = Path(reasons.__file__).parents[1]
    given = {
        node.value
        for file in package.rglob("*.py")
        if file.name != "reasons.py"
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(
            r"(file|size|type|pdf|picture|office|table|signature|check|malware|person)\.[a-z_]+", node.value
        )
    }

    assert len(given) > 25
    assert given <= reasons.REASONS.keys()


def test_a_code_of_an_older_release_still_gets_a_sentence() -> None:
    assert reasons.explain("pdf.haunted") == reasons.OTHERWISE


def test_the_words_name_the_limit_and_the_types_of_the_task() -> None:
    assert "larger than 10 MB" in reasons.explain("size.too_large", rule=RULE)
    assert "This is a JPEG picture, but we need a PDF or a PNG picture here." in reasons.explain(
        "type.unexpected", rule=RULE, type="jpeg"
    )


def test_a_wrong_name_is_told_by_what_the_task_takes() -> None:
    only_pdf = DocumentRule(types=("pdf",), max_bytes=1)
    assert reasons.explain("file.name", rule=only_pdf, type="png") == (
        "This is a PNG picture, but we need a PDF here. Please save or print it as a PDF and upload that."
    )
    assert "save it again as a PDF," in reasons.explain("file.name", rule=only_pdf, type="pdf")
    assert "save or print it as a PDF and" in reasons.explain("file.picture_format", rule=only_pdf)


def test_two_reasons_with_the_same_words_are_told_once() -> None:
    assert len(reasons.explain_all(("file.empty", "file.empty", "file.gone"))) == 2


@pytest.mark.parametrize(
    ("found", "verdict", "codes"),
    [
        (Findings(verdict="accepted", type="pdf", size=10_000_000), "accepted", ()),
        (Findings(verdict="accepted", type="pdf", size=10_000_001), "rejected", ("size.too_large",)),
        (Findings(verdict="accepted", type="jpeg", size=1), "rejected", ("type.unexpected",)),
        (Findings(verdict="accepted", type=None, size=1), "rejected", ("file.unknown",)),
        (
            Findings(verdict="accepted", type="jpeg", size=10_000_001),
            "rejected",
            ("size.too_large", "type.unexpected"),
        ),
        (
            Findings(verdict="rejected", type="pdf", size=1, reasons=("pdf.script",)),
            "rejected",
            ("pdf.script",),
        ),
        (
            Findings(verdict="rejected", type="pdf", size=10_000_001, reasons=("pdf.script",)),
            "rejected",
            ("size.too_large", "pdf.script"),
        ),
        (
            Findings(verdict="rejected", type="zip", size=1, reasons=("file.office",)),
            "rejected",
            ("file.office",),
        ),
        (
            Findings(verdict="unchecked", type="pdf", size=1, reasons=("check.stopped",)),
            "unchecked",
            ("check.stopped",),
        ),
        (
            Findings(verdict="unchecked", type="pdf", size=10_000_001, reasons=("check.stopped",)),
            "rejected",
            ("size.too_large",),
        ),
        (
            Findings(verdict="rejected", size=200_000_000, reasons=("size.too_large",)),
            "rejected",
            ("size.too_large",),
        ),
        (Findings(verdict="unchecked", reasons=("check.failed",)), "unchecked", ("check.failed",)),
    ],
)
def test_findings_are_judged_against_what_the_task_asks_for(
    found: Findings, verdict: str, codes: tuple
) -> None:
    judged = reasons.against_rule(found, RULE)

    assert (judged.verdict, judged.reasons) == (verdict, codes)


TABLE = TableRule(columns=(ColumnRule(name="Name"), ColumnRule(name="Seats", required=False)), most_rows=50)
CHECKED = TableFindings(rows=3, asked=digest(TABLE))
FINE = Findings(verdict="accepted", type="csv", size=1)
SIGNED = Findings(verdict="accepted", type="pdf", size=1, signature=SignatureFindings(state="whole"))


@pytest.mark.parametrize(
    ("found", "verdict", "codes"),
    [
        (replace(FINE, table=CHECKED), "accepted", ()),
        (FINE, "unchecked", ("check.failed",)),
        (replace(FINE, table=replace(CHECKED, asked="another")), "unchecked", ("check.failed",)),
        (replace(FINE, type="ods"), "rejected", ("type.unexpected",)),
        (replace(FINE, verdict="rejected", reasons=("table.rows",)), "rejected", ("table.rows",)),
    ],
    ids=["checked", "not checked", "checked by another rule", "no table", "wrong rows"],
)
def test_rows_count_only_if_they_were_checked_by_the_tasks_own_rule(
    found: Findings, verdict: str, codes: tuple
) -> None:
    judged = reasons.against_rule(found, DocumentRule(types=("csv", "xlsx"), table=TABLE))

    assert (judged.verdict, judged.reasons) == (verdict, codes)


@pytest.mark.parametrize(
    ("found", "verdict", "codes"),
    [
        (SIGNED, "accepted", ()),
        (replace(SIGNED, signature=None), "unchecked", ("signature.missing",)),
        (replace(SIGNED, signature=SignatureFindings(state="changed")), "unchecked", ("signature.changed",)),
        (replace(SIGNED, signature=SignatureFindings(state="unsure")), "unchecked", ("signature.unsure",)),
        (replace(SIGNED, type="jpeg", signature=None), "unchecked", ("signature.missing",)),
        (replace(SIGNED, verdict="rejected", reasons=("pdf.script",)), "rejected", ("pdf.script",)),
    ],
    ids=["signed", "not signed", "changed", "not to be checked", "photographed", "with a script"],
)
def test_what_must_be_signed_is_accepted_only_with_a_whole_signature(
    found: Findings, verdict: str, codes: tuple
) -> None:
    judged = reasons.against_rule(found, DocumentRule(types=("pdf", "jpeg"), signed=True))

    assert (judged.verdict, judged.reasons) == (verdict, codes)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx", "odt", "ods", "odp"])
def test_office_stands_for_all_that_office_programs_save(kind: str) -> None:
    found = Findings(verdict="accepted", type=kind, size=1)

    assert reasons.against_rule(found, DocumentRule(types=("office",))) == found
    assert reasons.against_rule(found, RULE).reasons == ("type.unexpected",)


def test_of_a_kind_that_the_task_does_not_take_only_that_is_told() -> None:
    found = Findings(verdict="rejected", type="docx", size=1, reasons=("office.macros",))

    assert reasons.against_rule(found, RULE).reasons == ("type.unexpected",)


def test_the_columns_and_the_most_rows_are_named() -> None:
    rule = DocumentRule(types=("csv",), table=TABLE)

    assert "the columns that we need: “Name”." in reasons.explain("table.columns", rule=rule)
    german = reasons.explain("table.columns", rule=rule).told(language("de"))
    assert "„Name“" in german
    assert "“Name”" not in german
    assert "more than 50 rows" in reasons.explain("table.too_many_rows", rule=rule)


@pytest.mark.parametrize(
    ("size", "words"), [(25_000_000, "25 MB"), (26_214_400, "26 MB"), (750_000, "750 KB"), (12, "12 bytes")]
)
def test_sizes_are_told_in_words(size: int, words: str) -> None:
    assert reasons.size_words(size) == words
