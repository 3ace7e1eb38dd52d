"""Rows are judged one by one: each wrong one is told with its number, its column, and what to do."""

import csv
import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.adapters.inspection import inspector
from chalicelib.adapters.inspection.cells import is_date, is_number
from chalicelib.application.forms.asked_tables import empty_table
from chalicelib.application.found import Seen, errors_as_csv, found_values, pack, readable, row_errors
from chalicelib.domain.playbook import ColumnRule, TableRule
from chalicelib.domain.tables import (
    MOST_ERRORS,
    ROW_REASONS,
    FoundValue,
    RowError,
    digest,
    explain_row,
    read,
    written,
)
from tests.unit.inspection import packages, pdfs, table_files
from tests.unit.inspection.signing import form_fields
from tests.unit.inspection.table_files import HEADER, SEATS, WRONG

pytestmark = pytest.mark.usefixtures("in_this_process")


def seen(text: str, rule: TableRule = SEATS) -> Seen:
    return inspector.inspect(text.encode(), declared_name="seats.csv", table=rule)


@pytest.mark.parametrize("case", table_files.HONEST)
def test_an_honest_table_is_taken_and_its_rows_are_counted(case: str) -> None:
    name, data = table_files.HONEST[case]

    found = inspector.inspect(data, declared_name=name, table=SEATS)

    assert (found.findings.verdict, found.findings.reasons, found.errors) == ("accepted", (), ())
    assert found.findings.table is not None
    assert found.findings.table.rows > 0


@pytest.mark.parametrize("case", table_files.HOSTILE)
def test_a_table_that_is_no_answer_is_refused_with_the_reason(case: str) -> None:
    name, data, reason = table_files.HOSTILE[case]

    findings = inspector.inspect(data, declared_name=name, table=SEATS).findings

    assert (findings.verdict, findings.reasons) == ("rejected", (reason,))


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_row_is_told(case: str) -> None:
    rows, errors = WRONG[case]

    found = seen(f"{HEADER}\n{rows}\n")

    assert found.errors == errors
    assert found.findings.reasons == ("table.rows",)
    assert found.findings.table is not None
    assert found.findings.table.wrong == len(errors)


def test_every_wrong_row_is_counted_and_the_first_thousand_are_told() -> None:
    rule = TableRule(columns=(ColumnRule(name="Seats", type="number"),))
    found = seen("Seats\n" + "x\n" * 1500, rule)

    assert [error.row for error in found.errors] == list(range(2, MOST_ERRORS + 2))
    assert found.findings.table is not None
    assert (found.findings.table.rows, found.findings.table.wrong) == (1500, 1500)


def test_empty_rows_are_passed_over_and_rows_are_counted_as_spreadsheets_do() -> None:
    found = seen(f"{HEADER}\n\n,,,,\nGrace,wrong,user,,\n")

    assert [(error.row, error.column) for error in found.errors] == [(4, "E-Mail")]


def test_a_missing_column_and_wrong_rows_are_told_at_once() -> None:
    found = seen("Name,E-Mail,Name\nGrace,wrong,x\n")

    assert found.findings.reasons == ("table.columns",)
    assert [(error.row, error.column, error.code) for error in found.errors] == [
        (1, "Name", "column.twice"),
        (1, "Role", "column.missing"),
        (2, "E-Mail", "row.email"),
    ]


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-x"])
def test_a_formula_is_told_where_the_playbook_forbids_it(cell: str) -> None:
    rules = [
        TableRule(columns=(ColumnRule(name="Name"),), forbid_formulas=forbid) for forbid in (False, True)
    ]

    assert [[error.code for error in seen(f"Name\n{cell}\n", rule).errors] for rule in rules] == [
        [],
        ["row.formula"],
    ]


DAYS = TableRule(columns=(ColumnRule(name="Starts", type="date"),))


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ("12/11/2026 1/2/2026", {None: [2, 3], True: [], False: []}),
        ("12/11/2026 13/11/2026", {None: [], True: [], False: [2]}),
        ("12-11-2026 11-13-2026", {None: [], True: [2], False: []}),
        ("13/11/2026 12/11/2026 11/13/2026", {None: [3], True: [3], False: [3]}),
        ("1/01/2026 02-2-2026", {None: [], True: [], False: []}),
        ("11/11/2026 12.11.2026 2026-11-12", {None: [], True: [], False: []}),
    ],
)
def test_a_day_that_can_be_read_either_way_is_told_unless_the_region_or_the_other_rows_decide(
    days: str, told: dict[bool | None, list[int]]
) -> None:
    text = "\n".join(["Starts", *days.split()])
    for order, rows in told.items():
        found = seen(text, replace(DAYS, day_first=order))
        assert [(error.row, error.code) for error in found.errors] == [
            (row, "row.either_way") for row in rows
        ]


def test_how_days_are_written_travels_with_the_columns_and_makes_no_other_rule() -> None:
    rules = [replace(DAYS, day_first=order) for order in (None, True, False)]

    assert [read(written(rule)) for rule in rules] == rules
    assert len({digest(rule) for rule in rules}) == 1


@pytest.mark.parametrize("comma", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252"])
def test_the_empty_table_that_we_hand_out_is_taken_once_it_is_filled_in_and_mended(
    comma: bool, encoding: str
) -> None:
    mark = ";" if comma else ","
    rows = [["Zoë", "zoe", "user", "1.12.2026", '"1.234,50"'], ["Ann", "ann@x.example", "admin", "", ""]]
    filled = empty_table(SEATS, comma=comma) + "".join(mark.join(row) + "\r\n" for row in rows)
    first = inspector.inspect(filled.encode(encoding), declared_name="seats.csv", table=SEATS)
    (line,) = list(
        csv.reader(errors_as_csv(first.errors, SEATS, None, comma=comma).splitlines(), delimiter=mark)
    )[1:]
    mended = filled.replace(f"{mark}{line[2]}{mark}", f"{mark}zoe@x.example{mark}")
    again = inspector.inspect(mended.encode(encoding), declared_name="seats.csv", table=SEATS)

    assert line[:3] == ["2", "E-Mail", "zoe"]
    assert (again.findings.verdict, again.errors) == ("accepted", ())


@pytest.mark.parametrize("sign", list("=+-@\uff1d\uff0b\uff0d\uff20"))
def test_no_cell_of_the_list_is_calculated(sign: str) -> None:
    error = RowError(row=2, column=f"{sign}1", code="row.email", value=f'{sign}HYPERLINK("x;y")')
    for comma in (False, True):
        text = errors_as_csv((error,), None, None, comma=comma)
        (_, cells) = csv.reader(text.splitlines(), delimiter=";" if comma else ",")
        assert [cell[:2] for cell in cells[1:3]] == [f"'{sign}", f"'{sign}"]


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda data: data.decode("latin-1")))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_customer_writes_is_judged(text: str) -> None:
    data = f"{HEADER}\n{text}\n".encode("utf-8", "replace")

    found = inspector.inspect(data, declared_name="seats.csv", table=SEATS)

    assert found.findings.verdict in {"accepted", "rejected"}
    assert all(explain_row(error, SEATS) for error in found.errors)


def test_a_negative_number_is_no_formula_and_a_formula_in_a_workbook_is_one() -> None:
    rule = TableRule(columns=(ColumnRule(name="Seats", type="number"),), forbid_formulas=True)
    book = packages.workbook((("Seats",), (-3,), ("=1+1",), ("-4",)))

    found = inspector.inspect(book, declared_name="seats.xlsx", table=rule)

    assert [(error.row, error.code) for error in found.errors] == [(3, "row.formula")]


@pytest.mark.parametrize(
    "text", ["1", "-1", "1.5", "1,5", "1.234,50", "1,234.50", "1 234,5", "1\u00a0234", "1e3", "50%", ".5"]
)
def test_a_number_is_read_as_any_country_writes_it(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["", "-", "1,23,4", "one", "1.2.3", "0x10", "1 kg", "--1", "NaN"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert not is_number(text)


@pytest.mark.parametrize("day", ["1/1/2026", "01/01/2026", "1.1.26", "2026-11-13", "20261113", "1-1-2026"])
@pytest.mark.parametrize(
    "hour",
    [
        *(
            "",
            " 10:00",
            " 9:05:30",
            "T10:00:00Z",
            "T10:00:00.123+02:00",
            " 10:00 Uhr",
            " 10.30 Uhr",
            " 10h30",
        ),
        *(", 10:00:00\u202fAM", " 10:00 p. m.", " 00:00:00 UTC"),
    ],
)
def test_a_day_is_one_with_any_hour_however_long_it_is_written(day: str, hour: str) -> None:
    assert is_date(day + hour)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-13-01", "31.04.2026", "tomorrow", "2026", "0001-01-01", "12:30"),
        *("13/11/2026 extra", "2026-11-13xyz", "2026-11-13 25:00", "2026-11-1310:00", "13/11/2026 10"),
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert not is_date(text)


def test_a_cell_that_hides_something_is_shown_in_one_plain_line() -> None:
    found = seen(f'{HEADER}\nGrace,"a\u202e\n\tb\u200b",user,,\n')

    assert [error.value for error in found.errors] == ["a b"]


def test_the_columns_travel_in_the_form_and_come_back() -> None:
    assert read(written(SEATS)) == SEATS
    assert written(SEATS).isascii()
    assert digest(read(written(SEATS))) == digest(SEATS)
    assert digest(TableRule(columns=SEATS.columns[1:])) != digest(SEATS)


@pytest.mark.parametrize("text", ["", "x", "eJw=", "ä", written(SEATS)[:-9]])
def test_what_no_form_says_is_no_columns(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(text)


def test_wrong_rows_and_values_are_packed_and_come_back() -> None:
    errors = (
        RowError(row=2, column="Näme", code="row.missing"),
        RowError(row=3, column="b", code="row.date", value="x"),
    )
    values = (
        FoundValue(name="company", value="Acme", label="Company", page=2),
        FoundValue(name="a", value="b"),
    )

    assert row_errors(pack(errors)) == errors
    assert found_values(pack(values)) == values
    assert readable(pack(errors[:1])) == '[[2, "Näme", "row.missing", ""]]'
    assert readable("eNtertainment") == "eNtertainment"
    assert pack(()) == ""
    assert row_errors("(erased)") == found_values("") == ()


def test_what_is_packed_fits_into_a_message_however_bad_the_rows_are() -> None:
    chance = random.Random(1)
    errors = [
        RowError(
            row=n,
            column="長" * 80,
            code="row.choice",
            value="".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(40)),
        )
        for n in range(MOST_ERRORS)
    ]

    assert len(pack(errors)) < 160_000
    assert len(row_errors(pack(errors))) > 100


@pytest.mark.parametrize("code", [*ROW_REASONS, "row.haunted"])
def test_a_wrong_row_is_told_in_whole_sentences_that_say_what_to_do(code: str) -> None:
    text = explain_row(RowError(row=2, column="Role", code=code, value="boss"), SEATS)

    assert text.endswith(".")
    assert "lease" in text
    assert "%(" not in text


def test_what_can_be_chosen_is_named() -> None:
    error = RowError(row=2, column="Role", code="row.choice", value="boss")

    assert explain_row(error, SEATS) == "“boss” cannot stand here. Please write one of: admin, user."


def test_the_list_of_wrong_rows_holds_no_formula() -> None:
    errors = (RowError(row=2, column="Role", code="row.choice", value="=cmd|' /C calc'!A0"),)

    lines = errors_as_csv(errors, SEATS, None).splitlines()

    assert lines[0] == "Row,Column,What stands there,What to do"
    assert lines[1].startswith("2,Role,'=cmd|' /C calc'!A0,")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Company,Acme GmbH\nVAT,DE123\n", {"Company": "Acme GmbH", "VAT": "DE123"}),
        (
            "Company,VAT,City\nAcme GmbH,DE123,Bonn\n",
            {"Company": "Acme GmbH", "VAT": "DE123", "City": "Bonn"},
        ),
        ("a,b,c\n1,2,3\n4,5,6\n", {}),
    ],
)
def test_a_small_table_fills_in_a_form(text: str, values: dict[str, str]) -> None:
    found = inspector.inspect(text.encode(), declared_name="facts.csv")

    assert {each.name: each.value for each in found.values} == values


def test_a_small_workbook_fills_in_a_form() -> None:
    book = packages.workbook((("Company", "Acme GmbH"), ("Seats", 12.0)))

    found = inspector.inspect(book, declared_name="facts.xlsx")

    assert [(each.name, each.value) for each in found.values] == [("Company", "Acme GmbH"), ("Seats", "12")]


def test_what_was_read_of_a_file_that_is_refused_is_not_kept() -> None:
    found = inspector.inspect(pdfs.pdf(form_fields, pages=2), declared_name="form.png")

    assert (found.findings.reasons, found.values) == (("file.name",), ())


@pytest.mark.parametrize(("kind", "code"), [("date", "row.date"), ("email", "row.email")])
def test_what_is_given_as_an_example_is_taken(kind: str, code: str) -> None:
    examples = [word.strip(".,") for word in ROW_REASONS[code].split() if any(each in word for each in "@0")]
    rule = TableRule(columns=(ColumnRule(name="Here", type=kind),))  # type: ignore[arg-type]
    assert examples
    assert seen("Here\n" + "\n".join(examples) + "\n", rule).errors == ()
    assert "year-month-day" not in ROW_REASONS[code]
