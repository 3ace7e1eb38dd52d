"""Files sent by a script: several, slowly, over a connection that breaks, by people who change their mind."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Locator, Page, Route, expect

from tests.browser.camera import Camera
from tests.browser.conftest import NewPage
from tests.browser.customer import Customer
from tests.browser.product import Deal, Product
from tests.unit.inspection import pdfs

pytestmark = pytest.mark.browser
TASK = "Company registration document"
A_DROP = """(names) => {
  const held = new DataTransfer();
  for (const name of names) held.items.add(new File(["%PDF-1.7 dropped"], name, { type: "application/pdf" }));
  for (const kind of ["dragover", "drop"])
    document.querySelector("h1").dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: held }));
}"""


@pytest.fixture
def at_the_task(product: Product, new_page: NewPage, camera: Camera) -> tuple[Customer, Deal]:
    """Return a customer who looks at the task that wants a file, on a phone."""
    deal = product.sell()
    page = new_page(True)
    page.set_viewport_size({"width": 360, "height": 740})
    customer = Customer(page, product.url, camera, prefix="upload")
    customer.come_in(product.link(deal))
    customer.start(TASK)
    return customer, deal


@pytest.fixture
def right(tmp_path: Path) -> Path:
    path = tmp_path / "register.pdf"
    path.write_bytes(pdfs.pdf(pages=2))
    return path


def test_a_dropped_connection_is_waited_for_and_the_file_goes_on_by_itself(
    at_the_task: tuple[Customer, Deal], product: Product, right: Path
) -> None:
    customer, deal = at_the_task
    with broken(customer.page, times=2):
        customer.upload(right)
        expect(row(customer.page)).to_contain_text("is sent by itself as soon as it is back")
        accepted(customer.page)
    assert statuses(product, deal) == ["accepted"]


def test_what_was_sent_without_any_network_goes_when_it_is_back(
    at_the_task: tuple[Customer, Deal], product: Product, right: Path
) -> None:
    customer, deal = at_the_task
    ready_to_send(customer.page)
    customer.page.context.set_offline(True)
    customer.upload(right)
    expect(row(customer.page)).to_contain_text("is sent by itself as soon as it is back")
    expect(customer.page.get_by_role("button", name="Cancel: register.pdf")).to_be_visible()
    customer.look("waiting-for-the-connection")  # for as long as there is none
    customer.page.context.set_offline(False)
    accepted(customer.page)
    assert statuses(product, deal) == ["accepted"]


def test_a_slow_upload_shows_how_far_it_is_and_the_page_asks_before_it_is_left(
    at_the_task: tuple[Customer, Deal], product: Product, tmp_path: Path
) -> None:
    customer, deal = at_the_task
    large = tmp_path / "scan.pdf"
    large.write_bytes(pdfs.pdf(pages=1).replace(b"%%EOF", b"%" + b"0" * 300_000 + b"\n%%EOF"))
    with slow(customer.page):
        customer.upload(large)
        expect(customer.page.get_by_role("progressbar", name="scan.pdf")).to_be_visible()
        until(customer.page, "document.querySelector('#sending progress').value > 5")
        customer.look("sending")
        the_page_asks_before_it_is_left(customer.page)
    expect(row(customer.page)).to_have_count(0)
    assert len(statuses(product, deal)) == 1


def test_a_cancelled_upload_can_be_sent_again(
    at_the_task: tuple[Customer, Deal], product: Product, right: Path
) -> None:
    customer, deal = at_the_task
    page, store = customer.page, customer.page.locator("#upload-form").get_attribute("action")
    assert store
    page.route(store, lambda held: None)
    customer.upload(right)
    page.get_by_role("button", name="Cancel: register.pdf").click()
    expect(row(page)).to_contain_text("register.pdf was cancelled.")
    expect(page.get_by_role("button", name="Try again: register.pdf")).to_be_focused()
    customer.look("cancelled")
    page.unroute(store)
    page.get_by_role("button", name="Try again: register.pdf").click()
    accepted(page)
    assert statuses(product, deal) == ["accepted"]


def test_plain_mistakes_are_told_before_anything_is_sent(
    at_the_task: tuple[Customer, Deal], product: Product, tmp_path: Path
) -> None:
    customer, deal = at_the_task
    page, field = customer.page, customer.page.get_by_label("File", exact=True)
    for name, content, told in (
        ("notes.docx", b"PK", "notes.docx cannot be taken. We need a PDF here."),
        ("nothing.pdf", b"", "nothing.pdf is empty."),
        ("film.pdf", b"0" * 10_000_001, "film.pdf is larger than 10 MB. Choose a smaller file."),
    ):
        (tmp_path / name).write_bytes(content)
        customer.upload(tmp_path / name)
        expect(page.locator("#wrong-field-file")).to_contain_text(told)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_be_focused()
    customer.look("told-before-sending")
    assert statuses(product, deal) == []


def test_dropped_files_are_sent_and_one_too_many_is_told(
    at_the_task: tuple[Customer, Deal], product: Product
) -> None:
    customer, deal = at_the_task
    customer.page.evaluate(A_DROP, ["first.pdf", "second.pdf"])
    told = customer.page.locator("#wrong-field-file")
    expect(told).to_have_text("Only one file is needed here, so only first.pdf is sent.")
    expect(
        customer.page.locator("#documents").get_by_role("link", name="first.pdf", exact=True)
    ).to_be_visible()
    expect(customer.page.get_by_role("heading", name="“first.pdf” was not accepted")).to_be_visible()
    product.settle()
    assert statuses(product, deal) == ["rejected"]


def test_a_visit_that_ended_meanwhile_keeps_the_file_until_the_link_was_opened_again(
    at_the_task: tuple[Customer, Deal], product: Product, right: Path
) -> None:
    customer, deal = at_the_task
    product.advance("PT31M")
    customer.upload(right)
    expect(row(customer.page)).to_contain_text("Your visit has ended, and register.pdf is not sent yet.")
    customer.look("visit-ended")
    other = customer.page.context.new_page()
    other.goto(product.link(deal))
    other.get_by_role("button", name="Continue").click()
    expect(other).to_have_url(f"{product.url}/portal")
    customer.page.get_by_role("button", name="Try again: register.pdf").click()
    accepted(customer.page)
    assert statuses(product, deal) == ["accepted"]


def test_verdicts_are_read_out_and_the_keyboard_stays_where_it_is(
    at_the_task: tuple[Customer, Deal], right: Path
) -> None:
    customer, _ = at_the_task
    page, heard = customer.page, list[str]()
    ready_to_send(page)  # while what sends is not here yet, that is said first
    page.expose_function("hear", lambda text, at_something: heard.append(text if at_something else "lost"))
    page.evaluate(
        """() => {
          const region = document.querySelector("body > [role=status]");
          const tell = () => hear(region.textContent, document.activeElement !== document.body);
          new MutationObserver(tell).observe(region, { childList: true });
        }"""
    )
    customer.upload(right)
    accepted(page)
    assert heard[:2] == ["Sending register.pdf", "register.pdf has arrived. We are checking it."]
    assert heard[-1] == "register.pdf: Accepted"


def ready_to_send(page: Page) -> None:
    """Come near the field for files, and wait for the scripts that this first sign of somebody brings."""
    page.get_by_label("File", exact=True).focus()
    until(page, "typeof take === 'function' && typeof watch === 'function'")


def until(page: Page, condition: str) -> None:
    """Wait for a condition of the page's script; our headers forbid the browser driver's own way."""
    page.evaluate(
        f"""() => new Promise((found) => {{
          const timer = setInterval(() => {{ if ({condition}) {{ clearInterval(timer); found(); }} }}, 50);
        }})"""
    )


def row(page: Page) -> Locator:
    return page.locator("#sending > div")


def accepted(page: Page) -> None:
    """See the next page, which says so."""
    expect(page.get_by_text("Thank you, this file is fine.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who we talk to, and where invoices go")


def statuses(product: Product, deal: Deal) -> list[str]:
    task = next(each for each in product.onboarding(deal)["tasks"] if each["id"] == "registration")
    return [document["status"] for document in task["documents"]]


def the_page_asks_before_it_is_left(page: Page) -> None:
    with page.expect_event("dialog") as asked:
        page.evaluate("() => void setTimeout(() => location.reload())")
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    expect(page.get_by_role("progressbar", name="scan.pdf")).to_be_visible()


@contextmanager
def broken(page: Page, *, times: int) -> Iterator[None]:
    """Let the first sendings to the store fail on the way."""
    left = [times]

    def fail(route: Route) -> None:
        left[0] -= 1
        if left[0] >= 0:
            route.abort("connectionreset")
        else:
            route.continue_()

    store = page.locator("#upload-form").get_attribute("action")
    assert store
    page.route(store, fail)
    yield
    page.unroute(store)


@contextmanager
def slow(page: Page) -> Iterator[None]:
    """Let everything go as over a bad mobile connection: what is large takes longer than looking at it."""
    wire: CDPSession = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    speed = {"offline": False, "latency": 100, "downloadThroughput": 100_000, "uploadThroughput": 2_000}
    wire.send("Network.emulateNetworkConditions", speed)
    yield
    wire.send(
        "Network.emulateNetworkConditions",
        speed | {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    wire.detach()
