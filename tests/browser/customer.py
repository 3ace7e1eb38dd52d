"""What a customer does in a browser, from the mail's link to the sign-off. Finds things as people do: by their words."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.camera import Camera

MILLISECONDS = 30_000  # that a page or a verdict may take on a busy machine
ANSWERS = {
    "Name of your technical contact": "Linus Berg",
    "Their email address": "linus@customer.example",
    "Company name on the invoice": "Nordlicht Energie GmbH",
    "Billing address": "Hauptstraße 1\n10115 Berlin",
    "Email address for invoices": "invoices@customer.example",
}


class Customer:
    """One customer at one browser page.

    Parameters
    ----------
    page
        The browser's page.
    url
        PUBLIC_URL.
    camera
        Takes pictures on the way.
    prefix
        Begins the pictures' names.
    """

    def __init__(self, page: Page, url: str, camera: Camera, *, prefix: str) -> None:
        self.page, self.url, self.camera, self._prefix = page, url, camera, prefix
        page.set_default_timeout(MILLISECONDS)

    def look(self, name: str) -> None:
        """Take a picture of what is seen now."""
        self.camera.take(self.page, f"{self._prefix}-{name}")

    def come_in(self, link: str) -> None:
        """Follow the mail's link and continue."""
        self.page.goto(link)
        self.look("1-link")
        self.page.get_by_role("button", name="Continue").click()
        expect(self.page).to_have_url(f"{self.url}/portal")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Hello Grace")
        self.look("2-overview")

    def come_back(self, link: str) -> None:
        """Begin another visit, after the last one has ended."""
        self.page.goto(link)
        self.page.get_by_role("button", name="Continue").click()
        expect(self.page).to_have_url(f"{self.url}/portal")

    def start(self, task: str) -> None:
        """Open a task from the overview."""
        self.page.goto(f"{self.url}/portal")
        self.page.get_by_role("link", name=task, exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(task)
        self.page.wait_for_load_state()  # its script has run: what is done from now on, it hears of

    def upload(self, file: Path) -> None:
        """Choose a file and send it."""
        chooser = self.page.get_by_label("File", exact=True)
        expect(chooser).to_have_js_property("multiple", False)  # one file is asked for
        chooser.set_input_files(file)
        self.page.get_by_role("button", name="Upload", exact=True).click()

    def answer_nothing(self) -> None:
        """Send the questions unanswered: each is named, and nothing is lost."""
        self.page.get_by_label("Billing address").fill("Hauptstraße 1")
        self.page.get_by_role("button", name="Send", exact=True).click()
        summary = self.page.get_by_role("alert")
        expect(summary).to_contain_text("Something needs another look")
        expect(self.page.get_by_label("Billing address")).to_have_value("Hauptstraße 1")
        self.look("5-answers-missing")

    def answer(self) -> None:
        """Answer every question."""
        for label, value in ANSWERS.items():
            self.page.locator("#answers").get_by_label(label).fill(value)
        self.page.get_by_role("button", name="Send", exact=True).click()
        expect(self.page.get_by_text("Thank you, your answers have arrived.")).to_be_visible()
        self.look("6-answers-sent")

    def sign_off(self) -> None:
        """Approve the go-live by name."""
        self.page.get_by_label("Your full name").fill("Grace Lind")
        self.page.get_by_role("checkbox").check()
        self.look("8-sign-off")
        self.page.get_by_role("button", name="Sign off").click()
        expect(self.page.get_by_text("Thank you, your sign-off is recorded.")).to_be_visible()
        self.look("9-signed")

    def sees(self, text: str) -> None:
        """Check that the overview says something."""
        self.page.goto(f"{self.url}/portal")
        expect(self.page.get_by_text(text).first).to_be_visible()
