"""The work list: parts with counts, days in words, filters in the address, several at once."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from casework.reading.lists.work_list import Tab, work_list
from models.refusal import Refused
from portal.premises import Premises
from store import ledger
from store.projected.queries import project_lines
from tests.portal.conftest import LIAISON, PROJECT, WATER_OFFICER
from tests.portal.doing import done
from tests.portal.web.browser import Browser, text

HERE = f"/projects/{PROJECT}/cases/P05"

WORD_OF = {
    "late": "逾期",
    "today": "今天到期",
    "soon": "还有[0-3]个",
    "calm": "还有",
    "none": "未起算",
    "stop": "暂停计时",
    "done": "已结束|未开始",
}


@pytest.fixture
def submitted(premises: Premises) -> None:
    """冷链物流园 has applied for P05, without its deferrable paper."""
    done(premises, LIAISON, "P05", "submit", missing=("P05-3",))


def counts(browser: Browser, path: str = "/") -> dict[str, int]:
    """Tab → count as the page says."""
    page = browser.get(path).text
    found = re.findall(r'tab=(\w+)[^"]*"[^>]*>[^<]*<span class="count">(\d+)', page)
    return {tab: int(count) for tab, count in found}


def rows(browser: Browser, path: str = "/") -> list[str]:
    """The addresses of the cases listed, of those that can be opened."""
    return re.findall(r'<h2 class="card-title"><a href="([^"?]*)', browser.get(path).text)


def lines(browser: Browser, path: str) -> list[str]:
    """What each case listed says."""
    found = re.findall(r"<article.*?</article>", browser.get(path).text, re.S)
    return [" ".join(re.sub(r"<[^>]*>", " ", one).split()) for one in found]


class TestKeyProjects:
    """绿色通道: a word and a filter, not a colour alone."""

    def test_are_marked_and_can_be_looked_for_alone(self, dispatcher: Browser) -> None:
        every = lines(dispatcher, "/?tab=all")
        alone = lines(dispatcher, "/?tab=all&key=1")
        page = text(dispatcher.get("/?tab=all&key=1"))

        assert any("重点" in one for one in every)
        assert alone
        assert all("重点" in one for one in alone)
        assert 0 < counts(dispatcher, "/?key=1")["all"] < counts(dispatcher)["all"]
        assert "只看重点" in page

    def test_are_marked_on_the_desk_and_the_agenda_and_no_others(
        self, dispatcher: Browser, played: Premises
    ) -> None:
        desk, agenda = text(dispatcher.get("/desk")), text(dispatcher.get("/meeting"))
        with played.office.store.reading() as connection:
            known = project_lines(connection)

        for one in known:
            key = one.tier in ("provincial_100", "city_key")
            if one.name in desk:
                assert (f"重点 {one.name}" in desk) is key, one.name
            if one.name in agenda:
                assert f"{one.name}（重点）" not in agenda or key, one.name
        assert sum(f"重点 {one.name}" in desk for one in known) >= 1


class TestAList:
    def test_has_six_parts_whose_counts_are_those_of_the_query(
        self, officer: Browser, premises: Premises, submitted: None
    ) -> None:
        with premises.office.store.reading() as connection:
            account = premises.office.situation(connection).account(WATER_OFFICER)
        asked = work_list(premises.office, account=account, tab=Tab.MINE, today=premises.today())

        assert counts(officer) == {one.value: asked.counts[one] for one in Tab}
        assert asked.counts[Tab.MINE] == 1
        for tab in Tab:
            assert len(lines(officer, f"/?tab={tab.value}")) == min(asked.counts[tab], 60)

    def test_says_what_whom_by_when_and_what_comes_next(
        self, officer: Browser, submitted: None
    ) -> None:
        page = officer.get("/")

        said = text(page)
        assert "生产建设项目水土保持方案审批" in said
        assert "还有5个工作日 6月8日 一次性告知" in said
        assert "审查材料：容缺受理或一次性告知补正" in said
        assert rows(officer) == [HERE]

    def test_shows_no_colour_without_its_word(self, officer: Browser, submitted: None) -> None:
        page = officer.get("/?tab=all").text

        found = re.findall(r'class="card line tone-(\w+)[^>]*>(.*?)</article>', page, re.S)

        assert {tone for tone, _ in found} >= {"calm", "none", "done"}
        for tone, block in found:
            assert re.search(WORD_OF[tone], re.sub(r"<[^>]*>", " ", block)), (tone, block)

    def test_uses_five_words_of_state_at_most(self, dispatcher: Browser) -> None:
        found = set()
        for page in range(1, 30):
            said = dispatcher.get(f"/?tab=all&page={page}").text
            found |= set(re.findall(r'<div class="line-state">\s*<span>([^ <]*)', said))

        assert found == {"待申报", "未开始", "待受理", "审查中", "已结束"}

    def test_says_under_each_day_how_far_it_is(self, dispatcher: Browser) -> None:
        pages = [dispatcher.get(f"/?tab=all&page={number}").text for number in (1, 2)]
        found = re.findall(r'<div class="line-when">(.*?)</div>', "".join(pages), re.S)
        dated = [" ".join(re.sub(r"<[^>]*>", " ", one).split()) for one in found if "<time" in one]

        assert len(dated) > 20
        for said in dated:
            assert re.match(
                r"(还有\d+个(工作日|自然日)|今天到期|逾期\d+个(工作日|自然日)) ", said
            ), said

    def test_says_why_what_cannot_start_cannot_and_is_no_link(self, officer: Browser) -> None:
        page = "/?tab=all&phase=未开始"
        told = lines(officer, page)

        assert told
        assert all(re.search("不能办理：待.+办结", one) for one in told)
        assert rows(officer, page) == []

    def test_is_the_same_under_the_same_address(self, officer: Browser, submitted: None) -> None:
        address = "/?tab=all&q=P05&phase=待受理"

        assert rows(officer, address) == rows(officer, address) == [HERE]

    def test_shows_what_it_is_narrowed_by_as_tags_that_take_it_away(
        self, officer: Browser, submitted: None
    ) -> None:
        page = officer.get("/?tab=all&q=P05&phase=待受理").text

        tags = re.search(r'<ul class="tags".*?</ul>', page, re.S)
        assert tags
        assert "“P05”" in tags[0]
        assert 'href="/?tab=all&amp;phase=' in tags[0]
        assert '<ul class="tags"' not in officer.get("/?tab=all").text

    def test_keeps_what_it_is_narrowed_by_when_the_part_changes(
        self, officer: Browser, submitted: None
    ) -> None:
        page = officer.get("/?q=P05").text

        assert all("q=P05" in one for one in re.findall(r'href="(/\?[^"]*tab=\w+[^"]*)"', page))

    @pytest.mark.parametrize("typed", ["P05", "lengl", "llwly", "冷链", PROJECT, "STBC", "水土"])
    def test_is_searched_by_code_name_and_initials(
        self, officer: Browser, submitted: None, typed: str
    ) -> None:
        found = rows(officer, f"/?tab=mine&q={typed}")

        assert found == ([] if typed == "lengl" else [HERE])

    def test_leaves_to_a_colleague_what_one_took_in_oneself(
        self, browser: Browser, premises: Premises, submitted: None
    ) -> None:
        done(premises, WATER_OFFICER, "P05", "accept_conditionally", signed_by="张经理")

        browser.sign_in(WATER_OFFICER)
        assert (counts(browser)["mine"], counts(browser)["office"]) == (0, 1)
        browser.sign_in("water-02")
        assert counts(browser)["mine"] == 1

    def test_shows_a_unit_what_it_has_to_hand_in(self, browser: Browser) -> None:
        browser.sign_in(LIAISON)

        assert HERE in rows(browser, f"/?tab=mine&project={PROJECT}")

    def test_is_empty_in_words(self, officer: Browser) -> None:
        assert "目前没有要您办的事项" in text(officer.get("/"))
        assert "没有符合条件的事项" in text(officer.get("/?q=zzzz"))

    @pytest.mark.parametrize("odd", ["/?tab=none", "/?page=x", "/?page=99999"])
    def test_stands_odd_addresses(self, officer: Browser, odd: str) -> None:
        assert officer.get(odd).status_code == 200

    @pytest.mark.parametrize("path", ["/", "/projects"])
    def test_of_a_light_that_there_is_not_says_so(self, officer: Browser, path: str) -> None:
        answer = officer.get(f"{path}?light=xyz")

        assert answer.status_code == 422
        assert "没有“xyz”这种亮灯" in text(answer)
        assert "red 红灯" in text(answer)
        assert officer.get(f"{path}?light=red").status_code == 200


class TestSeveralAtOnce:
    def test_have_each_an_outcome_and_none_undoes_another(
        self, browser: Browser, premises: Premises
    ) -> None:
        browser.sign_in(LIAISON)
        picked = [f"{PROJECT}/P05", f"{PROJECT}/P99", f"{PROJECT}/P05"]

        said = text(browser.post("/batch", {"act": "submit", "pick": picked, "_key": "k1"}))

        assert "已办1件，未办1件" in said
        assert "审批事项目录中没有“P99”" in said
        with premises.office.store.reading() as connection:
            file, _ = premises.office.file(connection, PROJECT)
        assert file.cases["P05"].submitted_on == date(2020, 6, 1)

    def test_sent_twice_are_done_once(self, browser: Browser, premises: Premises) -> None:
        browser.sign_in(LIAISON)
        form = {"act": "submit", "pick": [f"{PROJECT}/P05"], "_key": "k2"}

        first, second = text(browser.post("/batch", form)), text(browser.post("/batch", form))

        assert "已办1件" in first
        assert "已办1件" in second
        with premises.office.store.reading() as connection:
            kinds = [one.payload.kind for one in ledger.read(connection, PROJECT)]
        assert kinds.count("submitted") == 1

    def test_refuse_each_what_is_another_offices(
        self, browser: Browser, premises: Premises
    ) -> None:
        browser.sign_in("housing-01")

        said = text(browser.post("/batch", {"act": "submit", "pick": [f"{PROJECT}/P05"]}))

        assert "已办0件，未办1件" in said
        assert "不是本部门、本单位的事项" in said

    @pytest.mark.parametrize(
        "form", [{}, {"act": "refuse", "pick": [f"{PROJECT}/P05"]}, {"act": "submit"}]
    )
    def test_of_nothing_or_of_a_grave_act_do_nothing(
        self, officer: Browser, form: dict[str, object]
    ) -> None:
        answer = officer.post("/batch", form)

        assert answer.status_code == 422
        assert "没有办理任何事项" in text(answer)


class TestWhyAnActIsNotToBeHad:
    @pytest.mark.parametrize("act", ["accept", "resume"])
    def test_is_the_rules_own_refusal(
        self, officer: Browser, premises: Premises, submitted: None, act: str
    ) -> None:
        address = f"/batch/refusals?act={act}&pick={PROJECT}/P05&pick=x/y&pick={PROJECT}/P08"
        told = officer.get(address).json()

        with pytest.raises(Refused) as refused:
            done(premises, WATER_OFFICER, "P05", act)
        assert told == {
            f"{PROJECT}/P05": refused.value.message,
            f"{PROJECT}/P08": "不符合适用情形：自备水源取水",
            "x/y": "没有这个事项",
        }

    def test_is_that_it_is_anothers(self, browser: Browser, submitted: None) -> None:
        browser.sign_in("housing-01")
        told = browser.get(f"/batch/refusals?act=accept&pick={PROJECT}/P05").json()

        assert told == {f"{PROJECT}/P05": "由水务局审批窗口办理"}

    def test_is_asked_of_light_acts_alone(self, officer: Browser) -> None:
        assert officer.get(f"/batch/refusals?act=refuse&pick={PROJECT}/P05").json() == {}


def test_a_change_is_recent_for_five_working_days(premises: Premises) -> None:
    with premises.office.store.reading() as connection:
        account = premises.office.situation(connection).account(LIAISON)

    def recent(on: date) -> int:
        return work_list(premises.office, account=account, tab=Tab.ALL, today=on).counts[Tab.RECENT]

    assert recent(date(2020, 6, 8)) > 0
    assert recent(date(2020, 6, 9)) == 0


class TestADayOfOnesOwn:
    def test_hides_a_case_until_it_comes_and_moves_no_limit(
        self, officer: Browser, premises: Premises, submitted: None
    ) -> None:
        before = re.search("还有5个工作日 6月8日", text(officer.get(HERE)))

        answer = officer.post(f"{HERE}/follow", {"follow_on": "2020-06-04"})

        assert answer.status_code == 303, text(answer)
        assert rows(officer) == []
        assert counts(officer)["mine"] == 0
        assert "另有1件未到您定的跟进日" in text(officer.get("/"))
        assert rows(officer, "/?put_off=1") == [HERE]
        assert HERE in rows(officer, "/?tab=office")
        assert before
        assert "还有5个工作日 6月8日" in text(officer.get(HERE))
        at = datetime(2020, 6, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
        premises.clock.set(at)
        assert rows(officer) == [HERE]

    def test_is_seen_by_nobody_else(
        self, browser: Browser, premises: Premises, submitted: None
    ) -> None:
        browser.sign_in(WATER_OFFICER)
        browser.post(f"{HERE}/follow", {"follow_on": "2020-06-04"})
        browser.sign_in("water-02")

        assert rows(browser) == [HERE]

    def test_is_taken_away_by_an_empty_one(self, officer: Browser, submitted: None) -> None:
        officer.post(f"{HERE}/follow", {"follow_on": "2020-06-04"})
        officer.post(f"{HERE}/follow", {"follow_on": ""})

        assert rows(officer) == [HERE]

    @pytest.mark.parametrize("day", ["2020-06-01", "2020-05-01", "明天"])
    def test_lies_ahead(self, officer: Browser, submitted: None, day: str) -> None:
        answer = officer.post(f"{HERE}/follow", {"follow_on": day})

        assert answer.status_code == 422
        assert 'href="#field-follow_on"' in answer.text
        assert f'value="{day}"' in answer.text


def test_nothing_late_is_told_to_whoever_watches_over_the_district(browser: Browser) -> None:
    browser.sign_in("leader-01")

    said = text(browser.get("/"))

    assert "没有逾期的审批事项" in said
    assert "目前没有要您办的事项" not in said
