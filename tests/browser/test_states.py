"""The customer's pages in the states that the plain way does not pass through: seen, scanned and pictured."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import showcase
from tests.browser.camera import Camera
from tests.browser.conftest import NewPage
from tests.browser.customer import Customer
from tests.browser.product import Deal, Product
from tests.unit.inspection import pdfs

pytestmark = pytest.mark.browser
ROWS = "Name;Email;Start\nLinus Berg;linus@customer.example;2026-12-01\n;ida@customer\nIda Holm;linus@customer.example;soon\n"


@pytest.fixture(scope="module")
def shown(product: Product) -> Product:
    product.publish(showcase.text())
    return product


@pytest.fixture
def grace(shown: Product, new_page: NewPage, camera: Camera) -> tuple[Customer, Deal]:
    deal = shown.sell(showcase.NAME)
    customer = Customer(new_page(True), shown.url, camera, prefix="state")
    customer.come_in(shown.link(deal))
    return customer, deal


def test_what_becomes_of_files(shown: Product, grace: tuple[Customer, Deal], tmp_path: Path) -> None:
    customer, deal = grace
    page = customer.page
    send(customer, "The people who will use it", tmp_path / "people.csv", ROWS.encode())
    expect(page.get_by_role("heading", name="“people.csv” was not accepted")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("list", re.IGNORECASE)).first).to_be_visible()
    customer.look("file-wrong-rows")

    send(customer, "The signed contract", tmp_path / "contract.pdf", pdfs.pdf(pages=1))
    went_on(customer, from_="The signed contract")
    customer.look("file-with-a-person")
    page.get_by_role("link", name="Replace contract.pdf").click()
    expect(page.get_by_role("heading", name="Send a newer version of “contract.pdf”")).to_be_visible()
    customer.look("file-to-be-replaced")
    send_here(customer, tmp_path / "contract 2.pdf", pdfs.pdf(pages=2))
    expect(page.get_by_role("link", name="contract 2.pdf", exact=True)).to_be_visible()
    expect(page.locator("#documents")).to_have_attribute("data-pending", "no")
    expect(page.get_by_text("We write to you as soon as we have looked.")).to_have_count(0)
    customer.look("file-replaced")
    newest = next(each for each in shown.documents(deal, "contract") if each["status"] == "needs_person")
    shown.command(deal, "ReviewDocument", document=newest["id"], accept=False, note="Page 2 is not signed.")
    customer.start("The signed contract")
    expect(page.get_by_text("Page 2 is not signed.").first).to_be_visible()
    customer.look("file-please-change-because")

    send_here(customer, tmp_path / "contract 3.pdf", pdfs.pdf(pages=3))
    went_on(customer, from_="The signed contract")
    page.get_by_role("button", name="Take back contract 3.pdf").click()
    expect(page.get_by_text("The file is taken back. It does not count.")).to_be_visible()
    customer.look("file-taken-back")


def test_what_ends_and_what_is_kept_apart(
    shown: Product, grace: tuple[Customer, Deal], tmp_path: Path
) -> None:
    customer, deal = grace
    page = customer.page
    customer.start("Proof of insurance")
    page.get_by_label("Until when is it valid?").fill("2027-12-31")
    customer.look("file-asks-for-its-date")
    send_here(customer, tmp_path / "insurance.pdf", pdfs.pdf(pages=1))
    went_on(customer, from_="Proof of insurance")
    expect(page.locator("#documents").get_by_text("Valid until")).to_be_visible()
    customer.look("file-with-its-date")

    send(customer, "Tax certificate", tmp_path / "tax.pdf", pdfs.pdf(pages=1))
    went_on(customer, from_="Tax certificate")
    page.get_by_role("link", name="tax.pdf", exact=True).click()
    page.get_by_role("button", name="Mail me a code").click()
    expect(page.get_by_label("The six digits from our mail")).to_be_visible()
    customer.look("code-mailed")
    page.get_by_label("The six digits from our mail").fill("000 000")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_be_visible()
    customer.look("code-wrong")
    shown.settle()
    page.get_by_label("The six digits from our mail").fill(code_in(shown, deal))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Thank you, that was the code.")).to_be_visible()
    customer.look("code-right")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="tax.pdf", exact=True).click()
    assert fetched.value.suggested_filename == "tax.pdf"


def test_questions_that_depend_on_others(grace: tuple[Customer, Deal]) -> None:
    customer, _ = grace
    page = customer.page
    customer.start("How your people sign in")
    customer.look("questions-that-depend")
    page.get_by_label("Single sign-on").check()
    page.get_by_label("Which domain do they sign in with?").fill("not a domain")
    page.get_by_label("How many people?").fill("twelve")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    customer.look("questions-wrong")
    page.get_by_label("Which domain do they sign in with?").fill("customer.example")
    page.get_by_label("How many people?").fill("12")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Thank you, your answers have arrived.")).to_be_visible()
    customer.look("questions-answered")


def test_people_who_help_and_people_who_are_stuck(shown: Product, grace: tuple[Customer, Deal]) -> None:
    customer, deal = grace
    page = customer.page
    customer.start("Tax certificate")
    page.get_by_text("I am stuck", exact=True).click()
    page.get_by_role("button", name="Tell Ada Park").click()
    expect(page.get_by_role("alert")).to_be_visible()
    customer.look("stuck-without-a-reason")
    page.get_by_label("We do not have it").check()
    page.get_by_role("button", name="Tell Ada Park").click()
    expect(page.get_by_text("We know that you cannot go on here.")).to_be_visible()
    customer.look("stuck")

    customer.start("Proof of insurance")
    page.get_by_text("Ask Ada Park", exact=True).click()
    page.get_by_label("Your question").fill("Is a copy enough?")
    page.locator("#ask").get_by_role("button", name="Send").click()
    expect(page.get_by_text("Is a copy enough?")).to_be_visible()
    customer.look("question-asked")

    customer.start("The signed contract")
    page.get_by_text("Somebody else knows this").click()
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_role("alert")).to_be_visible()
    customer.look("colleague-missing")
    page.get_by_label("Their name").fill("Ida Holm")
    page.get_by_label("Their email address").fill(f"ida.{deal.id.lower()}@customer.example")
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("With Ida Holm")).to_be_visible()
    customer.look("with-a-colleague")
    page.goto(f"{shown.url}/portal")
    customer.look("overview-with-colleague-and-stuck")
    page.goto(f"{shown.url}/portal/colleagues")
    page.get_by_role("link", name="End access : Ida Holm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("End the access of Ida Holm?")
    customer.look("colleague-end")
    page.get_by_role("button", name="End access").click()
    expect(page.get_by_text("The access has ended.")).to_be_visible()
    customer.look("colleague-ended")


@pytest.mark.parametrize(
    ("name", "act"),
    [
        (
            "on-hold",
            lambda product, deal: product.command(deal, "HoldOnboarding", reason="A word is awaited."),
        ),
        (
            "cancelled",
            lambda product, deal: product.command(deal, "CancelOnboarding", reason="They withdrew."),
        ),
    ],
)
def test_an_onboarding_that_rests_or_has_ended(
    shown: Product, grace: tuple[Customer, Deal], name: str, act: Callable[[Product, Deal], None]
) -> None:
    customer, deal = grace
    act(shown, deal)
    customer.page.goto(f"{shown.url}/portal")
    expect(customer.page.get_by_role("status").first).to_be_visible()
    edges = [customer.page.locator(each).first.bounding_box() for each in ("h1", ".columns section")]
    assert len({round(edge["x"]) for edge in edges if edge}) == 1  # no column is left empty
    customer.look(f"overview-{name}")
    customer.page.goto(f"{shown.url}/portal/tasks/tax")
    customer.look(f"task-{name}")


def test_pages_beside_the_tasks(shown: Product, grace: tuple[Customer, Deal]) -> None:
    customer, deal = grace
    page = customer.page
    for path, name in (
        ("help", "help"),
        ("access", "link-uses"),
        ("history", "history"),
        ("colleagues", "colleagues"),
    ):
        page.goto(f"{shown.url}/portal/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        customer.look(name)
    page.goto(f"{shown.url}/portal/access")
    page.get_by_role("button", name="Replace my link").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    customer.look("link-replaced")
    page.goto(f"{shown.url}/lost-link")
    customer.look("lost-link")
    page.get_by_label("Your email address").fill(deal.email)
    page.get_by_role("button", name="Send me my link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    customer.look("lost-link-asked")


@pytest.mark.parametrize(
    ("name", "path", "heading"),
    [
        ("no-such-page", "/portal/tasks/none", "This page does not exist"),
        ("no-such-link", "/p/none", "This page does not exist"),
        ("no-such-upload", "/portal/tasks/tax/uploaded?key=none", "This page does not exist"),
    ],
)
def test_what_is_not_there_is_told(
    shown: Product, grace: tuple[Customer, Deal], name: str, path: str, heading: str
) -> None:
    customer, _ = grace
    customer.page.goto(shown.url + path)
    expect(customer.page.get_by_role("heading", level=1)).to_have_text(heading)
    customer.look(f"refused-{name}")


def test_forms_that_cannot_be_taken_are_told(shown: Product, grace: tuple[Customer, Deal]) -> None:
    customer, _ = grace
    page = customer.page
    for name, change in (
        ("stale-form", "form.elements.csrf.value = 'of-another-visit'"),
        ("no-such-act", "form.elements.act.value = 'none'"),
        ("too-large", "form.elements.act.value = 'x'.repeat(210000)"),
    ):
        customer.start("How your people sign in")
        page.evaluate(
            f"() => {{ const form = document.getElementById('answers'); {change}; form.submit(); }}"
        )
        expect(page.locator("#answers")).to_have_count(1 if name == "stale-form" else 0)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        customer.look(f"refused-{name}")
    page.goto(f"{shown.url}/portal")
    page.get_by_role("button", name="Sign out on this device").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out on this device")
    customer.look("refused-signed-out")


def test_a_meeting_is_chosen_and_another_time_is_asked_for(
    shown: Product, grace: tuple[Customer, Deal]
) -> None:
    customer, deal = grace
    page = customer.page
    now = datetime.now(UTC)
    monday = (now + timedelta(days=7 - now.weekday() + 7)).replace(hour=9, minute=0, second=0, microsecond=0)
    times = [(monday + timedelta(days=day)).isoformat().replace("+00:00", "Z") for day in range(3)]
    shown.command(deal, "ProposeTimes", task="kickoff_call", times=times)
    page.goto(f"{shown.url}/portal")
    page.get_by_role("link", name="Choose a time").click()
    page.get_by_role("button", name="Meet at this time").click()
    expect(page.get_by_role("alert")).to_be_visible()
    customer.look("meeting-no-time-chosen")
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Meet at this time").click()
    expect(page.get_by_text("The time is set.")).to_be_visible()
    customer.look("meeting-set")
    page.goto(f"{shown.url}/portal")
    customer.look("overview-with-a-meeting")
    page.get_by_role("link", name="Choose another time").click()
    page.get_by_label("What would suit you?").fill("An afternoon, please.")
    page.get_by_role("button", name="Ask for other times").click()
    expect(page.get_by_text("We heard you.")).to_be_visible()
    customer.look("meeting-other-times-asked")


def send(customer: Customer, task: str, path: Path, content: bytes) -> None:
    customer.start(task)
    send_here(customer, path, content)


def send_here(customer: Customer, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    customer.upload(path)
    expect(customer.page.locator("#sending > div")).to_have_count(0)


def went_on(customer: Customer, *, from_: str) -> None:
    """See that the next thing has come by itself, and go back to the one before it."""
    expect(customer.page).to_have_url(re.compile(r"[?&]done=arrived&of="))
    expect(customer.page.get_by_text("Next for you")).to_be_visible()
    customer.start(from_)


def code_in(product: Product, deal: Deal) -> str:
    for mail in reversed(product.mails(deal.email)):
        if (found := re.search(r"\b(\d{3}) ?(\d{3})\b", mail["text"])) and "code" in mail["subject"].lower():
            return "".join(found.groups())
    raise AssertionError("No mail with a code came.")
