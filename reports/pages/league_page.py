"""The league table in words (比赶超榜): rows of a table, and what may be said of the places."""

from itertools import groupby

from models.league import LeagueFigure, LeagueLine, LeagueTable

HEADINGS = ("名次", "责任单位", "项目数", "得分", "可比得分", "原始名次")
ASSUMED = "权重为建议值，未经方案确定"


def headings(table: LeagueTable) -> tuple[str, ...]:
    """Return the headings: place, unit, projects, scores, then each measure with its weight."""
    first = table.lines[0].figures if table.lines else ()
    return (*HEADINGS, *(f"{one.name}（{one.weight}分）" for one in first), "旗")


def row(line: LeagueLine) -> tuple[str, ...]:
    """Return a unit's line as cells of text."""
    return (
        place(line),
        line.unit_name,
        str(line.projects),
        str(line.score),
        str(line.fair_score) if line.fair_score is not None else "—",
        str(line.raw_rank) if line.raw_rank is not None else "—",
        *(figure(one) for one in line.figures),
        line.flag.label if line.flag else "",
    )


def place(line: LeagueLine) -> str:
    """Write the places that chance allows: 第2—4名."""
    if line.rank_from is None:
        return "不排名"
    if line.rank_from == line.rank_to:
        return f"第{line.rank_from}名"
    return f"第{line.rank_from}—{line.rank_to}名"


def figure(one: LeagueFigure) -> str:
    """Write a share with what projects of the same kinds reach: 80.0%（同类75.0%）."""
    if one.share is None:
        return "—"
    beside = f"（同类{one.expected * 100:.1f}%）" if one.expected is not None else ""
    return f"{one.share * 100:.1f}%{beside}"


def sentences(table: LeagueTable) -> tuple[str, ...]:
    """Say what the table does not: which places cannot be told apart, who is not ranked, why."""
    ranked = [one for one in table.lines if one.band is not None]
    said = [
        f"{'、'.join(one.unit_name for one in units)}名次不可区分"
        for units in [list(units) for _, units in groupby(ranked, key=lambda one: one.band)]
        if len(units) > 1
    ]
    few = [one.unit_name for one in table.lines if one.band is None]
    if few:
        said.append(f"项目过少、只列数据不排名：{'、'.join(few)}")
    said.append(
        f"名次区间的把握程度为{table.confidence:.0%}；可比得分已扣除项目类型难易的影响，"
        "并计入项目数少带来的偶然性"
    )
    if table.assumed:
        said.append(ASSUMED)
    return tuple(said)
