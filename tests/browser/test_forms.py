"""Forms in a browser: questions that come and go, and what was typed outlives the page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.camera import Camera
from tests.browser.conftest import NewPage
from tests.browser.customer import Customer
from tests.browser.product import Product

pytestmark = pytest.mark.browser
TASK = "Technical contact and sign-in"
SENT = {
    "Name of your technical contact": "Linus Berg",
    "Their email address": "linus@customer.example",
    "How many people will use it in the first month?": "25",
}


def come_in(product: Product, new_page: NewPage, camera: Camera, *, scripts: bool = True) -> Customer:
    customer = Customer(new_page(scripts), product.url, camera, prefix="forms")
    customer.come_in(product.link(product.sell(tier="smb")))
    customer.start(TASK)
    return customer


def domain(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_label("Domain of your sign-in service")


def test_a_question_appears_with_the_answer_that_asks_for_it(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    page = come_in(product, new_page, camera).page
    expect(domain(page)).to_be_hidden()
    ways = page.get_by_role("group", name="How will your people sign in?")
    ways.get_by_label("Okta").check()
    expect(domain(page)).to_be_visible()
    expect(page.get_by_text("There is more to answer below.")).to_be_attached()
    ways.get_by_label("Email and password").check()
    expect(domain(page)).to_be_hidden()


def test_without_a_script_it_says_when_it_is_asked(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    customer = come_in(product, new_page, camera, scripts=False)
    expect(domain(customer.page)).to_be_visible()
    expect(customer.page.get_by_text("Only if you answer")).to_be_visible()
    customer.look("conditional-without-scripts")


def test_what_was_typed_stands_there_again_after_a_reload_and_is_forgotten_at_sign_out(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    customer = come_in(product, new_page, camera)
    page = customer.page
    page.get_by_label("Name of your technical contact").fill("Linus Berg")
    page.reload()
    expect(page.get_by_label("Name of your technical contact")).to_have_value("Linus Berg")
    page.get_by_role("button", name="Sign out on this device").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out on this device")
    assert page.evaluate("Object.keys(sessionStorage).length") == 0


def test_what_was_sent_for_one_task_leaves_what_is_typed_into_another(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    customer = come_in(product, new_page, camera)
    page, here = customer.page, customer.page.url
    for label, value in SENT.items():
        page.locator("#answers").get_by_label(label).fill(value)
    page.get_by_role("group", name="How will your people sign in?").get_by_label("Email").check()
    customer.start("Billing details")
    page.get_by_label("Billing address").fill("Hauptstraße 1")
    page.goto(here)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Thank you, your answers have arrived.")).to_be_visible()
    page.goto(f"{product.url}/portal/tasks/billing_details?done=answered&of=technical_contact")
    expect(page).to_have_url(f"{product.url}/portal/tasks/billing_details")
    customer.start("Billing details")
    expect(page.get_by_label("Billing address")).to_have_value("Hauptstraße 1")
    kept = page.evaluate("Object.keys(sessionStorage)")
    assert [name.rsplit("/")[-1] for name in kept] == ["billing_details"]


def test_what_was_saved_for_later_is_said_to_be_saved(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    customer = come_in(product, new_page, camera)
    page = customer.page
    page.get_by_label("Name of your technical contact").fill("Linus Berg")
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.get_by_text("Saved. Nothing is sent yet.")).to_be_visible()
    expect(page.locator("#draft")).to_have_count(0)  # which says the same
    expect(page.get_by_label("Name of your technical contact")).to_have_value("Linus Berg")
    customer.look("saved-for-later")
