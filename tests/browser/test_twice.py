"""What people do with browsers: press twice, go back, keep two tabs, come back after the visit has ended."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.camera import Camera
from tests.browser.conftest import NewPage
from tests.browser.customer import ANSWERS, Customer
from tests.browser.product import Deal, Product

pytestmark = pytest.mark.browser
TASK = "Who we talk to, and where invoices go"
BOTH = pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])


def come_in(
    product: Product, new_page: NewPage, camera: Camera, *, scripts: bool = True
) -> tuple[Customer, Deal]:
    deal = product.sell()
    customer = Customer(new_page(scripts), product.url, camera, prefix="twice")
    customer.come_in(product.link(deal))
    customer.start(TASK)
    return customer, deal


@BOTH
def test_a_button_pressed_twice_counts_once(
    product: Product, new_page: NewPage, camera: Camera, scripts: bool
) -> None:
    customer, deal = come_in(product, new_page, camera, scripts=scripts)
    fill(customer.page)
    customer.page.get_by_role("button", name="Send", exact=True).dblclick(no_wait_after=True)
    expect(customer.page.get_by_text("Thank you, your answers have arrived.")).to_be_visible()
    assert product.happened(deal, "AnswersRecorded") == 1


def test_the_same_form_sent_from_two_windows_counts_once(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    customer, deal = come_in(product, new_page, camera)
    fill(customer.page)
    sent = customer.page.evaluate(
        """async () => {
          const form = document.getElementById("answers"), body = () => new URLSearchParams(new FormData(form));
          const send = () => fetch(form.action, { method: "POST", body: body() });
          return (await Promise.all([send(), send(), send()])).map((answer) => [answer.status, answer.url]);
        }"""
    )
    assert {status for status, _ in sent} == {200}
    assert product.happened(deal, "AnswersRecorded") == 1


@BOTH
def test_going_back_shows_what_is_true_now_and_does_nothing_again(
    product: Product, new_page: NewPage, camera: Camera, scripts: bool
) -> None:
    customer, deal = come_in(product, new_page, camera, scripts=scripts)
    page = customer.page
    fill(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Thank you, your answers have arrived.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("This page was open for too long")).to_have_count(0)
    page.go_forward()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Company registration document")
    customer.sees("Company registration document")
    assert product.happened(deal, "AnswersRecorded") == 1


def test_what_one_tab_has_answered_the_other_tells(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    customer, deal = come_in(product, new_page, camera)
    other = customer.page.context.new_page()
    other.goto(f"{product.url}/portal/tasks/contacts_and_billing")
    fill(other)
    fill(customer.page)
    customer.page.get_by_role("button", name="Send", exact=True).click()
    expect(customer.page.get_by_text("Thank you, your answers have arrived.")).to_be_visible()
    other.get_by_role("button", name="Send", exact=True).click()
    expect(other.get_by_role("heading", level=1)).to_be_visible()
    camera.take(other, "twice-answered-in-the-other-tab")
    assert product.happened(deal, "AnswersRecorded") == 1


@BOTH
def test_a_visit_that_ended_tells_so_and_goes_on_by_the_link(
    product: Product, new_page: NewPage, camera: Camera, scripts: bool
) -> None:
    customer, deal = come_in(product, new_page, camera, scripts=scripts)
    page = customer.page
    fill(page)
    product.advance("PT31M")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please open your link again")
    customer.look("visit-ended")
    assert product.happened(deal, "AnswersRecorded") == 0
    customer.come_in(product.link(deal))
    customer.start(TASK)
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    customer.answer()
    assert product.happened(deal, "AnswersRecorded") == 1


def fill(page: Page) -> None:
    for label, value in ANSWERS.items():
        page.locator("#answers").get_by_label(label).fill(value)
