"""Praise, blame and exemplary cases at the command line: drafted, approved, printed, refused."""

from pathlib import Path

from tests.portal.conftest import PROJECT, Cli

CASE = {"title": "拿地即开工", "text": "四证<i>同发</i>", "holder": "unit-park", "project": PROJECT}


def add(cli: Cli, book: str, by: str, **values: str) -> None:
    fields = [part for name, value in values.items() for part in ("--set", f"{name}={value}")]
    assert cli("books", "add", book, *fields, "--by", by).code == 0


def move(cli: Cli, book: str, state: str, by: str, *more: str) -> int:
    words = ("books", "move", book, "1", "--state", state, "--evidence", "文件", "--by", by)
    return cli(*words, *more).code


def test_nothing_is_drafted_of_units_that_cannot_be_told_apart(office_cli: Cli) -> None:
    """保障措施第3、4条: on the first day nobody has done anything yet."""
    shown = office_cli("honours", "show", "--json").json()
    drafted = office_cli("honours", "draft", "--by", "supervision-01", "--json")

    assert shown["lines"] == []
    assert "名次不可区分" in shown["sentences"][0]
    assert drafted.json()["refused"] == "nothing_to_draft"
    assert office_cli("books", "show", "awards", "--json").json()["lines"] == []


def test_a_commendation_is_printed_as_a_draft_until_it_is_approved(
    office_cli: Cli, tmp_path: Path
) -> None:
    flag = {"matter": "开工率居首", "kind": "表扬", "unit": "unit-park", "basis": "开复工率3/3"}
    add(office_cli, "awards", "dispatch-01", **flag, draft="拟予通报表扬")
    page = tmp_path / "表扬.html"
    draft = office_cli("honours", "paper", "awards", "1", "--page", str(page), "--json").json()
    before = page.read_text()
    code = move(office_cli, "awards", "approved", "supervision-02")
    signed = office_cli("honours", "paper", "awards", "1", "--page", str(page), "--json").json()

    assert (draft["mark"], draft["signed_on"]) == ("未经批准，不得公布", None)
    assert "未经批准，不得公布" in before
    assert code == 0
    assert (signed["mark"], signed["signed_by"]) == ("", "督办室02")
    assert "督办室02\u30002020年6月1日" in page.read_text()


def test_without_consent_no_case_leaves_the_house(office_cli: Cli, tmp_path: Path) -> None:
    """保障措施第4条."""
    page = tmp_path / "案例.html"
    out = ("honours", "paper", "examples", "1", "--public", "--page", str(page))
    early = office_cli("honours", "example", PROJECT, "--by", "dispatch-01", "--json").json()
    add(office_cli, "examples", "unit-park-liaison", **CASE)
    refused = office_cli(*out)
    foreign = move(office_cli, "examples", "agreed", "dispatch-01", "--set", "consent=同意书")
    agreed = move(office_cli, "examples", "agreed", "unit-park-liaison", "--set", "consent=同意书")
    changed = office_cli(
        *("books", "move", "examples", "1", "--set", "text=改了", "--by", "dispatch-01", "--json")
    ).json()
    published = move(office_cli, "examples", "published", "dispatch-01")
    done = office_cli(*out)

    assert early["refused"] == "nothing_to_draft"
    assert refused.code == 1
    assert "未经企业同意公开" in refused.err
    assert (foreign, agreed, published) == (1, 0, 0)
    assert changed["refused"] == "book_field_fixed"
    assert done.code == 0
    assert "四证&lt;i&gt;同发&lt;/i&gt;" in page.read_text()


def test_only_exemplary_cases_are_for_everybody(office_cli: Cli) -> None:
    wrong = office_cli("honours", "paper", "awards", "1", "--public", "--json")
    none = office_cli("honours", "paper", "land", "1", "--json")

    assert wrong.code == 2
    assert "没有可以打印的文稿" in none.json()["message"]
