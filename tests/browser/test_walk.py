"""How little it takes from the mail to everything given: each press counted, of somebody who follows the main button."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.customer import ANSWERS
from tests.browser.product import Deal, Product
from tests.unit.inspection import pdfs

pytestmark = pytest.mark.browser
SMB = (
    {"Name of your technical contact": "Linus Berg", "Their email address": "linus@customer.example"}
    | {"How many people will use it in the first month?": "25"},
    {
        "Billing address": "Hauptstraße 1\n10115 Berlin",
        "Email address for invoices": "invoices@customer.example",
    },
)
ABOVE = """button => {
  const texts = document.createTreeWalker(document.querySelector("body"), NodeFilter.SHOW_TEXT), above = [];
  for (let text = texts.nextNode(); text && button.compareDocumentPosition(text) & 2; text = texts.nextNode()) {
    const where = text.parentElement;
    if (where.checkVisibility() && !where.closest("script, style, .skip, .visually-hidden")) above.push(text.data);
  }
  return above.join(" ") + " " + button.innerText;
}"""  # what stands on the page from its top to the button
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with-a-script", "without-a-script"])


class Finger:
    """Presses what is the next thing to press, types, and counts."""

    def __init__(self, page: Page, *, scripts: bool) -> None:
        self.page, self.scripts = page, scripts
        self.presses, self.pages, self.typed, self.words = 0, 0, 0, 0
        page.on("domcontentloaded", lambda _: self._turned())

    def press(self, what: Locator) -> None:
        what.click()
        self.presses += 1

    def begin(self, mail: Mapping[str, str]) -> None:
        """Come in by the first link of a mail, which is read so far."""
        head, _, rest = mail["text"].partition("http")
        self._read(mail["subject"] + " " + head)
        self.page.goto("http" + rest.split()[0])
        self._main("Continue")

    def send(self, file: Path) -> None:
        """Choose a file and send it; without a script its frame asks for one press more."""
        expect(self.page.locator("html.js")).to_have_count(int(self.scripts))
        here = self.page.url
        with self.page.expect_file_chooser() as chosen:
            self.press(self.page.get_by_label("File", exact=True))
        chosen.value.set_files(file)
        self._main("Upload")
        if not self.scripts:
            frame = self.page.frame_locator("iframe[name=upload-answer]")
            expect(frame.get_by_text("Thank you, this file is fine.")).to_be_visible()
            self.press(frame.get_by_role("link", name="Go on"))
        expect(self.page).not_to_have_url(here)
        self._told("Thank you, this file is fine.")

    def answer(self, answers: Mapping[str, str]) -> None:
        """Type the answers, from one field to the next, and send them."""
        for label, value in answers.items():
            self.page.locator("#answers").get_by_label(label).fill(value)
            self.typed += len(value)
        self._main("Send")
        self._told("Thank you, your answers have arrived.")

    def _told(self, words: str) -> None:
        """See what was just done told, on a page that has come whole, and is counted."""
        expect(self.page.get_by_text(words)).to_be_visible()
        self.page.wait_for_load_state()

    def _main(self, name: str) -> None:
        """Read down to the main button, and press it."""
        button = self.page.get_by_role("button", name=name, exact=True)
        self._read(button.evaluate(ABOVE))
        self.press(button)

    def _read(self, text: str) -> None:
        self.words += len(re.findall(r"\w\S*", text))

    def _turned(self) -> None:
        self.pages += 1


def welcome(product: Product, deal: Deal) -> dict[str, str]:
    """Return the first mail, whose first address is that of its button."""
    return product.mails(deal.email)[0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "register.pdf"
    path.write_bytes(pdfs.pdf(pages=1))
    return path


def on_a_phone(new_page: NewPage, *, scripts: bool) -> Finger:
    page = new_page(scripts)
    page.set_viewport_size({"width": 360, "height": 740})
    return Finger(page, scripts=scripts)


@BOTH
def test_two_things_are_given_in_four_presses_on_four_pages(
    product: Product, new_page: NewPage, file: Path, scripts: bool
) -> None:
    finger = on_a_phone(new_page, scripts=scripts)
    finger.begin(welcome(product, product.sell()))
    finger.send(file)
    finger.answer({label: value for label, value in ANSWERS.items() if not label.startswith("Company")})
    assert (finger.presses, finger.pages) == (4 if scripts else 5, 4)
    assert finger.words < 220
    expect(finger.page.get_by_role("heading", name="All done for now")).to_be_visible()


@BOTH
def test_four_things_are_given_in_eight_presses_on_six_pages(
    product: Product, new_page: NewPage, file: Path, scripts: bool
) -> None:
    finger = on_a_phone(new_page, scripts=scripts)
    finger.begin(welcome(product, product.sell("smb")))
    finger.send(file)
    finger.send(file)
    finger.press(finger.page.get_by_label("Email and password"))
    for answers in SMB:
        finger.answer(answers)
    assert (finger.presses, finger.pages) == (8 if scripts else 10, 6)
    assert finger.typed < 140
    assert finger.words < 340
    expect(finger.page.get_by_role("heading", name="All done for now")).to_be_visible()
