"""The team's way in a real browser: from an escalation's mail to the record, and the pages beside the customer's way."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.camera import Camera
from tests.browser.conftest import NewPage
from tests.browser.customer import Customer
from tests.browser.product import Product

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """Return a product of this file's own: mails to Ada are about its deals alone."""
    with Product() as running:
        yield running


ADA = "ada@vendor.example"


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_an_escalation_is_acknowledged_from_its_mail_and_the_work_done_from_the_record(
    product: Product, new_page: NewPage, camera: Camera, scripts: bool
) -> None:
    page, shows = new_page(scripts), f"team-{'script' if scripts else 'plain'}"
    deal = product.sell()
    product.advance("P5D")

    page.goto(address_in(product, ADA, deal.account, "/console/act/"))
    expect(page.get_by_text(deal.account).first).to_be_visible()
    camera.take(page, f"{shows}-1-case")
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_text("It is yours now.")).to_be_visible()
    camera.take(page, f"{shows}-2-acknowledged")

    sign_in(product, page, camera, shows)
    page.get_by_role("link", name=re.compile(deal.account)).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(deal.account)
    camera.take(page, f"{shows}-5-record")
    the_customers_view_is_read_only(page, camera, shows)
    accept_the_handoff(page)
    camera.take(page, f"{shows}-7-handoff-accepted")
    page.get_by_role("link", name="Onboardings", exact=True).click()
    expect(page.get_by_role("link", name=deal.account)).to_be_visible()
    camera.take(page, f"{shows}-8-board")
    page.get_by_role("link", name="Team", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team")
    camera.take(page, f"{shows}-9-team")
    what_ada_would_hand_over(page, camera, f"{shows}-9")
    assert "accept_handoff" in {t["id"] for t in product.onboarding(deal)["tasks"] if t["status"] == "done"}
    the_customer_ends_reminders(product, page, camera, f"{shows}-10", to=deal.email)


def test_the_pages_beside_the_way(product: Product, new_page: NewPage, camera: Camera) -> None:
    page = new_page(True)
    deal = product.sell()
    link = product.link(deal)
    Customer(page, product.url, camera, prefix="beside").come_in(link)

    page.get_by_role("link", name="Colleagues").click()
    page.get_by_label("name", exact=False).first.fill("Ida Holm")
    page.get_by_label("mail", exact=False).first.fill(f"ida.{deal.id.lower()}@customer.example")
    camera.take(page, "beside-3-colleagues")
    page.get_by_role("button", name="link").click()
    expect(page.get_by_text("Ida Holm").first).to_be_visible()
    camera.take(page, "beside-4-invited")
    product.settle()
    assert product.mails(f"ida.{deal.id.lower()}@customer.example")

    page.get_by_role("link", name="History").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    camera.take(page, "beside-5-history")

    page.goto(f"{link}/leave")
    camera.take(page, "beside-6-leave")
    page.get_by_label("I have left").check()
    page.get_by_role("button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    camera.take(page, "beside-7-left")
    page.goto(link)
    camera.take(page, "beside-8-link-ended")
    expect(page.get_by_role("button", name="Continue")).to_have_count(0)


def the_customer_ends_reminders(product: Product, page: Page, camera: Camera, shows: str, *, to: str) -> None:
    until_reminded(product, to)
    page.goto(address_in(product, to, "still open", "/unsubscribe/"))
    camera.take(page, f"{shows}-reminders")
    page.get_by_role("button", name="Send me no more reminders").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No more reminders")
    camera.take(page, f"{shows}-reminders-ended")
    page.get_by_role("button", name="Send me reminders again").click()
    expect(page.get_by_text("You get reminders again.")).to_be_visible()


def until_reminded(product: Product, to: str) -> None:
    """Let days pass until a reminder came; how many of them are working days is not known."""
    for _ in range(10):
        if any("/unsubscribe/" in mail["text"] for mail in product.mails(to)):
            return
        product.advance("P1D")
    raise AssertionError(f"Nobody reminded {to} for ten days.")


def address_in(product: Product, to: str, about: str, path: str) -> str:
    """Return the address under `path` in the newest mail to somebody whose text names `about`."""
    found = re.compile(re.escape(product.url + path) + r"[\w.~-]+")
    for mail in reversed(product.mails(to)):
        address = found.search(mail["text"])
        if address and about in mail["subject"] + mail["text"]:
            return address.group()
    raise AssertionError(f"No mail to {to} about {about} leads to {path}.")


def sign_in(product: Product, page: Page, camera: Camera, shows: str, *, who: str = ADA) -> None:
    page.goto(f"{product.url}/console")
    page.get_by_label("Your work email address").fill(who)
    page.get_by_role("button", name="Mail me a link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    camera.take(page, f"{shows}-3-sign-in")
    product.settle()
    page.goto(address_in(product, who, "", "/console/sign-in/"))
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(f"{product.url}/console/needs-you")
    camera.take(page, f"{shows}-4-needs-you")


def the_customers_view_is_read_only(page: Page, camera: Camera, shows: str) -> None:
    page.get_by_role("link", name="See what the customer sees").click()
    expect(page.get_by_text("This is what the customer sees.")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    camera.take(page, f"{shows}-6-as-the-customer")
    page.get_by_role("link", name="Back").click()


def accept_the_handoff(page: Page) -> None:
    page.locator("#task-accept_handoff").get_by_role("button", name="Approve").click()
    expect(page.get_by_text("It stands in the journal below.")).to_be_visible()


def what_ada_would_hand_over(page: Page, camera: Camera, shows: str) -> None:
    page.get_by_role("link", name="Ada Park").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada Park")
    camera.take(page, f"{shows}-a-member")
    page.get_by_role("button", name="Show what would go to whom").click()
    expect(page.get_by_role("heading", name="This is what would go to whom")).to_be_visible()
    camera.take(page, f"{shows}-b-handover")
    expect(page.get_by_role("button", name="Hand over")).to_be_visible()
    page.get_by_role("link", name="Not now").click()
    expect(page.get_by_role("heading", name="What Ada Park owns")).to_be_visible()
