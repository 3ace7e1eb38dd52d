"""The customer's whole way by keyboard alone, with and without scripts."""

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.customer import ANSWERS
from tests.browser.keyboard import Keyboard, Stop
from tests.browser.product import Product
from tests.unit.inspection import pdfs

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_everything_is_done_by_keyboard(
    product: Product, new_page: NewPage, tmp_path: Path, scripts: bool
) -> None:
    deal, page = product.sell(), new_page(scripts)
    page.on("filechooser", lambda chooser: None)  # from now on the driver answers choosers, not the desktop
    keys = Keyboard(page)
    page.goto(product.link(deal))
    in_reading_order(keys)
    keys.tab_to("Continue", tag="button")
    keys.press("Enter")
    expect(page).to_have_url(f"{product.url}/portal")

    assert keys.round()[0].name == "Skip to the content"
    in_reading_order(keys)
    the_skip_link_skips(keys)
    open_task(keys, "Company registration document")
    upload(keys, tmp_path, scripts=scripts)
    product.settle()

    page.goto(f"{product.url}/portal")
    open_task(keys, "Who we talk to, and where invoices go")
    in_reading_order(keys)
    keys.tab_to("Send", tag="button")
    keys.press("Space")
    expect(page.get_by_role("alert")).to_be_visible()
    the_summary_leads_to_the_field(keys)
    answer(keys)
    expect(page.get_by_text("Thank you, your answers have arrived.")).to_be_visible()

    product.team_does_its_part(deal)
    page.goto(f"{product.url}/portal")
    open_task(keys, "Confirm that it works for you")
    in_reading_order(keys)
    sign_off(keys)
    expect(page.get_by_text("Thank you, your sign-off is recorded.")).to_be_visible()
    product.team_does_its_part(deal)
    page.goto(f"{product.url}/portal")
    expect(page.get_by_text("You are live.").first).to_be_visible()


def in_reading_order(keys: Keyboard) -> list[Stop]:
    """Check that Tab goes down the page, never holds anybody, and always shows where it is."""
    stops = keys.round()
    shown = [
        stop for stop in stops if stop.tag != "iframe"
    ]  # what has the focus in a frame shows it by itself
    assert [stop.name for stop in shown if not (stop.ring and stop.seen)] == []
    narrow = [stop for stop in stops if stop.name != "Skip to the content"]
    jumps = [
        (before.name, after.name)
        for before, after in pairwise(narrow)
        if after.top < before.top - 40 and not beside(before, after)
    ]
    assert jumps == []
    return stops


def beside(before: Stop, after: Stop) -> bool:
    """Say whether the focus goes on to the top of the page's second column, which is read after the first."""
    return after.tag == "a" and "@" in after.name


def the_skip_link_skips(keys: Keyboard) -> None:
    keys.page.locator(".skip").focus()
    keys.press("Enter")
    expect(keys.page.locator("#main")).to_be_focused()


def open_task(keys: Keyboard, title: str) -> None:
    keys.tab_to(title)
    keys.press("Enter")
    expect(keys.page.get_by_role("heading", level=1)).to_have_text(title)
    keys.page.wait_for_load_state()


def upload(keys: Keyboard, folder: Path, *, scripts: bool) -> None:
    path = folder / "register.pdf"
    path.write_bytes(pdfs.pdf(pages=1))
    in_reading_order(keys)
    keys.tab_to("File", tag="input")
    with keys.page.expect_file_chooser() as chosen:
        keys.press("Enter")
    chosen.value.set_files(path)
    keys.tab_to("Upload", tag="button")
    keys.press("Enter")
    answer = keys.page if scripts else keys.page.frame_locator("iframe[name=upload-answer]")
    expect(answer.get_by_text("Thank you, this file is fine.")).to_be_visible()


def the_summary_leads_to_the_field(keys: Keyboard) -> None:
    keys.tab_to("Name of your technical contact", tag="a")
    keys.press("Enter")
    expect(keys.page.get_by_role("textbox", name="Name of your technical contact")).to_be_focused()
    stop = keys.at()
    assert stop is not None
    assert (stop.tag, stop.seen) == ("input", True)


def answer(keys: Keyboard) -> None:
    for number, (label, value) in enumerate(ANSWERS.items()):
        if number:
            keys.tab_to(label)
        keys.type(value)
    keys.tab_to("Send", tag="button")
    keys.press("Enter")


def sign_off(keys: Keyboard) -> None:
    keys.tab_to("Your full name")
    keys.type("Grace Lind")
    keys.tab_to("I approve this", tag="input")
    keys.press("Space")
    keys.tab_to("Sign off", tag="button")
    keys.press("Enter")
