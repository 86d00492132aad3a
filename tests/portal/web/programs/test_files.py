"""Attachments by programs: the guards of the page, once under a key, read back as kept."""

import hashlib
from typing import Any

import httpx
import pytest

from tests.portal.conftest import PROJECT
from tests.portal.web.browser import Browser
from tests.portal.web.test_api import Program, token_of

FILES = f"/api/v1/projects/{PROJECT}/cases/P05/files"
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\n%%EOF"
DIGEST = hashlib.sha256(PDF).hexdigest()


def put(program: Program, *files: tuple[str, bytes], **headers: str) -> httpx.Response:
    return program.upload(FILES, [("files", one) for one in files], {"note": "扫描件"}, **headers)


class TestAFile:
    def test_is_put_in_listed_and_taken_out_as_it_was(self, program: Program) -> None:
        answer = put(program, ("批复.pdf", PDF))

        assert answer.status_code == 201, answer.text
        (one,) = answer.json()["files"]
        assert (one["sha256"], one["name"], one["size"]) == (DIGEST, "批复.pdf", len(PDF))
        assert (one["note"], one["media"]) == ("扫描件", "application/pdf")
        assert program.get(FILES).json() == answer.json()
        taken = program.get(f"{FILES}/{DIGEST}")
        assert taken.content == PDF
        assert taken.headers["content-security-policy"] == "sandbox; default-src 'none'"

    def test_under_its_key_is_put_in_once(self, program: Program) -> None:
        key = {"idempotency-key": "f-1"}
        first = put(program, ("批复.pdf", PDF), **key)

        again = put(program, ("批复.pdf", PDF), **key)
        other = put(program, ("另一件.pdf", PDF + b"\n"), **key)

        assert (first.status_code, again.status_code, other.status_code) == (201, 200, 422)
        assert len(again.json()["files"]) == 1
        assert other.json()["code"] == "key_taken"

    def test_on_a_version_that_has_passed_is_stale(self, program: Program) -> None:
        tag = {"if-match": program.get(f"/api/v1/projects/{PROJECT}").headers["etag"]}
        put(program, ("批复.pdf", PDF), **tag)

        assert put(program, ("另一件.pdf", PDF + b"\n"), **tag).status_code == 409

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("批复.pdf", b"MZ\x90\x00", "批复.pdf"),
            ("批复.exe", PDF, "批复.exe"),
            ("批复.pdf", b"", "批复.pdf"),
        ],
    )
    def test_that_the_page_would_not_take_is_refused_in_its_words(
        self, program: Program, name: str, content: bytes, said: str
    ) -> None:
        answer = put(program, (name, content))

        assert answer.status_code == 422
        (error,) = answer.json()["errors"]
        assert error["field"] == "files"
        assert said in error["message"]
        assert answer.json()["code"] == "attachment_refused"

    @pytest.mark.parametrize(
        ("files", "fields", "field"),
        [
            ([("note", (None, "无"))], {}, "files"),
            ([("file", ("a.pdf", PDF))], {}, "file"),
            ([("files", ("a.pdf", PDF))], {"remark": "无"}, "remark"),
            ([("files", ("a.pdf", PDF))], {"note": "长" * 201}, "note"),
            ([("files", ("a.pdf", PDF))], {"note": ["一", "二"]}, "note"),
            ([("files", ("a.pdf", PDF)), ("note", ("n.txt", b"x"))], {}, "note"),
        ],
    )
    def test_in_a_form_that_is_mistaken_names_the_field(
        self, program: Program, files: list[Any], fields: dict[str, Any], field: str
    ) -> None:
        answer = program.upload(FILES, files, fields)

        assert answer.status_code == 422, answer.text
        assert [one["field"] for one in answer.json()["errors"]] == [field]

    def test_sent_as_json_is_415(self, program: Program) -> None:
        answer = program.post(FILES, {"files": []})

        assert answer.status_code == 415
        assert "multipart/form-data" in answer.json()["detail"]

    @pytest.mark.parametrize("body", [b"", b"--x", b"--x\r\nContent-Disposition: form-data\r\n"])
    def test_in_a_form_that_nobody_reads_says_why(self, program: Program, body: bytes) -> None:
        answer = program.send(FILES, body.decode(), "multipart/form-data; boundary=x")

        assert answer.status_code in (400, 422)
        assert answer.headers["content-type"] == "application/problem+json"

    def test_too_large_is_413(self, program: Program) -> None:
        assert put(program, ("批复.pdf", b"0" * (25 * 1024 * 1024))).status_code == 413

    def test_is_not_put_to_anothers_case(self, browser: Browser) -> None:
        other = Program(browser, token_of(browser, "housing-01"))

        answer = put(other, ("批复.pdf", PDF))

        assert answer.status_code == 403
        assert answer.json()["code"] == "not_entitled"

    def test_is_not_put_by_a_token_that_only_reads(self, reader: Program) -> None:
        assert put(reader, ("批复.pdf", PDF)).json()["code"] == "read_only_token"

    @pytest.mark.parametrize(
        "address", [f"{FILES}/{'0' * 64}", FILES.replace("P05", "X99") + f"/{DIGEST}"]
    )
    def test_that_there_is_not_is_404(self, program: Program, address: str) -> None:
        assert program.get(address).status_code == 404
