"""A changed catalogue: refused when silent, shown first; accepted cases keep their limits."""

import pytest

from casework.changes.catalogue import apply_changes, preview_changes
from casework.desk import Stamp
from casework.intake.loading import CampaignChanged, load
from casework.office import CAMPAIGN, Office
from casework.office.integrity import dump, rebuild, verify
from models.campaign import CampaignFolder
from models.catalogue import Procedure
from models.days import DateKind
from models.refusal import Refused, Stale
from rules.in_force.authority import NotEntitled
from tests.casework.changes.test_calendar import accept, entries, moved, rows
from tests.world import (
    DISPATCHER,
    HOUSING_OFFICER,
    LIAISON,
    OTHER_PROJECT,
    PROCEDURES,
    PROJECT,
    campaign,
    do,
    folder,
    june,
    limit,
    project,
    stamp,
)


def changed(*procedures: Procedure, digest: str = "d") -> CampaignFolder:
    """The folder with other procedures in its catalogue."""
    catalogue = campaign().catalogue.model_copy(
        update={"procedures": procedures, "version": "test-2"}
    )
    return folder(project(), project(OTHER_PROJECT)).model_copy(
        update={
            "campaign": campaign().model_copy(update={"catalogue": catalogue}),
            "digests": {"catalogue.yaml": digest * 64, "projects.yaml": "p" * 64},
        }
    )


def shorter(code: str = "A01", days: int = 3) -> CampaignFolder:
    """The folder with a shorter promise for one procedure."""
    return changed(
        *(
            one.model_copy(update={"promised": limit(days)}) if one.code == code else one
            for one in PROCEDURES
        )
    )


def keeper(day: int = 3) -> Stamp:
    return stamp(june(day), by=DISPATCHER)


@pytest.fixture
def two(empty_office: Office) -> Office:
    """Two projects: one has its A01 accepted, the other has not applied."""
    load(empty_office, folder(project(), project(OTHER_PROJECT)), stamp=stamp())
    accept(empty_office, "A01", june(1))
    return empty_office


def test_without_being_applied_it_is_refused(two: Office) -> None:
    with pytest.raises(CampaignChanged, match="不得无声变更"):
        load(two, shorter(), stamp=stamp(june(3)))


class TestAPreview:
    def test_says_who_keeps_and_who_takes_and_what_moves(self, two: Office) -> None:
        change = preview_changes(two, shorter(), stamp=keeper())

        (one,) = change.procedures
        assert (one.procedure, one.fields, one.keep, one.take) == ("A01", ("promised",), 1, 1)
        moves = {
            (where.project, move.what) for where in change.weighed.projects for move in where.moves
        }
        assert (OTHER_PROJECT, DateKind.START_FORECAST) in moves
        assert (PROJECT, DateKind.PROMISED_DUE) not in moves

    def test_writes_nothing(self, two: Office) -> None:
        before, root = dump(two), verify(two).head

        preview_changes(two, shorter(), stamp=keeper())

        assert (dump(two), verify(two).head) == (before, root)


class TestAChange:
    def test_leaves_an_accepted_case_its_limits(self, two: Office) -> None:
        before = rows(two, "cases")

        apply_changes(two, shorter(), stamp=keeper())

        assert rows(two, "cases") == before
        accept(two, "A01", june(3), project=OTHER_PROJECT)
        assert rows(two, "cases", OTHER_PROJECT)["A01"]["promised_due"] == "2020-06-08"
        assert rows(two, "cases")["A01"]["promised_due"] == "2020-06-15"

    def test_is_an_entry_of_the_campaign_and_of_each_project_that_moves(self, two: Office) -> None:
        change = apply_changes(two, shorter(), stamp=keeper())

        last = entries(two, CAMPAIGN)[-1]
        assert (last.payload.kind, last.by) == ("campaign_loaded", DISPATCHER)
        assert change.weighed.projects
        for one in change.weighed.projects:
            (entry,) = moved(two, one.project)
            assert entry.basis == "目录 test-2，规则 test-1"

    def test_leaves_what_rebuilding_derives(self, two: Office) -> None:
        do(two, "submit", "E01", by=HOUSING_OFFICER, on=june(2))
        apply_changes(two, shorter("E01"), stamp=keeper())
        stored = dump(two)

        rebuild(two)

        assert dump(two) == stored
        assert verify(two).ok

    def test_again_changes_nothing_and_the_folder_loads_again(self, two: Office) -> None:
        apply_changes(two, shorter(), stamp=keeper())
        root = verify(two).head

        assert apply_changes(two, shorter(), stamp=keeper(4)).nothing
        assert not load(two, shorter(), stamp=stamp(june(4))).fresh
        assert verify(two).head == root

    def test_may_add_a_procedure(self, two: Office) -> None:
        new = PROCEDURES[0].model_copy(update={"code": "A09", "name": "新事项"})

        change = apply_changes(two, changed(*PROCEDURES, new), stamp=keeper())

        assert [(one.procedure, one.fields) for one in change.procedures] == [("A09", ("new",))]
        assert change.weighed.projects == ()


class TestNothingIsWritten:
    @pytest.mark.parametrize(
        ("wanted", "what"),
        [
            pytest.param(changed(*PROCEDURES[1:]), "事项不得删除：A01", id="a procedure in use"),
            pytest.param(
                shorter().model_copy(update={"digests": {"days.yaml": "e" * 64}}),
                "days load",
                id="other days",
            ),
        ],
    )
    def test_when_it_may_not_be_changed(
        self, two: Office, wanted: CampaignFolder, what: str
    ) -> None:
        root = verify(two).head

        with pytest.raises(CampaignChanged, match=what):
            apply_changes(two, wanted, stamp=keeper())

        assert verify(two).head == root

    def test_when_the_account_may_not(self, two: Office) -> None:
        with pytest.raises(NotEntitled):
            apply_changes(two, shorter(), stamp=stamp(june(3), by=LIAISON))

    def test_when_somebody_acted_after_the_preview(self, two: Office) -> None:
        seen = preview_changes(two, shorter(), stamp=keeper())
        accept(two, "A01", june(3), project=OTHER_PROJECT)

        with pytest.raises(Stale) as refused:
            apply_changes(two, shorter(), expect=seen, stamp=keeper())

        assert isinstance(refused.value, Refused)
