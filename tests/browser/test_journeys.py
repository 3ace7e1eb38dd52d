"""A customer's whole way in a real browser: from the link in the mail to live."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.camera import Camera
from tests.browser.conftest import NewPage
from tests.browser.customer import Customer
from tests.browser.product import Deal, Product
from tests.unit.inspection import pdfs

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def product_under_a_path() -> Iterator[Product]:
    with Product(path="/golive") as running:
        yield running


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Return what the customer has at hand: the wrong file, and the right one."""
    wrong, right = tmp_path / "scan of the register.png.pdf", tmp_path / "Handelsregister Auszug ä.pdf"
    Image.new("RGB", (60, 80), "white").save(wrong, "png")  # a picture that was only renamed
    right.write_bytes(pdfs.pdf(pages=2))
    return {"wrong": wrong, "right": right}


def test_a_customer_without_scripts_gets_from_the_mail_to_live(
    product: Product, new_page: NewPage, camera: Camera, files: dict[str, Path]
) -> None:
    the_whole_way(product, new_page(False), camera, files, scripts=False, prefix="plain")


def test_a_customer_with_scripts_gets_from_the_mail_to_live(
    product: Product, new_page: NewPage, camera: Camera, files: dict[str, Path]
) -> None:
    the_whole_way(product, new_page(True), camera, files, scripts=True, prefix="script")


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_the_way_is_the_same_under_a_path(
    product_under_a_path: Product, new_page: NewPage, camera: Camera, files: dict[str, Path], scripts: bool
) -> None:
    prefix = f"path-{'script' if scripts else 'plain'}"
    the_whole_way(product_under_a_path, new_page(scripts), camera, files, scripts=scripts, prefix=prefix)


def the_whole_way(
    product: Product, page: Page, camera: Camera, files: dict[str, Path], *, scripts: bool, prefix: str
) -> None:
    deal = product.sell()
    customer = Customer(page, product.url, camera, prefix=prefix)
    customer.come_in(product.link(deal))

    customer.start("Company registration document")
    if scripts:
        upload_with_progress(customer, files)
    else:
        upload_by_plain_form(customer, files)

    customer.sees("1 of 10 steps done")
    customer.look("4b-overview")
    customer.start("Who we talk to, and where invoices go")
    customer.answer_nothing()
    customer.answer()
    customer.sees("All done for now")
    customer.look("7-nothing-to-do")

    product.team_does_its_part(deal)
    customer.start("Confirm that it works for you")
    customer.sign_off()

    one = product.team_does_its_part(deal)
    assert (one["status"], one["milestones"]["live"] is not None) in {("live", True), ("closed", True)}
    customer.sees("You are live.")
    customer.look("all-done")
    if product.url.endswith(str(product.port)):
        says_how_it_went(product, customer, deal)


def says_how_it_went(product: Product, customer: Customer, deal: Deal) -> None:
    """One click in the mail opens the page with the score chosen; only the button sends it."""
    product.settle()
    asked = next(mail for mail in reversed(product.mails(deal.email)) if "/feedback/" in mail["text"])
    customer.page.goto(re.findall(r"https?://\S+/feedback/\S+", asked["text"])[-1])
    expect(customer.page.get_by_role("radio", checked=True)).to_have_count(1)
    customer.look("how-did-it-go")
    customer.page.get_by_role("button", name="Send", exact=True).click()
    expect(customer.page.get_by_role("heading", level=1)).to_have_text("Thank you")
    customer.look("how-it-went")


def upload_by_plain_form(customer: Customer, files: dict[str, Path]) -> None:
    """The store's answer and the verdict come in the frame of the same page."""
    frame = customer.page.frame_locator("iframe[name=upload-answer]")

    customer.upload(files["wrong"])
    expect(frame.get_by_text("This is a PNG picture")).to_be_visible()
    customer.look("3-refused")
    frame.get_by_role("link", name="Upload another file").click()

    expect(customer.page.locator("#refused")).to_be_visible()
    customer.upload(files["right"])
    expect(frame.get_by_text("Thank you, this file is fine.")).to_be_visible()
    expect(customer.page.locator("#refused")).to_be_hidden()
    expect(frame.get_by_text("still stands as it was before your upload")).to_be_visible()
    shown = customer.page.frame(name="upload-answer")
    assert shown is not None
    shown.wait_for_load_state()
    assert frame.locator("html").evaluate("page => page.scrollHeight <= page.clientHeight")
    customer.look("4-accepted")
    frame.get_by_role("link", name="Go on").click()
    comes_to_what_is_next(customer, files)


def upload_with_progress(customer: Customer, files: dict[str, Path]) -> None:
    """The verdict appears on the page by itself."""
    customer.upload(files["wrong"])
    expect(customer.page.get_by_text("This is a PNG picture")).to_be_visible()
    customer.look("3-refused")

    customer.upload(files["right"])
    comes_to_what_is_next(customer, files)
    customer.look("4-accepted")


def comes_to_what_is_next(customer: Customer, files: dict[str, Path]) -> None:
    """The page of the next thing says that the file is fine, and leads back to it."""
    page = customer.page
    expect(page.get_by_text("Thank you, this file is fine.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who we talk to, and where invoices go")
    customer.look("4-next")
    page.get_by_role("link", name=re.compile(r"\bView$")).click()
    expect(page.get_by_role("link", name=files["right"].name, exact=True)).to_be_visible()
    expect(page.locator("#documents")).to_have_attribute("data-state", "done")
