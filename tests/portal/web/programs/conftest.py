"""Programs with a token, over the campaign on Monday 1 June 2020."""

import pytest

from tests.portal.conftest import LIAISON
from tests.portal.web.browser import Browser
from tests.portal.web.test_api import Program, token_of


@pytest.fixture
def program(browser: Browser) -> Program:
    """A program of the park's liaison."""
    return Program(browser, token_of(browser, LIAISON))


@pytest.fixture
def reader(browser: Browser) -> Program:
    """A program of the same liaison that only reads."""
    return Program(browser, token_of(browser, LIAISON, scope="read"))
