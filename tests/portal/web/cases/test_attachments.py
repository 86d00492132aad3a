"""Files beside a case: kept by hash, named by the ledger, refused when they carry code."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from casework.intake.attaching import attached
from portal.premises import Premises
from store.intake.attachment_guard import MOST_UNPACKED
from tests.portal.conftest import LIAISON, PROJECT, WATER_OFFICER, Cli
from tests.portal.web.browser import FROM_OUR_PAGE, Browser, text

FILES = f"/projects/{PROJECT}/cases/P05/files"
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\n%%EOF"
DIGEST = hashlib.sha256(PDF).hexdigest()


def archive(*names: str, filler: int = 0) -> bytes:
    """A document of an office with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name in ("[Content_Types].xml", *names):
            file.writestr(name, b"0" * filler if filler and name == names[-1] else b"<x/>")
    return made.getvalue()


def sent(browser: Browser, name: str, content: bytes, **more: str):  # type: ignore[no-untyped-def]
    return browser.client.post(
        FILES, data=more, files={"files": (name, content)}, headers=FROM_OUR_PAGE
    )


def kept(premises: Premises) -> Path:
    return premises.settings.attachments / DIGEST[:2] / DIGEST


class TestAFile:
    def test_is_kept_by_its_hash_and_named_by_an_entry(
        self, officer: Browser, premises: Premises
    ) -> None:
        answer = sent(officer, "批复.pdf", PDF, note="原件扫描")

        assert answer.status_code == 303, text(answer)
        (one,) = attached(premises.office, project=PROJECT, procedure="P05")
        assert (one.file.sha256, one.file.size, one.file.name) == (DIGEST, len(PDF), "批复.pdf")
        assert kept(premises).read_bytes() == PDF
        assert kept(premises).stat().st_mode & 0o077 == 0
        shown = text(officer.get(FILES))
        assert "批复.pdf 原件扫描" in shown
        assert f"第{one.version}条" in shown
        assert "附件（存入1次）" in text(officer.get(f"/projects/{PROJECT}/cases/P05"))

    def test_is_handed_out_to_be_kept_and_never_run(self, officer: Browser) -> None:
        sent(officer, "批复.pdf", PDF)

        answer = officer.get(f"{FILES}/{DIGEST}")

        assert answer.content == PDF
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["x-content-type-options"] == "nosniff"

    def test_is_not_found_under_another_case(self, officer: Browser) -> None:
        sent(officer, "批复.pdf", PDF)

        other = officer.get(f"/projects/{PROJECT}/cases/S05/files/{DIGEST}")

        assert other.status_code == 404

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("a.pdf", b"", "文件是空的"),
            ("a.exe", b"MZ", "只收 PDF"),
            ("a.pdf", b"<html>", "内容与扩展名不符"),
            ("a.png", PDF, "内容与扩展名不符"),
            ("a.pdf", PDF + b"/JavaScript", "含有脚本"),
            ("a.docx", archive("word/document.xml", "word/vbaProject.bin"), "含有宏"),
            ("a.docx", archive("word/document.xml", "word/embeddings/1.bin"), "含有嵌入的文件"),
            ("a.docx", archive("word/document.xml")[:-30], "文件已损坏"),
            (
                "a.xlsx",
                lambda: archive("xl/workbook.xml", "xl/x.xml", filler=MOST_UNPACKED + 1),
                "解压后超过",
            ),
            ("a.docx", archive("xl/workbook.xml"), "内容与扩展名不符"),
        ],
        ids=lambda one: one if isinstance(one, str) else "",
    )
    def test_that_may_not_be_kept_is_refused_in_words(
        self,
        officer: Browser,
        premises: Premises,
        name: str,
        content: bytes | Callable[[], bytes],
        said: str,
    ) -> None:
        answer = sent(officer, name, content() if callable(content) else content)

        assert (answer.status_code, said in text(answer)) == (422, True)
        assert attached(premises.office, project=PROJECT, procedure="P05") == ()
        assert not premises.settings.attachments.exists()

    def test_of_an_office_is_known_by_its_content(self, officer: Browser) -> None:
        assert sent(officer, "意见.docx", archive("word/document.xml")).status_code == 303

    def test_comes_once(self, officer: Browser, premises: Premises) -> None:
        sent(officer, "批复.pdf", PDF)

        again = sent(officer, "另名.pdf", PDF)

        assert (again.status_code, "已在本件附件中" in text(again)) == (422, True)

    def test_none_is_told(self, officer: Browser) -> None:
        answer = officer.post(FILES, {"note": "专家意见"})
        assert (answer.status_code, "请选择要存入的文件" in text(answer)) == (422, True)
        assert "文件须重新选择，其余已填写的内容都保留在下面" in text(answer)
        assert 'value="专家意见"' in answer.text


class TestWhoMay:
    @pytest.mark.parametrize("who", [WATER_OFFICER, LIAISON, "water-head"])
    def test_put_files_to_a_case_of_their_own(self, browser: Browser, who: str) -> None:
        browser.sign_in(who)

        assert sent(browser, "批复.pdf", PDF).status_code == 303

    @pytest.mark.parametrize("who", ["housing-01", "dispatch-01", "operator-01"])
    def test_put_none_to_anothers(self, browser: Browser, premises: Premises, who: str) -> None:
        browser.sign_in(who)

        answer = sent(browser, "批复.pdf", PDF)

        assert (answer.status_code, "无权存入附件" in text(answer)) == (403, True)
        assert "存入附件" not in text(browser.get(FILES))
        assert not premises.settings.attachments.exists()


class TestTheProof:
    def test_says_which_file_was_altered_or_lost(
        self, officer: Browser, premises: Premises, cli: Cli
    ) -> None:
        sent(officer, "批复.pdf", PDF)
        assert cli("verify").code == 0

        kept(premises).write_bytes(PDF.replace(b"1.4", b"1.5"))
        altered = cli("verify")
        page = officer.get(f"{FILES}/{DIGEST}")
        kept(premises).unlink()
        lost = cli("verify")

        assert (altered.code, "批复.pdf：内容已被改动" in altered.out) == (4, True)
        assert (page.status_code, "缺失或被改动" in text(page)) == (422, True)
        assert (lost.code, "批复.pdf：文件缺失" in lost.out) == (4, True)
