"""The gallery in docs/mails/ shows the mails as they are."""

from chalicelib.domain.languages import OFFERED
from tests.unit.mail.gallery import FOLDER, pages
from tests.unit.mail.samples import samples


def test_the_gallery_is_what_make_docs_writes() -> None:
    there = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.html")}
    stale = {name for name, text in pages().items() if there.get(name) != text}
    assert (stale, set(there) - set(pages())) == (set(), set()), "Run `make docs`."


def test_every_mail_to_a_customer_is_shown_in_every_language() -> None:
    welcome = pages()["welcome.html"]
    assert all(f'<section lang="{language}">' in welcome for language in OFFERED)
    assert "Handelsregister" in samples("de")["welcome"].text


def test_the_gallery_runs_no_script() -> None:
    assert all(
        "<script" not in text and 'srcdoc="' in text for name, text in pages().items() if name != "index.html"
    )
