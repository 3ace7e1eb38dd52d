"""States of the customer's pages that take time, another person, or something that does not work: seen, scanned, pictured."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import showcase
from tests.browser.camera import Camera
from tests.browser.conftest import NewPage
from tests.browser.customer import Customer
from tests.browser.product import Deal, Product
from tests.browser.test_states import send, went_on
from tests.browser.test_team import ADA, address_in
from tests.unit.inspection import pdfs
from tests.unit.inspection.signing import form_fields

pytestmark = pytest.mark.browser
KEY = "The key of your directory"


@pytest.fixture(scope="module")
def shown() -> Iterator[Product]:
    """Return a product of this file's own: its clock goes on by weeks, and old deals open on hold."""
    with Product() as running:
        running.publish(showcase.text())
        yield running


@pytest.fixture
def grace(shown: Product, new_page: NewPage, camera: Camera) -> tuple[Customer, Deal]:
    deal = shown.sell(showcase.NAME)
    customer = Customer(new_page(True), shown.url, camera, prefix="state")
    customer.come_in(shown.link(deal))
    return customer, deal


def test_files_that_nobody_can_judge_yet_and_files_that_end(
    shown: Product, grace: tuple[Customer, Deal], tmp_path: Path
) -> None:
    customer, deal = grace
    page = customer.page
    shown.judge(deal, "tax", "NONE")
    customer.start("Tax certificate")
    (tmp_path / "tax.pdf").write_bytes(pdfs.pdf(pages=1))
    customer.upload(tmp_path / "tax.pdf")
    expect(page.locator("#documents").get_by_text("Checking", exact=True)).to_be_visible()
    customer.look("file-is-checked")
    shown.judge(deal, "tax", "FAILED")
    went_on(customer, from_="Tax certificate")
    expect(page.get_by_text("Our malware scanner could not check this file.")).to_be_visible()
    customer.look("file-could-not-be-checked")

    customer.start("Proof of insurance")
    ends = datetime.now(UTC).date() + timedelta(days=2)
    page.get_by_label("Until when is it valid?").fill(ends.isoformat())
    (tmp_path / "insurance.pdf").write_bytes(pdfs.pdf(pages=1))
    customer.upload(tmp_path / "insurance.pdf")
    went_on(customer, from_="Proof of insurance")
    shown.advance("P3D")
    customer.come_back(shown.link(deal))
    customer.start("Proof of insurance")
    expect(page.get_by_text(re.compile("It was valid until"))).to_be_visible()
    customer.look("file-has-ended")


def test_a_key_is_given_shown_once_and_what_a_file_says_is_offered(
    shown: Product, grace: tuple[Customer, Deal], new_page: NewPage, camera: Camera, tmp_path: Path
) -> None:
    customer, deal = grace
    page = customer.page
    send(customer, "Company registration document", tmp_path / "register.pdf", pdfs.pdf(form_fields, pages=2))
    went_on(customer, from_=KEY)
    expect(page.get_by_text("From register.pdf, page 2.")).to_be_visible()
    customer.look("secret-asked-and-value-offered")
    page.get_by_role("button", name="Save and come back later").click()
    page.goto(f"{shown.url}/portal")
    expect(page.get_by_text("Saved, not sent yet")).to_be_visible()
    customer.look("overview-saved-for-later")
    customer.start(KEY)
    page.get_by_label("Key of your directory").fill("a key that nobody knows")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Thank you, your answers have arrived.")).to_be_visible()
    customer.look("secret-given")
    shown.settle()

    team = new_page(True)
    _sign_in(shown, team)
    record = f"{shown.url}/console/onboardings/{shown.onboarding(deal)['id']}"
    team.goto(f"{record}/tasks/directory/secrets/key")
    camera.take(team, "console-secret-kept")
    team.get_by_role("button", name="Show it once").click()
    expect(team.get_by_role("alert")).to_be_visible()
    camera.take(team, "console-secret-without-a-reason")
    team.get_by_label("Why do you need it?").fill("To connect the directory")
    team.get_by_role("button", name="Show it once").click()
    expect(team.get_by_text("a key that nobody knows")).to_be_visible()
    camera.take(team, "console-secret-shown-once")
    team.goto(f"{record}/tasks/directory/secrets/key")
    camera.take(team, "console-secret-ask-again")


def test_who_signs_is_named_and_signs_behind_a_link_of_their_own(
    shown: Product, grace: tuple[Customer, Deal], new_page: NewPage, camera: Camera
) -> None:
    customer, deal = grace
    page, address = customer.page, f"ida.{deal.id.lower()}@customer.example"
    customer.start("Terms of data processing")
    customer.look("who-signs")
    page.locator("#signer").get_by_label("Their name").fill("Ida Holm")
    page.locator("#signer").get_by_label("Their email address").fill(address)
    page.get_by_role("button", name="Ask them to sign").click()
    expect(page.get_by_text("Ida Holm signs this.")).to_be_visible()
    customer.look("somebody-else-signs")
    shown.settle()
    ida = Customer(new_page(True), shown.url, camera, prefix="state-colleague")
    mail = next(mail for mail in reversed(shown.mails(address)) if "/to/terms" in mail["text"])
    ida.page.goto(re.findall(r"https?://\S+/to/terms", mail["text"])[0])
    ida.look("1-link")
    ida.page.get_by_role("button", name="Continue").click()
    expect(ida.page.get_by_role("heading", level=1)).to_have_text("Terms of data processing")
    ida.look("2-asked-to-sign")
    ida.page.goto(f"{shown.url}/portal")
    expect(ida.page.get_by_role("heading", name="Terms of data processing")).to_be_visible()
    ida.look("3-overview")
    ida.page.goto(f"{shown.url}/portal/tasks/terms")
    ida.page.get_by_role("button", name="Sign off").click()
    expect(ida.page.get_by_role("alert").first).to_be_visible()
    ida.look("4-sign-off-wrong")
    ida.page.get_by_label("Your full name").fill("Ida Holm")
    ida.page.get_by_role("checkbox").check()
    ida.page.get_by_role("button", name="Sign off").click()
    expect(ida.page.get_by_text("Thank you, your sign-off is recorded.")).to_be_visible()
    ida.look("5-signed")


def test_a_question_is_answered_and_the_meeting_offered_and_out_of_times(
    shown: Product, grace: tuple[Customer, Deal]
) -> None:
    customer, deal = grace
    page = customer.page
    page.get_by_text("Ask Ada Park", exact=True).click()
    page.get_by_label("Your question").fill("Can we begin a week later?")
    page.locator("#ask").get_by_role("button", name="Send").click()
    expect(page.get_by_text("Can we begin a week later?")).to_be_visible()
    customer.look("overview-question-asked")
    question = shown.onboarding(deal)["questions"][-1]["id"]
    shown.command(deal, "AnswerQuestion", question=question, text="Yes. Nothing else changes.")
    page.goto(f"{shown.url}/portal")
    expect(page.get_by_text("Yes. Nothing else changes.")).to_be_visible()
    customer.look("overview-question-answered")
    page.get_by_role("link", name="Choose a time").click()
    expect(page.get_by_role("radio").first).to_be_visible()
    customer.look("meeting-offered")
    page.get_by_label("What would suit you?").fill("An afternoon, please.")
    page.get_by_role("button", name="Ask for other times").click()
    expect(page.get_by_text("We heard you.")).to_be_visible()
    shown.advance("P9D")
    customer.come_back(shown.link(deal))
    page.goto(f"{shown.url}/portal/meetings/kickoff_call")
    expect(page.get_by_role("radio")).to_have_count(0)
    customer.look("meeting-no-times-left")


def test_too_many_codes_are_told(shown: Product, grace: tuple[Customer, Deal], tmp_path: Path) -> None:
    customer, _ = grace
    page = customer.page
    send(customer, "Tax certificate", tmp_path / "tax.pdf", pdfs.pdf(pages=1))
    went_on(customer, from_="Tax certificate")
    page.get_by_role("link", name="tax.pdf", exact=True).click()
    expect(page.get_by_role("button", name="Mail me a code")).to_be_visible()
    customer.look("code-not-mailed-yet")
    page.get_by_role("button", name="Mail me a code").click()
    expect(page.get_by_label("The six digits from our mail")).to_be_visible()
    for _ in range(20):
        with page.expect_navigation():
            page.get_by_role("button", name="Mail me another code").click()
        if page.get_by_role("alert").count():
            break
    expect(page.get_by_role("alert")).to_be_visible()
    customer.look("code-too-many")


def test_people_who_choose_their_own_few_colours_see_what_is_a_button_and_where_they_are(
    shown: Product, grace: tuple[Customer, Deal]
) -> None:
    customer, _ = grace
    page = customer.page
    customer.start("Proof of insurance")
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    button = page.get_by_role("button", name="Upload", exact=True)
    button.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    drawn = button.evaluate("it => [getComputedStyle(it).borderStyle, getComputedStyle(it).outlineStyle]")
    assert drawn == ["solid", "solid"]
    assert page.evaluate("document.getAnimations().length") == 0
    customer.camera.picture(page, "state-forced-colors")
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")


def _sign_in(product: Product, page: Page) -> None:
    page.goto(f"{product.url}/console")
    page.get_by_label("Your work email address").fill(ADA)
    page.get_by_role("button", name="Mail me a link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    product.settle()
    page.goto(address_in(product, ADA, "", "/console/sign-in/"))
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(f"{product.url}/console/needs-you")
