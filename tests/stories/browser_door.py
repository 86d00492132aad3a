"""The fourth door of the story: officers in front of Debian's chromium, each in a window of
their own. They go from page to page by what they can press and fill in what they are asked.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Browser, Locator, Page

from models.act_fields import ActFields
from models.act_requests import Act
from models.project import Project
from models.project_sheet import PROJECT_TABLE, PROJECT_TABLE_COLUMNS, ProjectCell
from models.register_form import RegisterForm
from portal.web.cases.act_fields import Field, fields_of
from rules.acting.examining import GATE_ACTS
from tests.browser.hands import Hand
from tests.portal.web.browser import PASSWORD
from tests.stories.portal_door import PageDoor

WAN = 10_000


@dataclass
class BrowserDoor(PageDoor):
    """Acts by pressing and typing on the portal's pages, as whoever acts; Prefect does not run."""

    browser: Browser
    base: str
    desk: Path
    """Where what is downloaded lies."""
    by_workbook: frozenset[str] = frozenset()
    """Projects that are registered with the table, the others with the form."""
    hands: dict[str, Hand] = field(default_factory=dict)
    foreign: list[str] = field(default_factory=list)

    def register(self, form: RegisterForm) -> None:
        """Register at the form, or with the table that the portal hands out."""
        hand = self.seated(form.officer)
        hand.part("项目")
        hand.link("登记项目")
        if form.code in self.by_workbook:
            self.by_table(hand, form)
            hand.link(form.name)
        else:
            told = form.model_dump(mode="json", exclude={"officer", "proportion_checked"})
            for name, value in told.items():
                put(hand.page.locator(f"#field-{name}"), value)
            hand.button("登记项目")
        hand.page.locator(".receipt-ok", has_text="已登记").wait_for()
        assert hand.page.get_by_text(form.code).count()

    def by_table(self, hand: Hand, form: RegisterForm) -> None:
        """Download the empty table, fill a line in and hand it in."""
        hand.link("用登记表登记")
        path = hand.downloaded("下载空白登记表", self.desk)
        book = openpyxl.load_workbook(path)
        sheet = book[PROJECT_TABLE]
        line = line_of(form.project())
        for cell in sheet[1]:
            sheet.cell(2, cell.column).value = line[str(cell.value)]
        book.save(path)
        hand.choose_file(hand.page.locator("[name=workbook]"), path)
        hand.button("传回并登记")

    def do(self, project: str, procedure: str, act: Act, officer: str, **fields: Any) -> str:
        """Go to what is to be done and do it; return what the page says against it."""
        hand = self.seated(officer)
        self.go(hand, project, procedure, act)
        request = ActFields(**fields).request(act).model_dump(mode="json", exclude_none=True)
        if refusal := self.pressed(hand, act):
            return refusal
        if act is Act.SUBMIT:
            request["documents"] = self.handed_in(project, procedure, request.pop("missing", ()))
        for one in fields_of(act):
            if refusal := self.fill(hand.page, one, request.get(one.name)):
                return refusal
        hand.press(hand.page.locator("main form.form button.primary, main form.form button.grave"))
        page = hand.page
        page.wait_for_load_state()
        if page.title().startswith("核对"):
            hand.press(page.locator("main .buttons button").first)
            page.wait_for_load_state()
        if page.locator(".receipt-ok").count():
            return ""
        return page.inner_text("main")

    def go(self, hand: Hand, project: str, procedure: str, act: Act) -> None:
        """Go from the list of projects to a case, or to what is done to the whole project."""
        hand.part("项目")
        hand.link(self.view(project).project.name)
        if act in GATE_ACTS:
            hand.link("项目办理")
        else:
            hand.press(hand.page.locator(f"main a[href$='/cases/{procedure}']").first)
        hand.page.get_by_role("heading", name="可以办理").wait_for()

    def pressed(self, hand: Hand, act: Act) -> str:
        """Press the act; return why it is not to be had, as the page says it."""
        page, name = hand.page, act.label
        offered = page.locator(".acts").get_by_role("link", name=name, exact=True)
        if offered.count():
            hand.press(offered)
            page.locator("main form.form").first.wait_for()
            return ""
        why = page.locator(".reasons > div", has=page.get_by_text(name, exact=True))
        if why.count():
            hand.press(page.get_by_text("暂不能办的动作和原因"))
            return why.locator("dd").inner_text()
        return f"页面上没有此动作：不能{name}"

    def fill(self, page: Page, asked: Field, value: Any) -> str:
        """Fill in one field; a paper that the form does not offer is told as the page has it."""
        if asked.kind == "documents":
            for box in page.locator(f"[name='{asked.name}']").all():
                box.set_checked(box.get_attribute("value") in (value or ()))
        elif asked.kind == "promised":
            return self.promise(page, asked, value or ())
        elif value not in (None, ""):
            one_of = page.locator(f"[type=radio][name='{asked.name}'][value='{value}']")
            if one_of.count():
                one_of.check()
            else:
                put(page.locator(f"#field-{asked.name}"), value)
        return ""

    def promise(self, page: Page, asked: Field, rows: Any) -> str:
        """Tick the papers that are owed and write the days; without any the form's stand."""
        offered = page.locator(f"[name^='{asked.name}.'][name$='.document']")
        place = {
            one.get_attribute("value"): f"{asked.name}.{number}"
            for number, one in enumerate(offered.all())
        }
        for row in rows:
            if row["document"] not in place:
                paper = page.locator(".papers tr", has_text=row["document"])
                return (
                    f"表单上没有{paper.locator('td').first.text_content()}："
                    + "是"
                    + (paper.locator("td").nth(1).text_content() or "")
                )
            put(page.locator(f"[name='{place[row['document']]}.due_on']"), row["due_on"])
        return ""

    def seated(self, officer: str) -> Hand:
        """Return an officer's window, signed in."""
        if officer not in self.hands:
            context = self.browser.new_context(
                base_url=self.base, viewport={"width": 1366, "height": 768}, locale="zh-CN"
            )
            page = context.new_page()
            page.on("request", lambda one: self.asked(one.url))
            page.goto("/login")
            page.get_by_label("账号", exact=True).fill(officer)
            page.get_by_label("口令", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="登录").click()
            page.get_by_role("heading", name="待办").wait_for()
            self.hands[officer] = Hand(page)
        return self.hands[officer]

    def asked(self, address: str) -> None:
        """Note an address beyond the host."""
        if not address.startswith((self.base, "data:")):
            self.foreign.append(address)


def put(asked: Locator, value: Any) -> None:
    """Tick, choose or write, as the field is."""
    kind = asked.evaluate("one => one.type || one.tagName")
    if kind == "checkbox":
        asked.set_checked(bool(value))
    elif kind == "select-one":
        asked.select_option(str(value))
    else:
        asked.fill(str(value))


def line_of(project: Project) -> dict[str, Any]:
    """Return a project as a line of the table: header → what a person writes."""
    told = project.model_dump(mode="json")
    line: dict[str, Any] = {}
    for column in PROJECT_TABLE_COLUMNS:
        value: Any = told
        for part in column.loc:
            value = value.get(part) if isinstance(value, dict) else None
        if column.choices is not None:
            value = column.choices(value).label
        elif isinstance(value, bool):
            value = "是" if value else "否"
        elif column.unit and value is not None:
            value = float(value) / (WAN if column.kind is ProjectCell.MONEY else 1)
        line[column.header] = value or None if isinstance(value, dict | list) else value
    return line
