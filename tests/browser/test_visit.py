"""The end of a visit is said in time, can be put off, and costs nothing that was typed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.camera import Camera
from tests.browser.conftest import NewPage
from tests.browser.customer import Customer
from tests.browser.product import Product

pytestmark = pytest.mark.browser
FORM = "contacts_and_billing"
STREET = "Hauptstraße 1"


def at_a_form(product: Product, page: Page, camera: Camera) -> str:
    """Come in, open the questions, type something; the browser's clock is ours. Return the link."""
    link = product.link(product.sell())
    page.clock.install()
    Customer(page, product.url, camera, prefix="visit").come_in(link)
    page.goto(f"{product.url}/portal/tasks/{FORM}")
    page.get_by_label("Billing address").fill(STREET)
    return link


def token_of(page: Page) -> str | None:
    return page.locator("input[name=csrf]").first.get_attribute("value")


def test_a_visit_about_to_end_says_so_and_is_put_off_by_keyboard(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    page = new_page(True)
    at_a_form(product, page, camera)
    page.clock.run_for("27:30")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.clock.run_for("00:40")
    expect(page.get_by_role("dialog", name="Are you still there?")).to_be_visible()
    expect(page).to_have_title(re.compile("^Are you still there?"))
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^1:\d\d$"))
    camera.take(page, "visit-1-about-to-end")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.clock.run_for("27:00")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("Billing address")).to_have_value(STREET)


def test_what_was_typed_outlives_the_visit_and_is_sent_in_the_next(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    page = new_page(True)
    link = at_a_form(product, page, camera)
    page.clock.run_for("30:10")
    page.context.clear_cookies()  # as the browser does when the visit ends
    expect(page.get_by_role("dialog", name="Your visit has ended")).to_be_visible()
    page.get_by_role("button", name="I have done that").click()
    expect(page.get_by_text("Not yet: please press Continue")).to_be_visible()
    camera.take(page, "visit-2-ended")

    page.keyboard.press("Escape")  # to read what stands there
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("Billing address")).to_have_value(STREET)

    other = page.context.new_page()
    other.goto(link)
    other.get_by_role("button", name="Continue").click()
    expect(other).to_have_url(f"{product.url}/portal")
    expect(
        page.locator(f"input[name=csrf][value='{token_of(other)}']").first
    ).to_be_attached()  # this tab has heard of it
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Something needs another look")
    expect(page.get_by_label("Billing address")).to_have_value(STREET)


def test_the_visit_of_another_customer_does_not_take_over_what_was_typed(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    page = new_page(True)
    at_a_form(product, page, camera)
    page.clock.run_for("30:10")
    expect(page.get_by_role("dialog", name="Your visit has ended")).to_be_visible()
    own, other = token_of(page), page.context.new_page()
    other.goto(product.link(product.sell()))
    other.get_by_role("button", name="Continue").click()
    expect(other).to_have_url(f"{product.url}/portal")
    page.get_by_role("button", name="I have done that").click()
    expect(page.get_by_text("Not yet: please press Continue")).to_be_visible()
    assert token_of(page) == own != token_of(other)


def test_another_tab_that_goes_on_keeps_this_one_awake(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    page = new_page(True)
    at_a_form(product, page, camera)
    page.clock.run_for("28:30")
    expect(page.get_by_role("dialog", name="Are you still there?")).to_be_visible()
    moved = page.evaluate("() => String(Date.now() + 1800000)")
    other = page.context.new_page()
    other.goto(f"{product.url}/portal/help")
    other.evaluate("moved => localStorage.setItem('golive-visit', moved)", moved)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_without_scripts_each_page_says_when_the_visit_ends_and_an_ended_one_shows_the_way_back(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    page = new_page(False)
    link = product.link(product.sell())
    Customer(page, product.url, camera, prefix="visit-plain").come_in(link)
    page.get_by_role("link", name="Help", exact=True).click()
    camera.take(page, "visit-plain-3-help")
    expect(
        page.get_by_text(re.compile(r"This visit ends at \d\d:\d\d if you load no page until then"))
    ).to_be_visible()
    product.advance("PT31M")
    page.goto(f"{product.url}/portal/tasks/{FORM}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Please open your link again")
    camera.take(page, "visit-plain-4-ended")
    page.get_by_label("Your email address").fill("grace@acme.example")
    page.get_by_role("button", name="Send me my link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    camera.take(page, "visit-plain-5-lost-link")
