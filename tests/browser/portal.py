"""A portal of its own in this process, and Debian's chromium before it."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import Browser, expect, sync_playwright

from portal.premises import Premises
from portal.web.running.app import create_app
from tests.prefect_server import wait_until

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium") or ""
"""The same engine without the windows that nobody sees: less than half the work."""
HAS_CHROMIUM = pytest.mark.skipif(
    not CHROMIUM, reason="Debian's chromium is not installed (make setup)"
)
expect.set_options(timeout=30_000)  # a deadline, not a wait: machines are busy
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@contextmanager
def served(premises: Premises) -> Iterator[str]:
    """Serve an office's pages on the port of its settings; the address."""
    port = premises.settings.portal_port
    config = uvicorn.Config(create_app(premises), host="127.0.0.1", port=port, log_level="error")
    config.timeout_graceful_shutdown = 1
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_until(lambda: server.started, "the portal", 60)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def launched(*arguments: str) -> Iterator[Browser]:
    """Start the browser, with more arguments than it needs."""
    with sync_playwright() as playwright:
        told = [*ARGUMENTS, *arguments]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=told)
        yield browser
        browser.close()
