"""The wall board in a browser: drawn, and drawn again for another day.

    python -m benchmarks.board [--projects 300] [--rounds 5] [--keep DIR] [--json]

The office is that of `benchmarks.portal`. Debian's chromium then opens
the board (milliseconds from the beginning of the navigation to the first picture, and until
the page is loaded), and its slider is moved to days of the past weeks (milliseconds until that
day's board stands there: the first time of a day, and again). The first opening, for which the
portal reads the campaign, is not counted.
"""

import argparse
import json
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.portal import PASSWORD, free_port, prepared, serving

PATIENCE = 120_000
OPENED = """() => {
    const [page] = performance.getEntriesByType("navigation");
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    return [paint.startTime, page.loadEventEnd];
}"""
MOVED = """(place) => new Promise((done) => {
    const slide = document.getElementById("slide"), began = performance.now();
    const board = document.getElementById("board");
    new MutationObserver((_, watch) => {
        if (document.contains(board)) return;
        watch.disconnect();
        requestAnimationFrame(() => done(performance.now() - began));
    }).observe(board.parentElement, { childList: true });
    slide.value = String(place);
    slide.dispatchEvent(new Event("input", { bubbles: true }));
})"""
"""Tells the milliseconds until the board of that day is drawn."""


def signed_in(page: Page, base: str, account: str) -> None:
    """Sign in as a person does."""
    page.goto(f"{base}/login")
    page.fill("#field-account", account)
    page.fill("#field-password", PASSWORD)
    page.press("#field-password", "Enter")
    page.wait_for_url(f"{base}/")


def measured(page: Page, base: str, rounds: int) -> dict[str, list[float]]:
    """Open the board so often, and move its slider as often."""
    page.goto(f"{base}/board")
    found: dict[str, list[float]] = {"first picture": [], "loaded": []}
    for _ in range(rounds):
        page.goto(f"{base}/board", wait_until="load")
        page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
        painted, loaded = page.evaluate(OPENED)
        found["first picture"].append(painted)
        found["loaded"].append(loaded)
    last = int(page.get_attribute("#slide", "max") or 0)
    days = [last - 5 * number for number in range(1, rounds + 1)]
    for name in ("slider, a day for the first time", "slider, the day again"):
        found[name] = [page.evaluate(MOVED, place) for place in days]
    return found


def told(taken: Sequence[float]) -> dict[str, int]:
    """Return the middle and the worst."""
    return {"median": round(statistics.median(taken)), "worst": round(max(taken))}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--projects", type=int, default=300)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--keep", type=Path)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="green-channel-") as scratch:
        home = given.keep or Path(scratch) / "home"
        accounts, _ = prepared(home, given.projects, "")
        port = free_port()
        environment = {
            "GREENCHANNEL_HOME": str(home),
            "GREENCHANNEL_PORTAL_PORT": str(port),
            "GREENCHANNEL_PREFECT_PORT": str(free_port()),
        }
        with (
            serving(["-m", "portal.web.running.serving"], port, **environment),
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium-headless-shell") or shutil.which("chromium"),
                args=["--no-sandbox"],
            )
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.set_default_timeout(PATIENCE)
            base = f"http://127.0.0.1:{port}"
            signed_in(page, base, next(one for one in accounts if one.startswith("dispatch")))
            figures = {
                name: told(some) for name, some in measured(page, base, given.rounds).items()
            }
            browser.close()
    if given.json:
        print(json.dumps(figures, ensure_ascii=False))
    for name, said in figures.items() if not given.json else ():
        print(f"{name}: {said}")


if __name__ == "__main__":
    main()
