"""A parse that takes too much is stopped, and what was not checked is never taken."""

import json
import sys
import zlib

import pytest

from chalicelib.adapters.inspection import bounded, inspector
from chalicelib.adapters.inspection.report import Report, to_data
from chalicelib.domain.documents import TableFindings
from chalicelib.domain.playbook import ColumnRule, TableRule
from chalicelib.domain.tables import digest
from tests.unit.inspection import packages, pdfs, pictures
from tests.unit.inspection.judging import inspect

GOOD = json.dumps(to_data(Report())).encode()


def test_a_parse_out_of_time_leaves_the_file_to_a_person() -> None:
    findings = inspect(pdfs.pdf(), declared_name="a.pdf", bounds=bounded.Bounds(seconds=0))

    assert (findings.verdict, findings.reasons) == ("unchecked", ("check.stopped",))


def test_a_parse_out_of_memory_leaves_the_file_to_a_person() -> None:
    data = pictures.picture("PNG", size=(7000, 7000))

    findings = inspect(data, declared_name="a.png", bounds=bounded.Bounds(megabytes=120))

    assert (findings.verdict, findings.reasons) == ("unchecked", ("check.stopped",))


def _with_object_stream(packed: bytes, *, filters: bytes) -> bytes:
    """Return a PDF whose object 9 lies in an object stream that a parser may fail to unpack."""
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter [%s] /Length %d >>\nstream\n%s\nendstream"
    data = pdfs.by_hand(*pdfs.ONE_PAGE, stream % (filters, len(packed), packed))
    table = data.rindex(b"xref\n0")
    head = b"<< /Type /XRef /W [1 2 1] /Index [9 1] /Size 10 /Root 1 0 R /Prev %d /Length 4 >>" % table
    entry = head + b"\nstream\n\x02\x00\x05\x00\nendstream"
    return data + b"8 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (entry, len(data))


HIDDEN = b"9 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>"


def test_a_script_in_a_readable_object_stream_is_found() -> None:
    data = _with_object_stream(zlib.compress(HIDDEN), filters=b"/FlateDecode")

    assert inspect(data, declared_name="a.pdf").reasons == ("pdf.script",)


@pytest.mark.parametrize(
    ("packed", "filters"),
    [
        (b"", b"/FlateDecode /FlateDecode"),  # built when it is needed: it takes a while
        (zlib.compress(HIDDEN), b"/FlateDecode /NoSuchDecode"),
        (zlib.compress(HIDDEN)[:-12], b"/FlateDecode"),
        (zlib.compress(b"no numbers"), b"/FlateDecode"),
        (HIDDEN, b"/DCTDecode"),
    ],
    ids=["bomb", "unknown filter", "cut off", "no header", "picture filter"],
)
def test_objects_that_cannot_be_unpacked_leave_the_file_to_a_person(packed: bytes, filters: bytes) -> None:
    packed = packed or zlib.compress(zlib.compress(b"\0" * 400_000_000, 9), 9)
    data = _with_object_stream(packed, filters=filters)

    findings = inspect(data, declared_name="a.pdf", bounds=bounded.Bounds(megabytes=250))

    assert findings.verdict == "unchecked"


@pytest.mark.usefixtures("in_this_process")
def test_the_parser_says_by_itself_that_something_stayed_in_the_dark() -> None:
    data = _with_object_stream(zlib.compress(HIDDEN)[:-12], filters=b"/FlateDecode")

    assert inspect(data, declared_name="a.pdf").reasons == ("check.failed",)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"", 0),
        (GOOD, 1),
        (b"[]", 0),
        (b'{"a": 1}', 0),
        (GOOD.replace(b'"reasons": []', b'"reasons": ["no.such.reason"]'), 0),
        (GOOD.replace(b'"reasons": []', b'"reasons": [1]'), 0),
        (GOOD.replace(b'"signature": null', b'"signature": "by the king"'), 0),
        (GOOD.replace(b'"wrong": 0', b'"wrong": -1'), 0),
        (GOOD.replace(b'"type": null', b'"type": "office"').replace(b'"rows": null', b'"rows": true'), 0),
        (GOOD.replace(b'"signer": ""', b'"signer": "\\ud800"'), 0),
        (b"\xff", 0),
    ],
)
def test_an_answer_that_cannot_be_believed_is_no_acceptance(said: bytes, code: int, tmp_path) -> None:
    script = tmp_path / "parser"
    script.write_text(f"#!{sys.executable}\nimport os, sys\nos.write(1, {said!r})\nsys.exit({code})\n")
    script.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "executable", str(script))
        findings = inspect(pdfs.pdf(), declared_name="a.pdf")

    assert (findings.verdict, findings.reasons) == ("unchecked", ("check.failed",))


def test_files_are_judged_the_same_in_the_child_process() -> None:
    honest = (pdfs.pdf(), pictures.picture("PNG"), pictures.picture("JPEG"))
    hostile = (pdfs.compressed(pdfs.script_on_open), pictures.png_that_claims(50_000, 20_000))

    assert [inspect(data, declared_name="a").verdict for data in honest] == ["accepted"] * 3
    assert [inspect(data, declared_name="a").reasons for data in hostile] == [
        ("pdf.script",),
        ("picture.too_many_pixels",),
    ]


def test_a_parser_that_is_killed_leaves_the_file_to_a_person(tmp_path) -> None:
    script = tmp_path / "parser"
    script.write_text(f"#!{sys.executable}\nimport os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    script.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "executable", str(script))
        findings = inspect(pdfs.pdf(), declared_name="a.pdf")

    assert (findings.verdict, findings.reasons) == ("unchecked", ("check.stopped",))


def test_the_parser_is_given_no_credentials(tmp_path) -> None:
    script = tmp_path / "parser"
    script.write_text(
        f"#!{sys.executable}\nimport os, sys\n"
        f"sys.stdout.write({GOOD.decode()!r} if 'AWS_SECRET_ACCESS_KEY' not in os.environ else '?')\n"
    )
    script.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "executable", str(script))
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        findings = inspect(pdfs.pdf(), declared_name="a.pdf")

    assert findings.verdict == "accepted"


@pytest.mark.parametrize("kind", ["docx", "xlsx", "odt", "csv", "png"])
def test_no_kind_of_file_is_taken_when_its_parse_was_stopped(kind: str) -> None:
    data = {
        "docx": packages.word,
        "xlsx": packages.workbook,
        "odt": packages.open_text,
        "csv": lambda: b"Name,Seats\nGrace,1\n",
        "png": pictures.picture,
    }[kind]()

    findings = inspect(data, declared_name=f"a.{kind}", bounds=bounded.Bounds(seconds=0))

    assert (findings.verdict, findings.reasons) == ("unchecked", ("check.stopped",))


def test_office_files_and_tables_are_judged_the_same_in_the_child_process() -> None:
    rule = TableRule(columns=(ColumnRule(name="Seats", type="number"),))
    found = inspector.inspect(b"Seats\n1\nx\n", declared_name="a.csv", table=rule)

    assert [(error.row, error.code, error.value) for error in found.errors] == [(3, "row.number", "x")]
    assert inspect(packages.word(), declared_name="a.docx").verdict == "accepted"
    assert inspect(
        packages.workbook((("Seats",), (1,))), declared_name="a.xlsx", table=rule
    ).table == TableFindings(rows=1, asked=digest(rule))


def test_a_defect_that_is_certain_stands_even_where_the_parse_was_stopped() -> None:
    findings = inspect(pdfs.pdf(), declared_name="a.png", bounds=bounded.Bounds(seconds=0))

    assert (findings.verdict, findings.reasons) == ("rejected", ("file.name",))
