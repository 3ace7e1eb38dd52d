"""How little it takes from the mail to everything given: each press counted, of somebody who follows the main button."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.customer import ANSWERS
from tests.browser.product import Product
from tests.unit.inspection import pdfs

pytestmark = pytest.mark.browser
MOST_PRESSES = 7  # Continue, Start, choose a file, Upload, See what is next, Start, Send
MOST_PAGES = 5  # the link, the overview, a task, the overview, a task


class Finger:
    """Presses what is the next thing to press, and counts."""

    def __init__(self, page: Page) -> None:
        self.presses, self.pages = 0, 0
        page.on("framenavigated", lambda frame: self._turned(frame.parent_frame is None))

    def press(self, what: Locator) -> None:
        what.click()
        self.presses += 1

    def _turned(self, whole: bool) -> None:
        self.pages += whole


def test_two_tasks_are_given_in_seven_presses_on_five_pages(
    product: Product, new_page: NewPage, tmp_path: Path
) -> None:
    page = new_page(True)
    page.set_viewport_size({"width": 360, "height": 740})
    file = tmp_path / "register.pdf"
    file.write_bytes(pdfs.pdf(pages=1))
    finger = Finger(page)
    page.goto(product.link(product.sell()))
    finger.press(page.get_by_role("button", name="Continue"))
    finger.press(page.get_by_role("link", name="Start"))
    with page.expect_file_chooser() as chosen:
        finger.press(page.get_by_label("File", exact=True))
    chosen.value.set_files(file)
    finger.press(page.get_by_role("button", name="Upload", exact=True))
    finger.press(page.get_by_role("link", name="See what is next"))
    finger.press(page.get_by_role("link", name="Start"))
    for label, value in ANSWERS.items():
        page.locator("#answers").get_by_label(label).fill(value)
    before = finger.pages
    finger.press(page.get_by_role("button", name="Send", exact=True))
    expect(page.get_by_text("Thank you, your answers have arrived.")).to_be_visible()
    assert (finger.presses, before) == (MOST_PRESSES, MOST_PAGES)
    page.get_by_role("link", name="See what is next").click()
    expect(page.get_by_role("heading", name="Nothing to do right now")).to_be_visible()
