"""The team's pages empty and full, and what another version of a playbook would change: seen, scanned, pictured."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import showcase
from tests.browser.camera import Camera
from tests.browser.conftest import NewPage
from tests.browser.product import Product
from tests.browser.test_team import address_in

pytestmark = pytest.mark.browser
LEE, ADA, MAX = "lee@vendor.example", "ada@vendor.example", "max@vendor.example"
NAME = "moving"


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """Return a product of this file's own: nothing has happened in it yet."""
    with Product() as running:
        yield running


def test_pages_of_the_team_before_and_after_the_first_deals(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    page = new_page(False)
    come_in(product, page, camera, who=MAX)
    expect(page.get_by_role("heading", level=1)).to_have_text("Needs you")
    camera.take(page, "console-needs-nobody")
    page.goto(f"{product.url}/console/onboardings")
    expect(page.get_by_text("The first won deal opens the first onboarding, by itself.")).to_be_visible()
    camera.take(page, "console-board-empty")
    page.goto(f"{product.url}/console/team/{MAX.partition('@')[0]}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Max Weber")
    camera.take(page, "console-member-without-work")

    for tier in ("simple", "smb", "enterprise", "partner"):
        product.sell(tier=tier)
    product.advance("P4D")
    sign_in_again(product, page, who=ADA)
    expect(page.get_by_role("listitem").first).to_be_visible()
    camera.take(page, "console-needs-you-full")
    page.goto(f"{product.url}/console/onboardings")
    camera.take(page, "console-board-full")
    page.get_by_label("Status").select_option("Cancelled")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("No onboarding fits these filters.")).to_be_visible()
    camera.take(page, "console-board-nothing-fits")
    page.goto(f"{product.url}/console/onboardings/none")
    expect(page.get_by_role("link", name="Back to the overview")).to_be_visible()
    camera.take(page, "console-no-such-onboarding")


def test_another_version_is_previewed_applied_and_taken_back(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    first = showcase.text().replace("name: showcase", f"name: {NAME}", 1)
    product.publish(first)
    deal = product.sell(NAME)
    product.publish(first.replace("version: 1", "version: 2", 1).replace("Tax certificate", "Tax number"))
    page = new_page(True)
    come_in(product, page, camera, who=LEE, look=False)
    page.goto(f"{product.url}/console/playbooks")
    camera.take(page, "console-playbooks")
    page.goto(f"{product.url}/console/playbooks/{NAME}")
    expect(page.get_by_role("button", name="Move those that are ticked, exactly so")).to_be_visible()
    camera.take(page, "console-playbook")
    record = f"{product.url}/console/onboardings/{product.onboarding(deal)['id']}"
    page.goto(f"{record}/migration")
    camera.take(page, "console-migration")
    page.get_by_role("button", name="Do exactly this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(deal.account)
    camera.take(page, "console-record-moved")
    page.goto(f"{record}/migration?back=yes")
    expect(page.get_by_role("button", name="Back to version 1")).to_be_visible()
    camera.take(page, "console-migration-back")
    page.goto(f"{record}/portal/tasks/registration")
    expect(page.get_by_text("This is what the customer sees.")).to_be_visible()
    camera.take(page, "console-task-as-the-customer")


def come_in(product: Product, page: Page, camera: Camera, *, who: str, look: bool = True) -> None:
    page.goto(f"{product.url}/console")
    if look:
        camera.take(page, "console-sign-in")
    page.get_by_label("Your work email address").fill(who)
    asked_for_a_link(product, page)
    page.goto(address_in(product, who, "", "/console/sign-in/"))
    if look:
        camera.take(page, "console-sign-in-link")
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(f"{product.url}/console/needs-you")


def asked_for_a_link(product: Product, page: Page) -> None:
    page.get_by_role("button", name="Mail me a link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    product.settle()


def sign_in_again(product: Product, page: Page, *, who: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{product.url}/console/sign-in")
    page.get_by_label("Your work email address").fill(who)
    asked_for_a_link(product, page)
    page.goto(address_in(product, who, "", "/console/sign-in/"))
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(f"{product.url}/console/needs-you")
