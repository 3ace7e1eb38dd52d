"""A PDF counts as signed only while its last signature covers all of it; who signed is the certificate's claim."""

import pytest

from chalicelib.adapters.inspection import inspector
from chalicelib.application.found import Seen
from tests.unit.inspection import pdfs
from tests.unit.inspection.signing import cms, form_fields, plain, signed, update

pytestmark = pytest.mark.usefixtures("in_this_process")
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
ONE = signed(plain())
TWO = signed(ONE, name="Ada Park", kind="ec", field="Signature2")


def seen(data: bytes) -> Seen:
    found = inspector.inspect(data, declared_name="contract.pdf")
    assert found.findings.verdict == "accepted"
    return found


@pytest.mark.parametrize(
    ("data", "count", "by"),
    [
        (ONE, 1, "Grace Lind"),
        (TWO, 2, "Ada Park"),
        (signed(plain(), filter_="ETSI.CAdES.detached"), 1, "Grace Lind"),
        (ONE + b"\n", 1, "Grace Lind"),
    ],
    ids=["one", "two", "European", "a line break behind it"],
)
def test_a_signature_that_covers_the_whole_file_is_whole(data: bytes, count: int, by: str) -> None:
    found = seen(data)

    assert found.findings.signature is not None
    assert (found.findings.signature.state, found.findings.signature.count) == ("whole", count)
    assert found.signer == by


@pytest.mark.parametrize(
    "data",
    [
        update(ONE, {3: PAGE}),
        update(TWO, {3: PAGE}),
        ONE.replace(b"/MediaBox", b"/CropBoxx", 1),
        TWO.replace(b"/MediaBox", b"/CropBoxx", 1),
        ONE + b"% more",
    ],
    ids=["update", "update after two", "a byte", "a byte under two", "something behind it"],
)
def test_a_file_that_was_changed_after_signing_is_told(data: bytes) -> None:
    found = seen(data).findings.signature

    assert found is not None
    assert found.state == "changed"


def _with_range(data: bytes, first: bytes) -> bytes:
    at = data.rindex(b"/ByteRange")
    return data[:at] + data[at:].replace(b"[ 0 ", first, 1)


@pytest.mark.parametrize(
    "data",
    [
        signed(plain(), kind="short"),
        signed(plain(), filter_="adbe.x509.rsa_sha1"),
        signed(plain(), filter_="ETSI.RFC3161"),
        _with_range(ONE, b"[ 1 "),
        ONE.replace(cms(b"x", name="Grace Lind")[:20].hex().encode(), b"00" * 20, 1),
    ],
    ids=["short key", "old form", "a time stamp", "range from the second byte", "no signature in its place"],
)
def test_a_signature_that_cannot_be_checked_is_unsure(data: bytes) -> None:
    found = seen(data).findings.signature

    assert found is not None
    assert found.state == "unsure"


def test_a_field_without_a_signature_is_none() -> None:
    assert seen(pdfs.pdf(form_fields, pages=2)).findings.signature is None


def test_what_was_filled_into_a_form_is_read_with_its_page_and_no_password_is() -> None:
    found = seen(pdfs.pdf(form_fields, pages=2)).values

    assert [(each.name, each.value, each.label, each.page) for each in found] == [
        ("company", "Acme GmbH", "Company name", 2),
        ("sepa", "Yes", "", None),
        ("modules", "core, sso", "", None),
        ("billing.street", "Ringstraße 1", "", 2),
    ]
