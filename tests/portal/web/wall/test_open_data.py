"""The public timetable in JSON keeps to a schema that is published and never changes."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from casework.reading.board.public import public_lines
from casework.reading.exchange.open_data import SCHEMA
from tests.portal.web.browser import Browser

KEPT = Path(__file__).parents[4] / "docs" / "schemas" / "timetable-1.json"


def dated(schema: Any, value: object) -> None:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(value)


def test_what_is_served_is_the_schema_that_was_published(dispatcher: Browser) -> None:
    """A changed field wants a version of its own: readers rely on the old one."""
    served = dispatcher.get(SCHEMA)

    assert served.headers["content-type"] == "application/schema+json"
    assert served.json() == json.loads(KEPT.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(served.json())


def test_every_project_keeps_to_it_and_leads_to_it(dispatcher: Browser) -> None:
    schema = json.loads(KEPT.read_text(encoding="utf-8"))
    lines = public_lines(dispatcher.premises.office, today=dispatcher.premises.today())
    for line in lines[::6]:
        answer = dispatcher.get(f"/public/{line.code}.json")
        told = answer.json()
        dated(schema, told)
        assert told["project"]["code"] == line.code
        assert len(told["steps"]) == line.procedures
        assert SCHEMA in answer.headers["link"]
        assert f"/public/{line.code}.json" in dispatcher.get(f"/public/{line.code}").text


def test_more_or_less_than_the_schema_says_is_found(dispatcher: Browser) -> None:
    schema = json.loads(KEPT.read_text(encoding="utf-8"))
    (line, *_) = public_lines(dispatcher.premises.office, today=dispatcher.premises.today())
    told = dispatcher.get(f"/public/{line.code}.json").json()
    for wrong in (
        told | {"applicant": "某公司"},
        {"project": told["project"], "steps": told["steps"]},
        told | {"as_of": "昨天"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            dated(schema, wrong)


def test_strangers_see_it_only_where_the_setting_says_so(dispatcher: Browser) -> None:
    stranger = dispatcher.another()

    assert stranger.get(SCHEMA).status_code == 303
    assert dispatcher.get("/public/2020-230112-39-03-999999.json").status_code == 404
