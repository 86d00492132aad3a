"""Other places' practice on the command line (他地做法): always with place, source and caution."""

from collections.abc import Iterator
from typing import Annotated

from cyclopts import Parameter

from casework.reading.practice import compare, place, places
from models.practice import NOT_OURS, Confidence, PlaceLimit, PlacePractice, PracticeLine
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import print_table
from portal.usage import AsJson, ProjectArgument
from reports.text.plain_text import visible

NONE = "—"
PLACES = ("编码", "地方", "年度", "可信度", "出处", "时限事项")
COMPARED = ("事项", "本件承诺", "该地承诺", "本件法定", "该地法定", "本件到期", "按该地推算")

PlaceArgument = Annotated[
    str, Parameter(name="PLACE", help="地方编码，如 guangrao_2022，见 practice list。")
]


def list_places(*, as_json: AsJson = False) -> int:
    """List every place with its source."""
    with opened() as premises:
        known = places(premises.office)
    if as_json:
        say_json({"notice": NOT_OURS, "places": [_exported(one) for one in known]})
        return DONE
    rows = (
        (
            one.code,
            one.name,
            one.year or NONE,
            one.confidence.value,
            one.source,
            "、".join(sorted({*one.promised, *one.statutory})) or NONE,
        )
        for one in known
    )
    print_table(f"他地做法 {len(known)} 地（{NOT_OURS}）", PLACES, rows)
    return DONE


def show_place(code: PlaceArgument, /, *, as_json: AsJson = False) -> int:
    """Show what one place published."""
    with opened() as premises:
        one = place(premises.office, code)
    if as_json:
        say_json(_exported(one))
        return DONE
    _head(one.name, one.source, one.confidence, unverified=one.unverified)
    for line in _told(one):
        say(visible(line))
    return DONE


def compare_project(
    project: ProjectArgument, code: PlaceArgument, /, *, as_json: AsJson = False
) -> int:
    """Show a project's limits beside another place's."""
    with opened() as premises:
        told = compare(premises.office, project=project, code=code, today=premises.today())
    if as_json:
        say_json(told.model_dump(mode="json"))
        return DONE
    _head(told.place_name, told.source, told.confidence, unverified=told.unverified)
    if told.lines:
        title = f"{visible(told.project_name)} 与{visible(told.place_name)}对照（{NOT_OURS}）"
        print_table(title, COMPARED, map(_cells, told.lines))
    say(
        f"该地公布的做法涉及本项目 {len(told.lines)} 项"
        + (f"；未涉及：{'、'.join(told.silent)}" if told.silent else "")
    )
    return DONE


def _exported(one: PlacePractice) -> dict[str, object]:
    return {"notice": NOT_OURS, **one.model_dump(mode="json")}


def _head(name: str, source: str, confidence: Confidence, *, unverified: bool) -> None:
    say(visible(f"{name}：{NOT_OURS}"))
    doubt = "；效力未核" if unverified else ""
    say(visible(f"出处：{source}（可信度 {confidence.label}{doubt}）"))


def _told(one: PlacePractice) -> Iterator[str]:
    """Yield what a place published, one line each."""
    yield f"年度：{one.year or '页面未标'}"
    for title, said in (("方式", one.mode), ("适用范围", one.scope), ("最迟节点", one.hard_stop)):
        if said:
            yield f"{title}：{said}"
    for title, limits in (("承诺时限", one.promised), ("法定时限", one.statutory)):
        for procedure, limit in limits.items():
            yield f"{title} {procedure}：{_limit(limit)}{f'，{limit.note}' if limit.note else ''}"
    for bundle in one.bundles:
        listed = "、".join(bundle.items)
        yield f"并联 {listed}：共{bundle.total_days}{bundle.unit.label}（{bundle.basis}）"
    for paper in one.deferrable:
        length = f"{paper.makeup_days}{paper.unit.label}内" if paper.makeup_days else ""
        makeup = "，".join(filter(None, (paper.makeup, length))) or "未写明补交期限"
        yield f"可容缺 {paper.procedure}：《{paper.material}》（{makeup}）"
    for stop in one.stops:
        counted = "不计入时限" if stop.clock_stops else "计入时限"
        note = f"，{stop.note}" if stop.note else ""
        yield f"特别程序 {stop.name}：最长{stop.max_days}{stop.unit.label}，{counted}{note}"
    for procedure, papers in one.materials.items():
        yield f"材料 {procedure}：{'；'.join(papers)}"
    for said in (*one.practices, *one.remarks):
        yield f"做法：{said}"


def _cells(line: PracticeLine) -> tuple[object, ...]:
    papers = "".join(f"；该地可容缺《{one}》" for one in line.deferrable_there)
    return (
        f"{line.procedure} {line.name}{papers}",
        _limit(line.promised),
        _limit(line.promised_there),
        _limit(line.statutory),
        _limit(line.statutory_there),
        line.due_on or NONE,
        line.due_there_on or NONE,
    )


def _limit(limit: PlaceLimit | None) -> str:
    return f"{limit.value}{limit.unit.label}" if limit is not None else NONE
