import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import chromium
from tests.browser.camera import Camera
from tests.browser.customer import MILLISECONDS
from tests.browser.product import Product

NewPage = Callable[[bool], Page]
# Refusals, and connections that a test breaks on purpose.
_EXPECTED = re.compile(r"responded with a status of 4|net::ERR_(CONNECTION_RESET|INTERNET_DISCONNECTED)")
expect.set_options(timeout=MILLISECONDS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    with Product() as running:
        yield running


@pytest.fixture(scope="session")
def camera() -> Camera:
    return Camera()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Open pages, and fail afterwards on what a browser only writes to its console."""
    troubles: list[str] = []
    contexts = []

    def make(scripts: bool) -> Page:
        context = browser.new_context(java_script_enabled=scripts, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert [trouble for trouble in troubles if not _EXPECTED.search(trouble)] == []
