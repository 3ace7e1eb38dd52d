"""Every mail as a phone shows it: in light and dark, without pictures or anything else from outside, in every language."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from chalicelib.adapters.mail.rendering import Brand
from chalicelib.domain.languages import OFFERED
from tests.browser.camera import Camera
from tests.browser.conftest import NewPage
from tests.unit.mail.samples import CUSTOMER, letter, samples, to_grace

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
FACTS = """() => {
  const wide = document.documentElement.clientWidth;
  const buttons = [...document.links].filter(link => getComputedStyle(link).backgroundColor !== "rgba(0, 0, 0, 0)");
  return {
    spills: [...document.body.querySelectorAll("*")].filter(one => one.getBoundingClientRect().right > wide + 1)
      .map(one => one.outerHTML.slice(0, 120)),
    relative: [...document.links].map(link => link.getAttribute("href")).filter(to => !/^(https:|mailto:)/.test(to)),
    buttons: buttons.map(link => link.textContent.trim()),
    small: [...document.links].filter(link => link.getBoundingClientRect().height < 24).map(link => link.outerHTML),
    lang: document.documentElement.lang, first: document.body.textContent.trim(),
  };
}"""
CONTRAST = """() => axe.run(document, {resultTypes: ["violations"], runOnly: ["color-contrast", "link-name", "html-has-lang",
  "html-lang-valid", "document-title", "image-alt", "link-in-text-block"]})
  .then(found => found.violations.flatMap(each => each.nodes.map(node => each.id + " " + node.html.slice(0, 160))))"""


@pytest.fixture
def phone(new_page: NewPage) -> Page:
    """Return a phone's mail program, which loads nothing from outside and fails if a mail tries."""
    page = new_page(True)
    page.set_viewport_size(PHONE)
    page.route("**/*", lambda asked: asked.abort())
    page.on("request", lambda asked: pytest.fail(f"A mail asks for {asked.url}."))
    return page


@pytest.mark.parametrize("language", OFFERED)
def test_every_mail_fits_a_phone_and_has_one_clear_button(phone: Page, language: str) -> None:
    for name, mail in samples(language).items():
        phone.set_content(mail.html)
        facts = phone.evaluate(FACTS)
        assert facts["spills"] == [], name
        assert facts["relative"] == [], name
        assert facts["small"] == [], name
        assert len(facts["buttons"]) <= most_buttons(name), (name, facts["buttons"])
        if mail.reply_to:
            assert facts["lang"].partition("-")[0] == language, name
    welcome = letter(to_grace("welcome", tasks=CUSTOMER))
    phone.set_content(welcome.html)
    assert phone.evaluate(FACTS)["first"].startswith("Upload your company registration; ")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_mail_can_be_read_in_light_and_dark(phone: Page, camera: Camera, scheme: str) -> None:
    phone.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for name, mail in samples().items():
        phone.set_content(mail.html)
        phone.evaluate(AXE_SCRIPT)
        assert phone.evaluate(CONTRAST) == [], name
    camera.take_letters(phone, samples())


@pytest.mark.parametrize("color", ["#ffd400", "#7cfc00", "#0b0b0b", "#ff4fa3"])
def test_a_button_can_be_read_in_any_brands_colour(phone: Page, color: str) -> None:
    welcome = letter(to_grace("welcome", tasks=CUSTOMER), brand=Brand(name="Golive", color=color))
    for scheme in ("light", "dark"):
        phone.emulate_media(color_scheme=scheme)
        phone.set_content(welcome.html)
        phone.evaluate(AXE_SCRIPT)
        assert phone.evaluate(CONTRAST) == [], color


def most_buttons(name: str) -> int:
    """Return how many buttons a mail may have: several matters have one each, and so have the five answers to a question."""
    return 5 if name == "feedback" else 3 if name.endswith("-several") else 1
