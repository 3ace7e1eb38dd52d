"""Tables: what must be taken, what must not, and which rows are told as wrong."""

import re
from datetime import date, datetime

from chalicelib.domain.playbook import ColumnRule, TableRule
from chalicelib.domain.tables import RowError
from tests.unit.inspection import packages as p

SHEET = "xl/worksheets/sheet1.xml"
Honest = dict[str, tuple[str, bytes]]
Hostile = dict[str, tuple[str, bytes, str]]

SEATS = TableRule(
    columns=(
        ColumnRule(name="Name"),
        ColumnRule(name="E-Mail", type="email", unique=True),
        ColumnRule(name="Role", type="choice", choices=("admin", "user")),
        ColumnRule(name="Starts", type="date", required=False),
        ColumnRule(name="Seats", type="number", required=False),
    ),
    most_rows=50,
)
HEADER = "Name,E-Mail,Role,Starts,Seats"
GRACE = "Grace Lind,grace@acme.example,admin,2026-12-01,12"
PIET = "Piët de Vries,piet@acme.example,user,,"
GOOD = f"{HEADER}\n{GRACE}\n{PIET}\n"


def _with_sheet(*changes: tuple[str, str]) -> bytes:
    """Return a good workbook with changes in the markup of its sheet."""
    book = p.workbook(_rows(GOOD))
    for old, new in changes:
        book = p.with_text(book, SHEET, old, new)
    return book


def _without_numbers() -> bytes:
    """Return a workbook whose rows and cells do not say where they stand, which is allowed."""
    found = p.parts(p.workbook(_rows(GOOD)))
    return p.packed({**found, SHEET: re.sub(rb' r="[A-Z]*[0-9]+"', b"", found[SHEET])})


def _semicolons(text: str) -> str:
    return text.replace(",", ";")


def _rows(text: str) -> tuple[tuple[object, ...], ...]:
    return tuple(tuple(line.split(",")) for line in text.splitlines())


HONEST: Honest = {
    "CSV": ("seats.csv", GOOD.encode()),
    "CSV with a byte order mark": ("seats.csv", GOOD.encode("utf-8-sig")),
    "CSV in UTF-16, as Excel's Unicode text": ("seats.txt", GOOD.replace(",", "\t").encode("utf-16")),
    "CSV in UTF-16, big end first": ("seats.csv", b"\xfe\xff" + GOOD.encode("utf-16-be")),
    "CSV of a German Excel": ("seats.csv", _semicolons(GOOD).replace("\n", "\r\n").encode("cp1252")),
    "CSV with Excel's own first line": ("seats.csv", b"sep=;\r\n" + _semicolons(GOOD).encode()),
    "CSV with tabs": ("seats.tsv", GOOD.replace(",", "\t").encode()),
    "CSV with bars": ("seats.csv", GOOD.replace(",", "|").encode()),
    "CSV of an old Macintosh": ("seats.csv", GOOD.replace("\n", "\r").encode()),
    "CSV without a last line break": ("seats.csv", GOOD.rstrip("\n").encode()),
    "CSV with everything in quotes": (
        "seats.csv",
        "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in GOOD.splitlines()).encode(),
    ),
    "CSV with line breaks and quotes in a cell": (
        "seats.csv",
        f'{HEADER}\n"Grace\n""the"" Lind, jr.",grace@acme.example,admin,,\n'.encode(),
    ),
    "CSV with a title above its header": ("seats.csv", f"Acme GmbH,,,,\n,,,,\n{GOOD}".encode()),
    "CSV with its columns in another order, and more of them": (
        "seats.csv",
        b"Id, role * ,E-MAIL,name\n1,USER,grace@acme.example,Grace\n\n,,,\n2,admin,piet@acme.example,Piet\n",
    ),
    "CSV with dates and numbers of other countries": (
        "seats.csv",
        f"{_semicolons(HEADER)}\nA;a@x.example;user;01.12.2026;1.234,50\nB;b@x.example;user;12/24/2026;1 234,5\n"
        f"C;c@x.example;user;2026-12-01T08:00;-3\nD;d@x.example;user;24/12/2026;1'000.25\n".encode(),
    ),
    "CSV whose header begins as a picture would": (
        "seats.csv",
        b"BMI,Name,E-Mail,Role\n20,Grace,grace@acme.example,user\n",
    ),
    "CSV whose header begins as a program would": (
        "seats.csv",
        b"MZ,Name,E-Mail,Role\n20,Grace,grace@acme.example,user\n",
    ),
    "CSV in Japanese": ("seats.csv", f"{HEADER}\n田中一郎,g@acme.example,user,,\n".encode()),
    "CSV named as text": ("seats.txt", GOOD.encode()),
    "CSV without an ending": ("seats", GOOD.encode()),
    "Excel table": ("seats.xlsx", p.workbook(_rows(GOOD))),
    "Excel workbook with real dates and numbers": (
        "seats.xlsx",
        p.workbook(
            (
                tuple(HEADER.split(",")),
                ("Grace", "grace@acme.example", "admin", date(2026, 12, 1), 12.5),
                ("Piet", "piet@acme.example", "user", datetime(2026, 12, 1, 8), 3),  # noqa: DTZ001  as Excel writes it
            )
        ),
    ),
    "Excel workbook with its rows on the second sheet": (
        "seats.xlsx",
        p.written_workbook(
            lambda book: (
                book.add_worksheet("Read me").write(0, 0, "Please fill in the next sheet"),
                [
                    sheet.write_row(n, 0, row)
                    for sheet in (book.add_worksheet("Seats"),)
                    for n, row in enumerate(_rows(GOOD))
                ],
            )
        ),
    ),
    "Excel table whose rows and cells do not say where they stand": ("seats.xlsx", _without_numbers()),
    "Excel table with its last row far below": (
        "seats.xlsx",
        _with_sheet(*((f'r="{cell}3"', f'r="{cell}900000"') for cell in ("", *"ABCDE"))),
    ),
    "Excel table of another producer, streamed": (
        "seats.xlsx",
        p.written_workbook(
            lambda book: [
                sheet.write_row(n, 0, row)
                for sheet in (book.add_worksheet(),)
                for n, row in enumerate(_rows(GOOD))
            ],
            constant_memory=True,
        ),
    ),
}

HOSTILE: Hostile = {
    "letters of no encoding": ("a.csv", f"{GOOD}".encode() + b"\x81\x8d\xff,x", "table.encoding"),
    "control characters behind a table": (
        "a.csv",
        GOOD.encode() + b"x" * 2000 + b"\x00\x01\x02",
        "table.encoding",
    ),
    "archive behind a table": ("a.csv", GOOD.encode() + b"x" * 2000 + p.word(), "table.encoding"),
    "quote that does not close": (
        "a.csv",
        f'{HEADER}\n"Grace,grace@acme.example,admin,,\n'.encode(),
        "table.damaged",
    ),
    "cell of 100,000 letters": ("a.csv", f"{HEADER}\n{'x' * 100_000},,,,\n".encode(), "table.damaged"),
    "no rows": ("a.csv", f"{HEADER}\n,,,,\n".encode(), "table.empty"),
    "only empty rows": ("a.csv", b",,,\n,,,\n \n", "table.empty"),
    "other columns": ("a.csv", b"Vorname,Nachname\nGrace,Lind\n", "table.columns"),
    "a column missing": ("a.csv", b"Name,Role\nGrace,user\n", "table.columns"),
    "51 rows": (
        "a.csv",
        "\n".join([HEADER, *(f"N,n{n}@acme.example,user,," for n in range(51))]).encode(),
        "table.too_many_rows",
    ),
    "one wrong row": ("a.csv", f"{GOOD}Lee,no address,user,,\n".encode(), "table.rows"),
    "table named PDF": ("a.pdf", GOOD.encode(), "file.name"),
    "table named program": ("seats.csv.exe", GOOD.encode(), "file.name"),
    "workbook with other columns": ("a.xlsx", p.workbook((("A", "B"), (1, 2))), "table.columns"),
    "workbook without rows": ("a.xlsx", p.workbook((tuple(HEADER.split(",")),)), "table.empty"),
    "workbook of 51 rows": (
        "a.xlsx",
        p.workbook((tuple(HEADER.split(",")), *(("N", f"n{n}@x.example", "user") for n in range(51)))),
        "table.too_many_rows",
    ),
    "workbook with a row below the last that there is": (
        "a.xlsx",
        _with_sheet(*((f'r="{cell}3"', f'r="{cell}1048577"') for cell in ("", *"ABCDE"))),
        "table.damaged",
    ),
    "workbook with all its rows below the last that there is": (
        "a.xlsx",
        _with_sheet(('<row r="1"', '<row r="99999999999"')),
        "table.damaged",
    ),
    "workbook with a row above the first": (
        "a.xlsx",
        _with_sheet(('<row r="1"', '<row r="0"')),
        "table.damaged",
    ),
    "workbook with a row of no number": (
        "a.xlsx",
        _with_sheet(('<row r="2"', '<row r="x"')),
        "table.damaged",
    ),
    "workbook whose rows go backwards": (
        "a.xlsx",
        _with_sheet(('<row r="1"', '<row r="7"'), *((f'r="{cell}1"', f'r="{cell}7"') for cell in "ABCDE")),
        "table.damaged",
    ),
    "workbook with the same row twice": (
        "a.xlsx",
        _with_sheet(*((f'r="{cell}3"', f'r="{cell}2"') for cell in ("", *"ABCDE"))),
        "table.damaged",
    ),
    "workbook with a cell of another row": ("a.xlsx", _with_sheet(('r="B2"', 'r="B3"')), "table.damaged"),
    "workbook with two cells in one place": ("a.xlsx", _with_sheet(('r="C2"', 'r="B2"')), "table.damaged"),
    "workbook with a cell beyond the last column": (
        "a.xlsx",
        _with_sheet(('r="E2"', 'r="XFE2"')),
        "table.damaged",
    ),
    "workbook with a text counted from the end": (
        "a.xlsx",
        p.with_text(
            p.written_workbook(lambda book: book.add_worksheet().write_row(0, 0, HEADER.split(","))),
            SHEET,
            "<v>0</v>",
            "<v>-1</v>",
        ),
        "table.damaged",
    ),
    "workbook without a sheet": (
        "a.xlsx",
        p.with_text(
            p.workbook(),
            "xl/workbook.xml",
            '<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/'
            '2006/relationships" name="Sheet" sheetId="1" state="visible" r:id="rId1"/>',
            "",
        ),
        "table.damaged",
    ),
    "workbook with nothing to be seen": (
        "a.xlsx",
        p.with_text(p.workbook(), "xl/workbook.xml", 'state="visible"', 'state="hidden"'),
        "table.damaged",
    ),
    "workbook with a broken sheet": (
        "a.xlsx",
        p.with_text(
            p.workbook(), "xl/worksheets/sheet1.xml", '<c r="B2" t="n"><v>12</v>', '<c r="B2" t="s"><v>99</v>'
        ),
        "table.damaged",
    ),
}

WRONG: dict[str, tuple[str, tuple[RowError, ...]]] = {
    "what is missing": (
        ",grace@acme.example,,,",
        (
            RowError(row=2, column="Name", code="row.missing"),
            RowError(row=2, column="Role", code="row.missing"),
        ),
    ),
    "another word than those to choose from": (
        "Grace,grace@acme.example,boss,,",
        (RowError(row=2, column="Role", code="row.choice", value="boss"),),
    ),
    "a day that is not in the calendar": (
        "Grace,grace@acme.example,user,2026-02-30,",
        (RowError(row=2, column="Starts", code="row.date", value="2026-02-30"),),
    ),
    "a number in words": (
        "Grace,grace@acme.example,user,,twelve",
        (RowError(row=2, column="Seats", code="row.number", value="twelve"),),
    ),
    "an address without a place": (
        "Grace,grace@acme,user,,",
        (RowError(row=2, column="E-Mail", code="row.email", value="grace@acme"),),
    ),
    "an address that is there twice": (
        "Grace,grace@acme.example,user,,\nPiet,GRACE@acme.example,user,,",
        (RowError(row=3, column="E-Mail", code="row.twice", value="GRACE@acme.example"),),
    ),
    "a text of 501 letters, shortened": (
        f"{'x' * 501},grace@acme.example,user,,",
        (RowError(row=2, column="Name", code="row.long", value="x" * 39 + "…"),),
    ),
    "more cells than columns": (
        "Grace,grace@acme.example,user,,1,and,more",
        (RowError(row=2, column="", code="row.cells", value="more"),),
    ),
}
