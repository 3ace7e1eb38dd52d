"""What was typed and not sent, beside a task's questions: texts to us, reasons and notes."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.camera import Camera
from tests.browser.conftest import NewPage
from tests.browser.customer import Customer
from tests.browser.product import Product

pytestmark = pytest.mark.browser
TASK = "Technical contact and sign-in"
QUESTION = "Do you need the contact at our office in Lyon, too?"
REASON = "Our network team is away until Monday."
AGAIN = "What you typed before stands here again. It is not sent yet."
IN_THIS_TAB = "What you typed and did not send is still in this tab"


def kept(page: Page) -> list[str]:
    names: list[str] = page.evaluate("Object.keys(sessionStorage)")
    return names


def test_a_text_to_us_outlives_a_reload_and_an_ended_visit_until_it_is_sent(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    customer = Customer(new_page(True), product.url, camera, prefix="typed")
    page, link = customer.page, product.link(product.sell(tier="smb"))
    customer.come_in(link)
    customer.start(TASK)
    page.locator("#ask summary").click()
    page.get_by_label("Your question").fill(QUESTION)
    page.locator("#stuck summary").click()
    page.get_by_label("Somebody else must do it").check()
    page.get_by_label("Tell us more").fill(REASON)
    page.reload()
    expect(page.get_by_label("Your question")).to_have_value(QUESTION)
    expect(page.get_by_label("Your question")).to_be_visible()
    expect(page.get_by_label("Tell us more")).to_have_value(REASON)
    expect(page.get_by_label("Somebody else must do it")).to_be_checked()
    expect(page.locator("#ask").get_by_text(AGAIN)).to_be_visible()
    customer.look("again-after-a-reload")

    page.context.clear_cookies()  # as the browser does when the visit ends
    page.locator("#ask").get_by_role("button", name="Send").click()
    expect(page.get_by_text(IN_THIS_TAB)).to_be_visible()
    customer.look("visit-ended")
    customer.come_back(link)
    customer.start(TASK)
    expect(page.get_by_label("Your question")).to_have_value(QUESTION)

    page.locator("#ask").get_by_role("button", name="Send").click()
    expect(page.get_by_text("Your question has arrived.")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("")
    expect(page.get_by_label("Tell us more")).to_have_value(REASON)
    assert [name.rsplit("/")[-2] for name in kept(page)] == ["stuck"]


def test_where_nothing_was_typed_an_ended_visit_speaks_of_nothing(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    customer = Customer(new_page(True), product.url, camera, prefix="typed")
    customer.come_in(product.link(product.sell(tier="smb")))
    customer.page.context.clear_cookies()
    customer.page.reload()
    expect(customer.page.get_by_role("heading", level=1)).to_have_text("Please open your link again")
    expect(customer.page.get_by_text(IN_THIS_TAB)).to_be_hidden()


def test_a_colleague_s_address_is_kept_and_goes_with_signing_out_on_any_page(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    customer = Customer(new_page(True), product.url, camera, prefix="typed")
    page = customer.page
    customer.come_in(product.link(product.sell(tier="smb")))
    page.goto(f"{product.url}/portal/colleagues")
    page.get_by_label("Their email address").fill("linus@customer.example")
    page.reload()
    expect(page.get_by_label("Their email address")).to_have_value("linus@customer.example")
    page.goto(f"{product.url}/portal/help")
    assert len(kept(page)) == 1
    page.get_by_role("button", name="Sign out on this device").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out on this device")
    assert kept(page) == []
