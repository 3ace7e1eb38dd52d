"""A customer of a German account meets German from the mail to the form, on a phone, and can choose another language."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.camera import Camera
from tests.browser.conftest import NewPage
from tests.browser.product import Product

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 800}
FORM = "Mit wem wir sprechen und wohin Rechnungen gehen"


def test_from_the_mail_to_the_form_in_german_and_on_in_french(
    product: Product, new_page: NewPage, camera: Camera
) -> None:
    deal = product.sell(language="de")
    (welcome,) = product.mails(deal.email)
    assert re.search(r"Dinge, die wir für den Start brauchen$", welcome["subject"])
    assert welcome["text"].startswith("Guten Tag Grace Lind,")
    assert '<html lang="de">' in welcome["html"]
    assert re.search(r"Bitte bis (Montag|Dienstag|Mittwoch|Donnerstag|Freitag), \d+\. \w+", welcome["text"])

    page = new_page(True)
    page.set_viewport_size(PHONE)
    page.goto(product.link(deal))
    expect(page.locator("html")).to_have_attribute("lang", "de")
    camera.take(page, "german-1-link")
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Guten Tag Grace Lind")
    camera.take(page, "german-2-overview")

    page.get_by_role("link", name=FORM, exact=True).click()
    page.get_by_role("button", name="Senden", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Etwas stimmt noch nicht")
    camera.take(page, "german-3-answers-missing")
    for path in ("tasks/registration", "colleagues", "access", "history", "help"):
        other = page.context.new_page()
        other.set_viewport_size(PHONE)
        other.goto(f"{product.url}/portal/{path}")
        camera.take(other, f"german-{path.partition('/')[2] or path}")
        other.close()

    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("heading", level=1)).to_have_text("À qui nous parlons, et où vont les factures")
    camera.take(page, "french-1-task")
