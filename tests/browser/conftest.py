"""One browser for the tests of a module; each opens contexts of its own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.portal import launched


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser
