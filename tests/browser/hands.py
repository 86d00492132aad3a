"""Two ways to use a page: with the pointer, or with the keyboard alone. Each counts what it does.

A job is written once and done by either hand; what it presses is found by role and name, as
a person finds it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

MOST_TABS = 260
PHONE = 600
"""Below so many pixels the parts of the portal stand in a menu."""


@dataclass
class Hand:
    """Somebody at a page: clicks and keys that act are counted, typing and Tab are not."""

    page: Page
    clicks: int = 0
    foreign: list[str] = field(default_factory=list)

    def press(self, what: Locator) -> None:
        """Follow a link, press a button, tick a box."""
        self.clicks += 1
        what.click()

    def type(self, what: Locator, words: str) -> None:
        """Write words where something is asked."""
        what.fill(words)

    def choose_file(self, what: Locator, path: Path) -> None:
        """Give a file."""
        self.clicks += 1
        what.set_input_files(path)

    def link(self, name: str, within: str = "main") -> None:
        """Follow the first link of a name."""
        self.press(self.page.locator(within).get_by_role("link", name=name, exact=True).first)

    def button(self, name: str) -> None:
        """Press the button of a name."""
        self.press(self.page.locator("main").get_by_role("button", name=name, exact=True).first)

    def part(self, name: str) -> None:
        """Go to a part of the portal; a phone opens the menu of them first."""
        size = self.page.viewport_size
        if size is not None and size["width"] < PHONE:
            self.press(self.page.locator("summary", has_text="栏目"))
        self.press(
            self.page.locator("header")
            .get_by_role("link", name=name, exact=True)
            .locator("visible=true")
        )

    def downloaded(self, name: str, to: Path) -> Path:
        """Follow a link that hands out a file; where it lies now."""
        with self.page.expect_download() as waiting:
            self.link(name)
        path = to / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path


@dataclass
class Keyboard(Hand):
    """Somebody without a pointer: Tab leads to what is meant, Enter and the space bar press it."""

    def reach(self, what: Locator) -> None:
        """Go on with Tab until the focus is there; what no key reaches is a fault of the page."""
        what.wait_for()
        here = what.evaluate_handle("(one) => one")
        for _ in range(MOST_TABS):
            if here.evaluate("(one) => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no key reaches {what}")

    def press(self, what: Locator) -> None:
        """Press what has the focus, as its kind is pressed."""
        self.clicks += 1
        self.reach(what)
        ticked = what.get_attribute("type") in ("checkbox", "radio")
        self.page.keyboard.press("Space" if ticked else "Enter")

    def type(self, what: Locator, words: str) -> None:
        """Write over what stands there."""
        self.reach(what)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def choose_file(self, what: Locator, path: Path) -> None:
        """Give a file: the key opens the chooser."""
        self.clicks += 1
        self.reach(what)
        with self.page.expect_file_chooser() as waiting:
            self.page.keyboard.press("Space")
        waiting.value.set_files(path)


def watched(hand: Hand, base: str) -> Hand:
    """Note every address beyond the host that the page asks for."""

    def asked(request: Any) -> None:
        if not request.url.startswith((base, "data:")):
            hand.foreign.append(request.url)

    hand.page.on("request", asked)
    return hand


Sitting = Callable[[Page], Hand]
