"""Everything on the page Needs you can be pressed by mouse, at the width of a phone and of a desk."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.camera import HEIGHT, WIDTHS, Camera
from tests.browser.conftest import NewPage
from tests.browser.product import Product
from tests.browser.test_team import ADA, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """Return a product of this file's own: mails to Ada are about its deals alone."""
    with Product() as running:
        yield running


LEE = "lee@vendor.example"
LATE = "“Accept the handoff from sales” is overdue"


@pytest.mark.parametrize("width", WIDTHS)
def test_what_needs_somebody_is_settled_by_mouse(
    product: Product, new_page: NewPage, camera: Camera, width: int
) -> None:
    page = new_page(False)
    page.set_viewport_size({"width": width, "height": HEIGHT})
    deal = product.sell()
    until_it_is_raised(product, deal.account)
    sign_in(product, page, camera, f"needs-{width}")
    page.set_viewport_size({"width": width, "height": HEIGHT})

    def row() -> Locator:
        return page.get_by_role("listitem").filter(has_text=f"{deal.account}: {LATE}")

    the_row_itself_leads_to_the_record(page, row(), deal.account)
    give_it_to_nobody(row())
    put_off(row())
    expect(row().locator(".pill", has_text="put off until")).to_be_visible()
    give_to_lee(row())
    expect(row()).to_have_count(0)
    page.get_by_role("button", name="Sign out").click()
    sign_in(product, page, camera, f"needs-{width}-lee", who=LEE)
    page.set_viewport_size({"width": width, "height": HEIGHT})
    row().get_by_role("button", name=re.compile(r"I have it( now)?$")).click()
    expect(row().locator(".pill", has_text="yours, acknowledged")).to_be_visible()
    expect(row().get_by_text("open for")).to_be_visible()
    row().get_by_role("button", name="Approve").click()
    expect(row()).to_have_count(0)


def until_it_is_raised(product: Product, account: str) -> None:
    """Let time pass until Ada is told; on which weekday this began is not known."""
    for _ in range(56):
        product.advance("PT3H")
        if any(f"{account}: {LATE}" in mail["subject"] for mail in product.mails(ADA)):
            return
    raise AssertionError("Nothing was raised to Ada within a week.")


def put_off(row: Locator) -> None:
    row.get_by_text("More", exact=True).click()
    row.locator("summary", has_text="Put off").click()
    row.get_by_role("textbox", name="Why?").fill("They are at a fair")
    row.get_by_role("button", name="Put off").click()


def give_it_to_nobody(row: Locator) -> None:
    """Nobody is chosen beforehand."""
    row.get_by_text("More", exact=True).click()
    row.locator("summary", has_text="Give to").click()
    expect(row.get_by_label("Who takes it?")).to_have_value("")
    row.get_by_role("button", name="Give to").click()
    expect(row.get_by_label("Who takes it?")).to_be_focused()
    row.get_by_text("More", exact=True).click()


def give_to_lee(row: Locator) -> None:
    row.get_by_text("More", exact=True).click()
    row.locator("summary", has_text="Give to").click()
    row.get_by_label("Who takes it?").select_option("Lee Osei")
    row.get_by_role("button", name="Give to").click()


def the_row_itself_leads_to_the_record(page: Page, row: Locator, account: str) -> None:
    row.click(position={"x": 8, "y": 8})
    expect(page.get_by_role("heading", level=1)).to_have_text(account)
    page.go_back()
