"""The sandbox's mailbox stays legible."""

import pytest

from infra.local import mailbox
from tests.browser.conftest import NewPage

LONG = "averylongnameofsomebodywhoworks.inadepartment@subsidiaryofaholdingwithalongname.example"
MAIL = {"id": "1", "to": [LONG], "subject": "Wir brauchen noch 3 Dinge", "sent_at": "2026-11-21T06:00:00Z"}
RIGHT_EDGES = """part => {
  const words = document.createRange();
  words.selectNodeContents(part);
  return [words, part].map(each => each.getBoundingClientRect().right);
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_a_long_address_does_not_run_over_the_subject(new_page: NewPage, width: int) -> None:
    page = new_page(False)
    page.set_viewport_size({"width": width, "height": 800})
    page.set_content(mailbox.listing([MAIL], now="2026-11-21T06:00:00Z", app_url="http://127.0.0.1:8000"))
    for part in page.locator("li a > *").all():
        written, shown = part.evaluate(RIGHT_EDGES)
        assert written <= shown + 1
