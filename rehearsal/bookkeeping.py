"""Books in a rehearsal (清单演练): what offices write into them, read from a list of its own."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from casework.desk import Stamp
from casework.intake.books import keep_line
from casework.office import Office
from models.act import Via
from models.book_line import KeepLine
from models.campaign import CampaignFolder
from models.vocabulary import Value
from store.files.yaml_file import read_yaml

LINES = Path(__file__).with_suffix(".yaml")


class Written(Value):
    """One writing into a book (演练清单填写)."""

    on: date
    by: str
    book: str
    line: int | None = None
    """``None`` = a new one."""
    state: str = ""
    values: Mapping[str, str | int | date] = {}
    evidence: str = ""

    @property
    def request(self) -> KeepLine:
        """Return it as an officer types it."""
        values = {code: str(value) for code, value in self.values.items()}
        return KeepLine(state=self.state, values=values, evidence=self.evidence)


class Lines(Value):
    """Everything that is written into books (演练清单)."""

    lines: tuple[Written, ...]


class Bookkeepers:
    """Whoever fills the books of one campaign (演练清单填写人).

    A book of which the campaign lacks a project or an account stays empty.
    """

    def __init__(self, folder: CampaignFolder) -> None:
        books = {one.code for one in folder.campaign.books}
        known = {one.code for one in folder.projects}
        accounts = {one.number for one in folder.campaign.accounts}
        lines = read_yaml(LINES).read_as(Lines).lines
        left_out = {
            one.book
            for one in lines
            if one.by not in accounts or one.values.get("project", "") not in known | {""}
        }
        self._on: dict[date, list[Written]] = defaultdict(list)
        for one in lines:
            if one.book in books - left_out:
                self._on[one.on].append(one)

    def write(self, office: Office, *, now: datetime) -> list[str]:
        """Write what is written on a day; return the kinds of entries."""
        kinds = []
        for one in self._on.get(now.date(), ()):
            stamp = Stamp(one.by, Via.CONSOLE, now)
            keep_line(office, book=one.book, line=one.line, request=one.request, stamp=stamp)
            kinds.append("line_recorded" if one.line is None else "line_moved")
        return kinds
