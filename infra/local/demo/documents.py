"""Files for the customer to upload: a small honest PDF, something that only calls itself one, and a table."""

from typing import Any

NOT_A_PDF = b"Dear onboarding team,\n\nplease find our registration attached.\n\nKind regards\n"


_COLUMNS = (
    {"name": "Name"},
    {"name": "E-Mail", "type": "email", "unique": True},
    {"name": "Role", "type": "choice", "choices": ["admin", "user"]},
)
PEOPLE: dict[str, Any] = {
    "title": "Tell us who will use it",
    "kind": "customer",
    "stage": "collection",
    "help": "One row for each person, as CSV or Excel.",
    "documents": {"types": ["csv", "xlsx"], "table": {"columns": _COLUMNS, "most_rows": 500}},
}


def table(*rows: str) -> bytes:
    """Return a CSV file with the columns of `PEOPLE`."""
    return "\n".join([",".join(str(column["name"]) for column in _COLUMNS), *rows, ""]).encode()


def pdf(text: str) -> bytes:
    """Return a PDF of one page that says `text` (ASCII)."""
    line = text.replace("\\", "").replace("(", "").replace(")", "")
    stream = f"BT /F1 18 Tf 72 760 Td ({line}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            count,
            table,
            count,
            len(body),
        )
    )
