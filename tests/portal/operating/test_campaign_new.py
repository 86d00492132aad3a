"""A district begins with a skeleton that loads as it is, on an empty home."""

from pathlib import Path

import pytest

from store.intake.campaign_folder import FILES, read_campaign_folder
from tests.portal.conftest import Cli
from tests.store.intake.project_workbooks import Book, row

PROJECT = "2020-230112-33-03-009101"


@pytest.fixture
def skeleton(cli: Cli, tmp_path: Path) -> Path:
    """The skeleton as the command writes it."""
    folder = tmp_path / "本区专项行动"
    answer = cli("campaign", "new", str(folder))
    assert answer.code == 0
    assert f"greenchannel load {folder}" in answer.out
    return folder


def test_every_file_says_what_is_assumed(skeleton: Path) -> None:
    assert {path.name for path in skeleton.iterdir()} == set(FILES)
    for name in set(FILES) - {"days.yaml", "projects.yaml"}:
        first, *_ = text = (skeleton / name).read_text(encoding="utf-8").splitlines()
        assert first.startswith("# "), name
        assert any("assumed" in line for line in text), name


def test_a_real_office_loads_it_and_registers_a_project(
    cli: Cli, skeleton: Path, tmp_path: Path
) -> None:
    (skeleton / "campaign.yaml").write_text(
        (skeleton / "campaign.yaml").read_text(encoding="utf-8").replace("2026-", "2020-"),
        encoding="utf-8",
    )
    book = tmp_path / "登记.xlsx"
    book.write_bytes(Book().add([row()]).content())

    assert cli("load", str(skeleton)).code == 0
    told = cli("register", str(book), "--by", "dispatch-01")

    assert (told.code, told.err) == (0, "")
    assert "新登记项目 1 个" in told.out
    assert PROJECT in cli("projects").out
    assert cli("verify").code == 0


def test_it_names_no_district_and_no_plan(skeleton: Path) -> None:
    campaign = read_campaign_folder(skeleton).campaign

    assert campaign.district == "000000"
    told = [one.name for one in (*campaign.departments, *campaign.units, *campaign.accounts)]
    assert not [name for name in told if "阿城" in name or "哈尔滨" in name]


def test_nothing_is_written_over(cli: Cli, skeleton: Path) -> None:
    before = (skeleton / "people.yaml").read_text(encoding="utf-8")

    again = cli("campaign", "new", str(skeleton))

    assert again.code == 2
    assert "已存在且不是空目录" in again.err
    assert (skeleton / "people.yaml").read_text(encoding="utf-8") == before


def test_an_empty_real_office_is_told_of_it(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENCHANNEL_CLOCK", "real")

    answer = cli("up")

    assert answer.code == 3
    assert "greenchannel campaign new" in answer.err
