"""When a month's bulletin is due: by the calendar, once a month, made up for after outages."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from models.bulletin import BulletinDrafted, BulletinRules, MonthlyBulletin
from models.campaign import CampaignFile
from models.people import Role
from models.refusal import BadInput
from rules.clocks.bulletin_days import (
    bulletin_due_on,
    bulletin_months,
    bulletins_due,
    first_of,
    last_of,
)
from tests.rules.fold.test_file import FIGURES
from tests.world import DAYS, campaign, july, june

RULES = BulletinRules(by_day=5, issuer="督办室", signer=Role.SUPERVISOR)


def august(day: int) -> date:
    return date(2020, 8, day)


def file(
    *, rules: BulletinRules | None = RULES, loaded: date | None = None, drafted: str = ""
) -> CampaignFile:
    """A campaign of 1 June to 31 August 2020, with some months drafted."""
    small = campaign()
    rulebook = small.rulebook.model_copy(update={"monthly_bulletin": rules})
    known = {
        month: MonthlyBulletin(
            BulletinDrafted(month=month, as_of=last_of(month), figures=FIGURES), july(1)
        )
        for month in drafted.split()
    }
    given = small.model_copy(update={"rulebook": rulebook})
    return replace(
        CampaignFile(given, given.days, {}, 1, MappingProxyType({}), loaded_on=loaded),
        bulletins=MappingProxyType(known),
    )


class TestTheDay:
    @pytest.mark.parametrize(
        ("month", "due"),
        [
            ("2020-05", june(5)),
            ("2020-06", july(6)),  # the 5th is a Sunday
            ("2020-07", august(5)),
            ("2020-08", date(2020, 9, 7)),  # the 5th is a Saturday
            ("2020-09", date(2020, 10, 9)),  # National Day and Mid-Autumn, 1 to 8 October
            ("2020-12", date(2021, 1, 5)),
            ("2020-01", date(2020, 2, 5)),
            ("2021-09", date(2021, 10, 8)),  # a make-up Saturday comes after it
            ("2024-01", date(2024, 2, 5)),
            ("2024-02", date(2024, 3, 5)),
        ],
    )
    def test_is_the_fifth_of_the_next_month_or_the_next_working_day(
        self, month: str, due: date
    ) -> None:
        assert bulletin_due_on(month, RULES, DAYS) == due

    def test_may_be_a_make_up_sunday(self) -> None:
        # 28 June 2020 is a Sunday on which offices are open.
        rules = RULES.model_copy(update={"by_day": 27})
        assert bulletin_due_on("2020-05", rules, DAYS) == june(28)


class TestAMonth:
    def test_has_a_first_and_a_last_day(self) -> None:
        assert (first_of("2020-02"), last_of("2020-02")) == (date(2020, 2, 1), date(2020, 2, 29))
        assert (first_of("2021-12"), last_of("2021-12")) == (date(2021, 12, 1), date(2021, 12, 31))

    @pytest.mark.parametrize(
        "text", ["", "2020-13", "2020-00", "2020-6", "202006", "1999-01", "六月"]
    )
    def test_is_written_one_way(self, text: str) -> None:
        with pytest.raises(BadInput, match="应写作 2020-06"):
            first_of(text)


class TestWhatIsDue:
    def test_is_nothing_before_the_day_and_the_month_from_it_on(self) -> None:
        assert bulletins_due(file(), july(5)) == ()
        assert bulletins_due(file(), july(6)) == ("2020-06",)
        assert bulletins_due(file(), august(4)) == ("2020-06",)

    def test_is_every_missed_month_after_an_outage_oldest_first(self) -> None:
        assert bulletins_due(file(), august(5)) == ("2020-06", "2020-07")
        assert bulletins_due(file(drafted="2020-06"), date(2026, 1, 1)) == ("2020-07", "2020-08")

    def test_is_nothing_that_was_drafted_before(self) -> None:
        assert bulletins_due(file(drafted="2020-06 2020-07"), august(31)) == ()

    def test_ends_with_the_month_in_which_the_campaign_ends(self) -> None:
        assert bulletin_months(file(), date(2021, 6, 1)) == ("2020-06", "2020-07", "2020-08")

    def test_begins_when_the_campaign_came_into_the_ledger(self) -> None:
        assert bulletin_months(file(loaded=july(20)), august(1)) == ("2020-07", "2020-08")
        assert bulletins_due(file(loaded=date(2026, 3, 1)), date(2026, 6, 1)) == ()

    def test_is_nothing_where_the_campaign_has_no_bulletins(self) -> None:
        assert bulletin_months(file(rules=None), august(31)) == ()
        assert bulletins_due(file(rules=None), august(31)) == ()
