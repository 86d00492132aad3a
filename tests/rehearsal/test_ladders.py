"""Another ladder is rehearsed against the present one: the same script, other slips."""

from datetime import date

from casework.office import Office
from models.campaign import CampaignFolder
from notices.channels import Channels
from rehearsal.ladders import rehearse_ladder, with_ladder
from store.engine import Store


def test_a_ladder_that_begins_higher_prompts_nobody(
    empty_office: Office, real_folder: CampaignFolder
) -> None:
    present = real_folder.campaign.rulebook.escalation
    assert present is not None
    strict = present.model_copy(update={"opens": dict.fromkeys(present.opens, "order_blue")})
    until = date(2020, 5, 29)

    tally = rehearse_ladder(empty_office, with_ladder(real_folder, strict), until=until, seed=7)

    assert tally.opened > 0
    assert "prompt_slip" not in tally.drafted
    assert tally.drafted["order_blue"] == tally.opened
    assert 0 < tally.issued["order_blue"] <= tally.drafted["order_blue"]
    assert tally.per_person_day_p95 >= tally.per_person_day > 0
    assert tally.fullest[0].notices >= tally.per_person_day_p95


def test_without_a_ladder_nothing_stands_under_supervision(
    store: Store, channels: Channels, real_folder: CampaignFolder
) -> None:
    office = Office(store, channels)

    tally = rehearse_ladder(office, with_ladder(real_folder, None), until=date(2020, 5, 25), seed=7)

    assert (tally.opened, dict(tally.drafted), tally.interviews) == (0, {}, 0)
    assert tally.notices > 0
