"""The API against what it says of itself: cases drawn from its own OpenAPI document."""

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from portal.premises import Premises
from tests.portal.web.browser import BASE, Browser
from tests.portal.web.test_api import token_of

TRUTHS = [status_code_conformance, content_type_conformance, response_schema_conformance]
"""What an answer is held against: statuses, types and shapes that the document names."""

CASES = int(os.environ.get("GREENCHANNEL_API_CASES", "15"))
"""How many requests are drawn for each operation."""


@pytest.mark.timeout(1800)
def test_no_drawn_request_is_answered_by_a_failure_of_the_host(
    browser: Browser, premises: Premises
) -> None:
    token = token_of(browser, "unit-park-liaison")
    schema = schemathesis.openapi.from_dict(browser.get("/api/v1/openapi.json").json())
    program = browser.another()
    seen: dict[str, set[int]] = {}
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found.err()
        operation = found.ok()

        @settings(
            max_examples=CASES,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            asked = case.as_transport_kwargs(base_url=BASE)
            asked.pop("cookies", None)
            if isinstance(asked.get("data"), bytes):
                asked["content"] = asked.pop("data")
            asked["headers"]["Authorization"] = f"Bearer {token}"
            answer = program.client.request(**asked)
            seen.setdefault(case.operation.label, set()).add(answer.status_code)
            assert answer.status_code < 500, (case, answer.text)
            case.validate_response(answer, checks=TRUTHS)

        ask()

    assert len(seen) >= 5
    assert any(200 in codes or 201 in codes for codes in seen.values()), seen
