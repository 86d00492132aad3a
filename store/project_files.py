"""Projects read from a file that a person filled in (项目导入): all of them, or none.

YAML and JSON hold projects as the campaign folder does; CSV and Excel hold one
project a row under Chinese headers (:func:`project_template_columns`). Whatever is
wrong becomes one :class:`BadInput` that lists the places and the reasons.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from models.campaign import Campaign
from models.project import Project
from models.refusal import BadInput
from rules.coherence import disagreements, duplicates
from store.input_errors import Loc, bad_input, gathered, shown, worded
from store.project_columns import COLUMNS, Column, Names, header_key
from store.table_file import Row, Table, read_table
from store.yaml_file import MAX_DEPTH, UNPRINTABLE, read_bytes, read_yaml

Place = Callable[[Loc, bool], str]

_PROJECTS = TypeAdapter(tuple[Project, ...])
_NO_NAMES: Names = {}


def project_template_columns() -> tuple[str, ...]:
    """Return the headers of the project table, in order (导入表列名)."""
    return tuple(column.header for column in COLUMNS)


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


def read_projects(path: Path, *, names: Names = _NO_NAMES) -> tuple[Project, ...]:
    """Read the projects of a file; :class:`BadInput` says what is wrong and where.

    ``names`` lets the cells of a table name an office or a person's account in words.
    """
    match path.suffix.lower():
        case ".yaml" | ".yml":
            file = read_yaml(path)
            return _from_tree(file.root.value(), file.place)
        case ".json":
            return _from_tree(_json(path), _json_place(path.name))
        case ".csv" | ".xlsx":
            return _from_table(read_table(path), names)
        case suffix:
            raise BadInput(
                path.name, f"不认识“{suffix}”文件，请用 .xlsx、.csv、.yaml、.yml 或 .json"
            )


def _from_tree(data: Any, place: Place) -> tuple[Project, ...]:
    within: Loc = ()
    if isinstance(data, dict):
        if set(data) != {"projects"}:
            raise BadInput(place((), False), "应为项目的列表，或只有 projects 一个字段")
        data, within = data["projects"], ("projects",)
    if not isinstance(data, list):
        raise BadInput(place(within, False), "应为项目的列表")
    try:
        projects = _PROJECTS.validate_python(data)
    except ValidationError as error:
        raise bad_input(error, place, within=within) from error
    return _agreed(projects, lambda index, loc: place((*within, index, *loc), False))


def _agreed(projects: tuple[Project, ...], place: Callable[[int, Loc], str]) -> tuple[Project, ...]:
    """Return the projects, if their facts agree and no code comes twice."""
    findings = [
        *(
            (place(index, ("code",)), f"项目代码“{code}”重复，与第 {first + 1} 个项目相同")
            for index, first, code in duplicates(projects)
        ),
        *(
            (place(index, loc), message)
            for index, project in enumerate(projects)
            for loc, message in disagreements(project)
        ),
    ]
    if findings:
        raise gathered(findings)
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


def _from_table(table: Table, names: Names) -> tuple[Project, ...]:
    header, *rows = table.rows
    columns = _columns(table, header)
    if not rows:
        raise BadInput(table.place(), "只有表头，没有项目")
    read = [_project(table, row, columns, names) for row in rows]
    findings = [finding for _, found in read for finding in found]
    if findings:
        raise gathered(findings)
    projects = tuple(project for project, _ in read if project is not None)
    return _agreed(
        projects,
        lambda index, loc: table.place(rows[index].number, _column_of(loc).header),
    )


def _columns(table: Table, header: Row) -> Mapping[int, Column]:
    """Return position → column; the header row must hold every required one, each once."""
    known = {header_key(column.header): column for column in COLUMNS}
    found: dict[int, Column] = {}
    for position, cell in enumerate(header.cells):
        key = header_key(cell)
        column = known.get(key)
        if column is None and key:
            close = get_close_matches(key, known, n=1)
            hint = f"，是否应为“{known[close[0]].header}”" if close else ""
            raise BadInput(table.place(header.number), f"不认识“{str(cell).strip()}”这一列{hint}")
        if column in found.values():
            raise BadInput(table.place(header.number), f"“{key}”这一列重复")
        if column is not None:
            found[position] = column
    if lacking := [one.header for one in COLUMNS if one.required and one not in found.values()]:
        raise BadInput(
            table.place(header.number),
            f"缺少以下各列：{'、'.join(lacking)}；第一行应为表头，请按导入模板填写",
        )
    return found


def _project(
    table: Table, row: Row, columns: Mapping[int, Column], names: Names
) -> tuple[Project | None, list[tuple[str, str]]]:
    """Return the project of a row, or what is wrong with the row."""
    findings: list[tuple[str, str]] = []
    facts: dict[str, Any] = {"applicant": {}, "land": {}, "investment": {}, "traits": {}}
    for position, cell in enumerate(row.cells):
        column = columns.get(position)
        if column is None:
            if _filled(cell):
                place = f"{table.place(row.number)} 第 {position + 1} 列"
                findings.append((place, f"{shown(cell)}没有表头，不知是哪一列"))
        elif _filled(cell):
            try:
                _put(facts, column.loc, column.read(cell, names))
            except ValueError as error:
                place = table.place(row.number, column.header)
                findings.append((place, f"{shown(cell)}{error}"))
    findings += _empty_cells(table, row, columns)
    if findings:
        return None, findings
    facts["traits"]["land_supply"] = facts["land"]["supply"]
    kinds = facts.pop("funds", {})
    facts["funds"] = [{"kind": kind, "amount": amount} for kind, amount in kinds.items()]
    try:
        return Project.model_validate(facts), []
    except ValidationError as error:
        return None, [
            (table.place(row.number, _column_of(found["loc"], [*kinds]).header), worded(found))
            for found in error.errors(include_url=False)
        ]


def _empty_cells(
    table: Table, row: Row, columns: Mapping[int, Column]
) -> Iterator[tuple[str, str]]:
    for position, column in columns.items():
        cell = row.cells[position] if position < len(row.cells) else None
        if column.required and not _filled(cell):
            yield table.place(row.number, column.header), "不能为空"


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _put(facts: dict[str, Any], loc: Iterable[str], value: Any) -> None:
    *path, last = loc
    for part in path:
        facts = facts.setdefault(part, {})
    facts[last] = value


def _column_of(loc: Loc, kinds: Sequence[str] = ()) -> Column:
    """Return the column that a place in a project was read from; ``kinds`` are its funds."""
    if loc[0] == "funds" and isinstance(loc[1], int):
        loc = ("funds", kinds[loc[1]])
    return next(one for one in COLUMNS if one.loc[: len(loc)] == loc[: len(one.loc)])
