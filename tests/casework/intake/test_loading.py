"""Loading and registering: all or nothing, again without change, never silently different."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from casework.intake.loading import load, must_be_empty
from casework.intake.registering import register
from casework.office import Office
from casework.office.integrity import dump
from models.campaign import CampaignFolder
from models.case import CaseState
from models.project import Project
from models.refusal import BadInput, Refused, Unknown
from store import ledger
from tests.world import (
    DISPATCHER,
    LIAISON,
    OTHER_PROJECT,
    PROJECT,
    do,
    folder,
    june,
    project,
    stamp,
)

THIRD_PROJECT = "2020-230112-39-03-000003"


def written(office: Office) -> int:
    with office.store.reading() as connection:
        return ledger.count(connection)


class TestLoading:
    def test_registers_every_project_and_opens_what_is_ready(self, empty_office: Office) -> None:
        loaded = load(empty_office, folder(project()), stamp=stamp())

        assert loaded.fresh
        (recorded,) = loaded.registration.registered
        assert recorded.file.cases["A01"].state is CaseState.OPEN
        assert recorded.file.cases["B01"].state is CaseState.NOT_OPEN

    def test_again_changes_nothing(self, office: Office) -> None:
        before, count = dump(office), written(office)

        again = load(office, folder(project()), stamp=stamp(june(2)))

        assert not again.fresh
        assert again.registration.unchanged == (PROJECT,)
        assert (dump(office), written(office)) == (before, count)

    def test_again_after_acts_changes_nothing(self, office: Office) -> None:
        do(office, "submit", by=LIAISON)
        count = written(office)

        load(office, folder(project()), stamp=stamp(june(2)))

        assert written(office) == count

    def test_again_with_another_project_registers_that_one(self, office: Office) -> None:
        more = folder(project(), project(OTHER_PROJECT)).model_copy(
            update={"digests": {"catalogue.yaml": "c" * 64, "projects.yaml": "other"}}
        )

        again = load(office, more, stamp=stamp(june(2)))

        assert [one.file.project.code for one in again.registration.registered] == [OTHER_PROJECT]

    def test_a_changed_catalogue_is_refused_and_writes_nothing(self, office: Office) -> None:
        changed = folder(project(), project(OTHER_PROJECT)).model_copy(
            update={"digests": {"catalogue.yaml": "changed", "projects.yaml": "p" * 64}}
        )
        count = written(office)

        with pytest.raises(Refused) as refused:
            load(office, changed, stamp=stamp(june(2)))

        assert refused.value.code == "campaign_changed"
        assert refused.value.message == (
            "专项行动已启用，catalogue.yaml与启用时不同；目录、规则、日历不得无声变更，未写入任何内容"
        )
        assert written(office) == count

    def test_a_folder_with_one_wrong_project_leaves_an_empty_ledger(
        self, empty_office: Office
    ) -> None:
        wrong = folder(project(), project(OTHER_PROJECT, unit="nowhere"))

        with pytest.raises(BadInput, match="责任单位“nowhere”不在机构名录"):
            load(empty_office, wrong, stamp=stamp())

        assert written(empty_office) == 0
        must_be_empty(empty_office)
        assert dump(empty_office).count("2020-") == 0

    def test_tells_nobody_what_stood_before_the_campaign(self, office: Office) -> None:
        with office.store.reading() as connection:
            assert connection.execute(text("select count(*) from notices")).scalar() == 0

    def test_into_a_ledger_that_must_be_empty_is_refused(self, office: Office) -> None:
        with pytest.raises(Unknown, match="数据库中已有台账"):
            must_be_empty(office)

    def test_the_delivered_campaign_loads_whole(
        self, empty_office: Office, real_folder: CampaignFolder
    ) -> None:
        loaded = load(empty_office, real_folder, stamp=stamp())

        assert len(loaded.registration.registered) == 60


class TestRegistering:
    def test_tells_the_unit_what_it_may_apply_for(self, office: Office) -> None:
        registered = register(office, [project(OTHER_PROJECT)], stamp=stamp(by=DISPATCHER))

        (recorded,) = registered.registered
        assert recorded.entries[0].payload.kind == "registered"
        with office.store.reading() as connection:
            told = text("SELECT count(*) FROM notices WHERE project = :code")
            assert connection.execute(told, {"code": OTHER_PROJECT}).scalar_one() == 8

    def test_the_same_project_again_changes_nothing(self, office: Office) -> None:
        count = written(office)

        again = register(office, [project()], stamp=stamp(by=DISPATCHER))

        assert (again.registered, again.unchanged) == ((), (PROJECT,))
        assert written(office) == count

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            (lambda: project(name="改了名字"), "内容与本次不同"),
            (lambda: project(THIRD_PROJECT, unit="nowhere"), "责任单位“nowhere”不在"),
            (lambda: project(THIRD_PROJECT, sponsor="leader-99"), "包保领导账号“leader-99”不在"),
            (lambda: project(THIRD_PROJECT, chief_service_officer="cso-99"), "账号“cso-99”不在"),
            (lambda: project(THIRD_PROJECT, concluded_before={"X99": june(1)}), "没有“X99”"),
        ],
        ids=["a changed project", "a unit", "a sponsor", "a helper", "a procedure"],
    )
    def test_a_list_with_one_wrong_project_leaves_nothing(
        self, office: Office, wrong: Callable[[], Project], words: str
    ) -> None:
        before, count = dump(office), written(office)

        with pytest.raises((Refused, BadInput), match=words):
            register(office, [project(OTHER_PROJECT), wrong()], stamp=stamp(by=DISPATCHER))

        assert (dump(office), written(office)) == (before, count)
        with pytest.raises(Unknown):
            do(office, "submit", by=LIAISON, project=OTHER_PROJECT)

    def test_after_a_list_that_failed_starts_from_nothing(self, office: Office) -> None:
        """A file that was rolled back is not remembered, even where it was read meanwhile."""
        shorter = project(OTHER_PROJECT, concluded_before={"D01": june(1)})
        twice = [shorter, shorter, project(THIRD_PROJECT, unit="x")]
        with pytest.raises(BadInput):
            register(office, twice, stamp=stamp(by=DISPATCHER))

        elsewhere = Office(office.store, office.channels)
        renamed = project(OTHER_PROJECT, name="另一名字")
        register(elsewhere, [renamed], stamp=stamp(by=DISPATCHER))
        done = do(office, "submit", by=LIAISON, project=OTHER_PROJECT)

        assert done.file.project.name == "另一名字"

    @pytest.mark.parametrize(
        ("by", "code"), [("nobody-01", "unknown"), ("supervision-01", "not_entitled")]
    )
    def test_needs_an_account_that_may(self, office: Office, by: str, code: str) -> None:
        with pytest.raises(Refused) as refused:
            register(office, [project(OTHER_PROJECT)], stamp=stamp(by=by))

        assert refused.value.code == code
