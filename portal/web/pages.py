"""How pages are drawn (页面): Jinja templates, escaped always, strict about what is missing."""

import hashlib
import secrets
from collections.abc import Hashable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from models.people import Account
from models.week_words import week_in_words
from portal.web import words
from reports.text.phrases import learnt_from

MOST_KEPT = 2048
"""So many parts of pages are kept: a few kilobytes each."""

HERE = Path(__file__).parent
STATIC = HERE / "static"


@cache
def environment() -> Environment:
    """Return the templates; there is one set for the whole process."""
    made = Environment(
        loader=PackageLoader("portal.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        drawn_once=drawn_once,
        static=static,
        fresh_key=fresh_key,
        days_ahead=words.days_ahead,
        due=words.due,
        learnt_from=learnt_from,
        remaining=words.remaining,
        query=query,
    )
    made.filters.update(
        day=words.day,
        short_day=words.short_day,
        weekday=words.weekday,
        moment=words.moment,
        part=part,
        plain_days=words.plain_days,
        week=week_in_words,
        pair=pair,
        trusted=Markup,
    )
    return made


@cache
def static(name: str) -> str:
    """Return the address of a file of ours; it changes when the file does."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


@lru_cache(maxsize=MOST_KEPT)
def drawn_once(template: str, macro: str, *given: Hashable) -> Markup:
    """Return what a macro draws of what it is given, drawn once: a line stands in many pages."""
    found: Markup = getattr(environment().get_template(template).module, macro)(*given)
    return found


def fresh_key() -> str:
    """Return an idempotency key for a form: pressed twice, it counts once."""
    return f"web-{secrets.token_urlsafe(16)}"


def query(given: dict[str, Any], **changed: object) -> str:
    """Return a query string with some of its parts changed; what is empty falls away."""
    kept = {name: value for name, value in {**given, **changed}.items() if value not in ("", None)}
    return f"?{urlencode(kept, doseq=True)}" if kept else "?"


def part(text: str) -> str:
    """Return a text as one part of a path."""
    return quote(text, safe="")


def pair(account: Account) -> tuple[str, str]:
    """Return an account as a choice of a form."""
    return account.number, f"{account.name}（{account.number}）"


def drawn(template: str, context: dict[str, Any]) -> str:
    """Draw a page."""
    return environment().get_template(template).render(context)
