from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.browser.camera import Camera
from tests.browser.product import Product


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
