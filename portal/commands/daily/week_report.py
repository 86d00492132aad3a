"""A project's weekly report on the command line (填报周报): what is asked, what is said."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from pydantic import ValidationError

from casework.weekly.report_json import asked_as_json, reported_as_json
from casework.weekly.reporting import ask, report_changes
from casework.weekly.rounds import iso_week
from models.act import Via
from models.progress import ProgressReported
from models.refusal import BadInput
from models.report_form import ReportFields, as_typed, filled_in, titles
from models.week_words import week_in_words
from portal.commands.daily.weekly import Reporter, Week, week_given
from portal.edge import DONE, say, say_json
from portal.prefect_client import wake
from portal.premises import opened
from portal.usage import AsJson, ProjectArgument
from store.files.input_errors import Loc, bad_input
from store.files.json_text import json_object
from store.files.yaml_file import read_bytes

MAX_BYTES = 1024 * 1024


def ask_report(project: ProjectArgument, /, *, week: Week = None, as_json: AsJson = False) -> int:
    """Say what is prefilled for a project's report, and which three questions matter most."""
    if week is not None:
        week = week_given(week)
    with opened() as premises:
        wanted = week or iso_week(premises.today())
        asked = ask(premises.office, project=project, week=wanted, now=premises.now())
    if as_json:
        say_json(asked_as_json(asked))
        return DONE
    say(
        f"{asked.name} {week_in_words(asked.week)}周报"
        + ("（已报，重填为更正）" if asked.sent else "")
    )
    for reason in asked.lights.reasons:
        say(f"{asked.lights.overall.label}灯：{reason}")
    say("请先答三问：" if asked.questions else "本周没有需要专门回答的问题。")
    for number, question in enumerate(asked.questions, start=1):
        say(f"{number}. {question.text}（影响开工 {question.effect_days} 个工作日）")
    say("以下已预填，有变化的才填：")
    shown, named = filled_in(asked.prefilled.report), titles()
    for field, origin in asked.prefilled.origins.items():
        value = "；".join(shown[field].splitlines()) or "（空）"
        say(f"{field} {named[field]}：{value}〔{origin.label}〕")
    return DONE


def report(
    project: ProjectArgument,
    /,
    *,
    by: Reporter = "",
    week: Week = None,
    data: Annotated[
        str | None, Parameter(metavar="JSON", help="填报内容，一个 JSON 对象。")
    ] = None,
    file: Annotated[Path | None, Parameter(metavar="FILE", help="填报内容的 JSON 文件。")] = None,
    key: Annotated[
        str | None, Parameter(metavar="KEY", help="幂等键：同一个键重复提交只记一次。")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Record what changed in a week, the rest as it is prefilled; then wake the case run."""
    if week is not None:
        week = week_given(week)
    fields = _fields(data, file)
    with opened() as premises:
        hand = premises.who(by)
        wanted = week or iso_week(premises.today())
        recorded = report_changes(
            premises.office,
            project=project,
            week=wanted,
            fields=fields,
            key=key,
            by=hand.account,
            person=hand.person,
            via=Via.CONSOLE,
            now=premises.now(),
        )
        settings = premises.settings
    entries = [entry for entry in recorded.entries if isinstance(entry.payload, ProgressReported)]
    sent = recorded.file.progress.reports.get(wanted)
    if as_json:
        say_json(reported_as_json(recorded, wanted))
    elif not entries or recorded.repeated:
        say(f"{wanted} 周报与已报内容相同，未重复记录")
    else:
        late = "（迟报）" if sent and sent.late else ""
        doubts = f"，存疑 {len(sent.doubts)} 项已随报记录" if sent and sent.doubts else ""
        say(f"第 {entries[0].version} 条 {entries[0].on} 填报周报 {wanted}{late}{doubts}")
    if entries:
        wake(project, settings=settings)
    return DONE


def _fields(data: str | None, file: Path | None) -> ReportFields:
    """Read what was typed, as JSON on the command line or from a file; strictly."""
    if (data is None) == (file is None):
        raise BadInput("参数 --data、--file", "须给出其中一项，且只给一项")
    place = "参数 --data" if file is None else file.name
    if file is not None:
        try:
            data = read_bytes(file, limit=MAX_BYTES).decode("utf-8-sig")
        except UnicodeDecodeError as wrong:
            raise BadInput(place, "应为 UTF-8 编码的 JSON 文件") from wrong
    plain = as_typed(json_object(data or "", place))

    def named(loc: Loc, _: bool) -> str:
        return f"{place} 的 {loc[0]}" if loc else place

    try:
        return ReportFields.model_validate(plain)
    except ValidationError as wrong:
        raise bad_input(wrong, named) from wrong
