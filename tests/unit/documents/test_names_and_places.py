"""Names of files come from outside; keys are ours."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.application.documents import display_name, place_of

DOCUMENT = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("order.pdf", "order.pdf"),
        ("=?UTF-8?Q?Best=C3=A4tigung_2026.pdf?=", "Bestätigung 2026.pdf"),
        ("=?utf-8?B?QmVzdMOkdGlndW5nLnBkZg==?=", "Bestätigung.pdf"),
        ("=?UTF-8?Q?a=C3=A4?= =?UTF-8?Q?b.pdf?=", "aäb.pdf"),
        ("=?UTF-8?B?not base64?=", "=?UTF-8?B?not base64?="),
        ("=?no-such-charset?Q?a.pdf?=", "=?no-such-charset?Q?a.pdf?="),
        ("Best%C3%A4tigung%20final.pdf", "Bestätigung final.pdf"),
        ("100% sure.pdf", "100% sure.pdf"),
        ("50%off%zz.pdf", "50%off%zz.pdf"),
        ("BestÃ¤tigung.pdf", "Bestätigung.pdf"),
        ("résumé.pdf", "résumé.pdf"),
        ("報告書.pdf", "報告書.pdf"),
        ("C:\\Users\\grace\\order.pdf", "order.pdf"),
        ("../../etc/passwd", "passwd"),
        ("%2e%2e%2fsecret.pdf", "secret.pdf"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
        ("a\u200b\u2066b\x00c\x1b.pdf", "abc.pdf"),
        ("a\r\nBcc: all@acme.example\r\n.pdf", "a Bcc: all@acme.example .pdf"),
        ("  a   b.pdf ", "a b.pdf"),
        ("", "document"),
        ("...", "document"),
        (None, "document"),
        ("${filename}", "${filename}"),
    ],
)
def test_a_name_is_made_safe_to_show(given_name: str | None, shown: str) -> None:
    assert display_name(given_name) == shown


def test_a_long_name_is_cut_and_keeps_its_ending() -> None:
    name = display_name("x" * 5000 + ".pdf")

    assert len(name) == 120
    assert name.endswith("….pdf")
    assert len(display_name("x" * 5000)) == 120


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_name_breaks_a_line_or_hides_anything(text: str) -> None:
    name = display_name(text)

    assert 1 <= len(name) <= 120
    assert not {unicodedata.category(c) for c in name} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert "/" not in name


def test_a_key_tells_where_an_upload_belongs() -> None:
    place = place_of(f"q/onb-abc234/company-register/{DOCUMENT}")

    assert place is not None
    assert (place.onboarding, place.task, place.document) == ("onb-abc234", "company-register", DOCUMENT)
    assert place.key == f"q/onb-abc234/company-register/{DOCUMENT}"


@pytest.mark.parametrize(
    "key",
    [
        f"inbox/onb-a/t/{DOCUMENT}",
        "q/onb-a/t/short",
        f"q/onb-a/{DOCUMENT}",
        f"q/onb-a/t/{DOCUMENT}/more",
        f"q/../t/{DOCUMENT}\n",
        "",
    ],
)
def test_other_keys_belong_nowhere(key: str) -> None:
    assert place_of(key) is None
