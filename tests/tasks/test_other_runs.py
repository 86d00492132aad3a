"""Every flow but the case run is put right, by our watch and by Prefect's automation alike."""

import yaml

from portal.premises import ROOT
from portal.service.automations import read_automations
from tasks.case.other_runs import RECURRING, REQUESTED


def test_no_deployment_is_left_out() -> None:
    declared = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    (silent,) = read_automations()

    short = {one["name"] for one in declared} - {"approve"}

    assert short == {*RECURRING, *REQUESTED}
    assert short == set(silent["trigger"]["match_related"]["prefect.resource.name"])
    assert not {*RECURRING} & {*REQUESTED}


def test_what_recurs_has_a_schedule_and_what_is_asked_for_has_none() -> None:
    declared = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    scheduled = {one["name"] for one in declared if one.get("schedules")}

    assert scheduled == set(RECURRING)
