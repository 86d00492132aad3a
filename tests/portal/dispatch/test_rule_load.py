"""`load` of a changed folder: refused, previewed, applied with a name under it."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import CAMPAIGN_DIR
from tests.portal.conftest import LIAISON, PROJECT, WATER_OFFICER, Cli, head

DISPATCHER = "dispatch-01"
OLD, NEW = (
    "promised: {value: 7, unit: workday, assumed: true}",
    "promised: {value: 4, unit: workday}",
)


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The campaign's folder with a shorter promise for P05."""
    folder = tmp_path / "changed"
    shutil.copytree(CAMPAIGN_DIR, folder)
    path = folder / "catalogue.yaml"
    before, found, after = path.read_text(encoding="utf-8").partition("- code: P05\n")
    assert OLD in after
    path.write_text(before + found + after.replace(OLD, NEW, 1), encoding="utf-8")
    return folder


def due(cli: Cli) -> str:
    told = cli("show", PROJECT, "--json").json()
    return next(str(one["promised_due"]) for one in told["cases"] if one["procedure"] == "P05")


class TestAChangedFolder:
    def test_is_refused_unless_it_is_applied(self, office_cli: Cli, changed: Path) -> None:
        root = head(office_cli)

        assert office_cli("load", str(changed)).code == 1
        assert head(office_cli) == root

    def test_is_shown_first(self, office_cli: Cli, changed: Path) -> None:
        office_cli("act", PROJECT, "P05", "submit", "--by", LIAISON)
        office_cli("act", PROJECT, "P05", "accept", "--by", WATER_OFFICER)
        root = head(office_cli)

        answer = office_cli("load", str(changed), "--by", DISPATCHER, "--preview")
        told = office_cli("load", str(changed), "--by", DISPATCHER, "--preview", "--json").json()

        assert answer.code == 0
        assert "（承诺时限）：已受理在办 1 件沿用受理时的规定" in answer.out
        assert "未写入任何内容" in answer.out
        (one,) = told["procedures"]
        assert (told["applied"], told["files"]) == (False, ["catalogue.yaml"])
        assert (one["procedure"], one["fields"], one["keep"]) == ("P05", ["promised"], 1)
        assert head(office_cli) == root

    def test_leaves_accepted_cases_their_days(self, office_cli: Cli, changed: Path) -> None:
        office_cli("act", PROJECT, "P05", "submit", "--by", LIAISON)
        office_cli("act", PROJECT, "P05", "accept", "--by", WATER_OFFICER)
        before = due(office_cli)

        answer = office_cli("load", str(changed), "--by", DISPATCHER, "--apply-changes")

        assert answer.code == 0
        assert "已生效：catalogue.yaml" in answer.out
        assert due(office_cli) == before
        again = office_cli("load", str(changed), "--by", DISPATCHER, "--apply-changes")
        assert (again.code, again.out) == (0, "与现行规定一致，没有变化\n")
        assert office_cli("load", str(changed)).code == 0
        assert (office_cli("rebuild").code, office_cli("verify").code) == (0, 0)

    @pytest.mark.parametrize(
        ("by", "code"), [((), 2), (("--by", LIAISON), 1), (("--by", "nobody"), 2)]
    )
    def test_needs_a_name_that_may(
        self, office_cli: Cli, changed: Path, by: tuple[str, ...], code: int
    ) -> None:
        root = head(office_cli)

        assert office_cli("load", str(changed), *by, "--apply-changes").code == code
        assert head(office_cli) == root
