"""Projects read from a file that a person filled in (项目导入): all of them, or none.

YAML and JSON hold projects as the campaign folder does; CSV and Excel hold one project a
row under Chinese headers (`models/project_sheet.py`). Whatever is wrong becomes one
:class:`BadInput` that lists the places and the reasons.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from models.campaign import Campaign
from models.project import Project
from models.project_sheet import PROJECT_TABLE, PROJECT_TABLE_COLUMNS, ProjectColumn
from models.refusal import BadInput, gathered
from models.written import UNPRINTABLE
from rules.in_force.coherence import disagreements, duplicates
from rules.in_force.proportion import disproportions
from store.files.input_errors import Loc, bad_input, worded
from store.files.yaml_file import MAX_DEPTH, read_bytes, read_yaml
from store.intake.project_cells import Names
from store.intake.project_table import ProjectTable, TableRow, holds_projects, project_csv
from store.workbook.workbook_file import MAX_FILE, WorkbookFile, WorkbookReader, WorkbookSheet
from store.workbook.wrong_cells import WrongCells

Place = Callable[[Loc, bool], str]

Faults = Callable[[Project], Iterable[tuple[Loc, str]]]

_PROJECTS = TypeAdapter(tuple[Project, ...])
_NO_NAMES: Names = {}

CONFIRMING = "确属实情的，加 --confirm {code} 再登记"
"""How a number out of all proportion is confirmed on the command line."""


@dataclass(frozen=True, slots=True)
class _Judge:
    """Finds what is wrong with projects that could be read."""

    confirmed: Collection[str]
    faults: Faults
    confirming: str = CONFIRMING
    """How an odd number is confirmed; empty = all of them were."""

    def findings(self, projects: tuple[Project, ...]) -> Iterator[tuple[int, Loc, str]]:
        """Yield (index, place, what): codes that come twice, facts that disagree, odd numbers."""
        for index, first, code in duplicates(projects):
            yield index, ("code",), f"项目代码“{code}”重复，与第 {first + 1} 个项目相同"
        for index, project in enumerate(projects):
            for loc, message in self.faults(project):
                yield index, loc, message
            if self.confirming and project.code not in self.confirmed:
                how = self.confirming.format(code=project.code)
                for loc, message in disproportions(project):
                    yield index, loc, f"{message}；请核对单位；{how}"


def names_of(campaign: Campaign) -> Names:
    """Return name → code of the campaign's units, accounts and gate conditions.

    A name that two of them share stands for neither, and has to be given as a code.
    """
    pairs = [
        *((name, unit.code) for unit in campaign.units for name in {unit.name, unit.short}),
        *((account.name, account.number) for account in campaign.accounts),
        *(
            (item.name, item.code)
            for gate in campaign.catalogue.gates
            for item in gate.confirmations
        ),
    ]
    taken = [name for name, _ in pairs]
    return {name: code for name, code in pairs if taken.count(name) == 1}


def read_projects(
    path: Path,
    *,
    names: Names = _NO_NAMES,
    confirmed: Collection[str] = (),
    faults: Faults = disagreements,
) -> tuple[Project, ...]:
    """Read the projects of a file; :class:`BadInput` says what is wrong and where.

    ``names`` lets the cells of a table name an office or a person's account in words.
    Numbers out of all proportion are asked back, but those of the ``confirmed`` projects.
    ``faults`` yields what is wrong with the facts of one project.
    """
    judge = _Judge(confirmed, faults)
    match path.suffix.lower():
        case ".yaml" | ".yml":
            file = read_yaml(path)
            return _from_tree(file.root.value(), file.place, judge)
        case ".json":
            return _from_tree(_json(path), _json_place(path.name), judge)
        case ".csv":
            book = project_csv(path.name, read_bytes(path, limit=MAX_FILE))
            return _from_sheet(_table(book, names), judge)
        case ".xlsx":
            with WorkbookReader() as reader:
                return _from_sheet(_table(reader.read(path), names), judge)
        case suffix:
            raise BadInput(
                path.name, f"不认识“{suffix}”文件，请用 .xlsx、.csv、.yaml、.yml 或 .json"
            )


def read_project_workbook(
    book: WorkbookFile,
    *,
    names: Names = _NO_NAMES,
    faults: Faults = disagreements,
    confirming: str = CONFIRMING,
) -> tuple[Project, ...]:
    """Read the projects of a workbook or CSV that was read already; see :func:`read_projects`."""
    return _from_sheet(_table(book, names), _Judge((), faults, confirming))


def _table(book: WorkbookFile, names: Names) -> ProjectTable:
    return ProjectTable(book.name, _project_sheet(book), names, date_1904=book.date_1904)


def _project_sheet(file: WorkbookFile) -> WorkbookSheet:
    """Return the one visible sheet that holds the projects."""
    filled = [one for one in file.sheets.values() if one.cells or one.flaws]
    for sheet in filled:
        if not sheet.visible and holds_projects(sheet):
            raise BadInput(
                file.name,
                f"工作表“{sheet.name}”被隐藏，里面也有项目；请取消隐藏、核对后再报，不要的请删除",
            )
    seen = [one for one in filled if one.visible]
    chosen = (
        [one for one in seen if one.name == PROJECT_TABLE]
        or [one for one in seen if holds_projects(one)]
        or seen
    )
    if len(chosen) > 1:
        sheets = "、".join(one.name for one in chosen)
        raise BadInput(
            file.name, f"有几张工作表都有内容（{sheets}），请把项目放在名为“{PROJECT_TABLE}”的一张"
        )
    if not chosen:
        raise BadInput(file.name, "没有内容")
    if others := [one.name for one in seen if one is not chosen[0] and holds_projects(one)]:
        raise BadInput(
            file.name,
            f"除“{chosen[0].name}”外，工作表“{'、'.join(others)}”里也有项目，"
            "请并为一张，或删除不要的",
        )
    return chosen[0]


def _from_tree(data: Any, place: Place, judge: _Judge) -> tuple[Project, ...]:
    within: Loc = ()
    if isinstance(data, dict):
        if set(data) != {"projects"}:
            raise BadInput(place((), False), "应为项目的列表，或只有 projects 一个字段")
        data, within = data["projects"], ("projects",)
    if not isinstance(data, list):
        raise BadInput(place(within, False), "应为项目的列表")
    if not data:
        raise BadInput(place(within, False), "没有项目")
    try:
        projects = _PROJECTS.validate_python(data)
    except ValidationError as error:
        raise bad_input(error, place, within=within) from error
    if findings := [*judge.findings(projects)]:
        raise gathered(
            (place((*within, index, *loc), False), message) for index, loc, message in findings
        )
    return projects


def _json(path: Path) -> Any:
    try:
        text = read_bytes(path).decode("utf-8-sig")
        data = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_not_a_number, parse_int=_whole
        )
        if any(UNPRINTABLE.search(one) for one in _texts(data)):
            raise BadInput(path.name, "含有不可见的控制字符")
    except UnicodeDecodeError as error:
        raise BadInput(path.name, "不是 UTF-8 编码，请另存为 UTF-8 后再用") from error
    except json.JSONDecodeError as error:
        raise BadInput(
            f"{path.name} 第 {error.lineno} 行 第 {error.colno} 个字", "不符合 JSON 语法"
        ) from error
    except RecursionError as error:
        raise BadInput(path.name, f"层次超过 {MAX_DEPTH} 层") from error
    except ValueError as error:
        raise BadInput(path.name, str(error)) from error
    return data


def _texts(data: Any) -> Iterator[str]:
    match data:
        case str():
            yield data
        case list():
            for item in data:
                yield from _texts(item)
        case dict():
            for key, item in data.items():
                yield key
                yield from _texts(item)
        case _:
            return


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"字段“{key}”重复")
        found[key] = value
    return found


def _whole(digits: str) -> int:
    if len(digits) > 30:
        raise ValueError("有过长的数字，请核对")
    return int(digits)


def _not_a_number(name: str) -> Any:
    raise ValueError(f"不能使用 {name}，应为数字")


def _json_place(name: str) -> Place:
    def place(loc: Loc, _: bool) -> str:
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
        return f"{name} {path.removeprefix('.')}".rstrip()

    return place


def _from_sheet(table: ProjectTable, judge: _Judge) -> tuple[Project, ...]:
    """Return the projects of a table; every wrong cell is named at once."""
    rows: list[int] = []
    projects: list[Project] = []
    for row in table.rows():
        before = len(table.wrong)
        project = _project(table, row) if row.values else None
        if project is not None and len(table.wrong) == before:
            rows.append(row.number)
            projects.append(project)
    for index, loc, message in judge.findings(tuple(projects)):
        table.fault(rows[index], _column_of(loc).header, None, message)
    if table.wrong:
        raise WrongCells(table.name, table.wrong)
    return tuple(projects)


def _project(table: ProjectTable, row: TableRow) -> Project | None:
    """Return the project of a row whose cells could all be read."""
    if any(one.required and one.header not in row.values for one in PROJECT_TABLE_COLUMNS):
        return None
    facts: dict[str, Any] = {"applicant": {}, "land": {}, "investment": {}, "traits": {}}
    for column in PROJECT_TABLE_COLUMNS:
        if column.header in row.values:
            _put(facts, column.loc, row.values[column.header])
    facts["traits"]["land_supply"] = facts["land"]["supply"]
    kinds = facts.pop("funds", {})
    facts["funds"] = [{"kind": kind, "amount": amount} for kind, amount in kinds.items()]
    try:
        return Project.model_validate(facts)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            header = _column_of(found["loc"], [*kinds]).header
            table.fault(row.number, header, None, worded(found, shows=False))
        return None


def _put(facts: dict[str, Any], loc: Iterable[str], value: Any) -> None:
    *path, last = loc
    for part in path:
        facts = facts.setdefault(part, {})
    facts[last] = value


def _column_of(loc: Loc, kinds: Sequence[str] = ()) -> ProjectColumn:
    """Return the column that a place in a project was read from; ``kinds`` are its funds."""
    if loc[0] == "funds" and isinstance(loc[1], int):
        loc = ("funds", kinds[loc[1]]) if kinds else ("funds",)
    return next(one for one in PROJECT_TABLE_COLUMNS if one.loc[: len(loc)] == loc[: len(one.loc)])
