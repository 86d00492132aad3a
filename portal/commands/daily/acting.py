"""One act through the command line (办理): what was typed, read strictly; then casework."""

from datetime import date, datetime
from typing import Annotated

from cyclopts import Parameter
from pydantic import ValidationError

from casework.acting import act
from casework.desk import ZONE, Recorded
from casework.reading.case.words import RecordedInWords, recorded_as_json, recorded_in_words
from models.act import OWN_DOOR
from models.act_requests import REQUESTS, Act, Request, Via
from models.refusal import BadInput, Refused
from portal.edge import DONE, say, say_json
from portal.prefect_client import wake
from portal.premises import Premises, opened
from portal.usage import AsJson, Day, ItemCode, OfficeCode, ProjectArgument, Whole, meant
from store import ledger
from store.files.input_errors import Loc, bad_input
from store.files.json_text import json_object


class AfterToday(Refused):
    """Where the office clock is the real one, nobody acts on a day to come (日期晚于今日)."""


def do_act(
    project: ProjectArgument,
    procedure: Annotated[
        ItemCode, Parameter(help="事项编码，如 P05；或门槛编码，如 start_construction。")
    ],
    chosen: Annotated[str, Parameter(name="ACT", help="动作，见上。")],
    /,
    *,
    by: Annotated[
        OfficeCode, Parameter(metavar="OFFICER", help="经办人账号，如 housing-01；持令牌的不必写。")
    ] = "",
    on: Annotated[Day | None, Parameter(help="办理日期；缺省为办公时钟的当日。")] = None,
    data: Annotated[str, Parameter(metavar="JSON", help="动作的内容，一个 JSON 对象。")] = "{}",
    key: Annotated[
        str | None, Parameter(metavar="KEY", help="幂等键：同一个键重复提交只记一次。")
    ] = None,
    version: Annotated[
        Whole | None, Parameter(metavar="N", help="所见档案的版本；他人已先行办理时拒绝。")
    ] = None,
    verbose: Annotated[
        bool, Parameter(negative=(), help="同时说明项目运行（Prefect）是否已刷新。")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Do one act, then wake the project's case run, best effort."""
    request = _request(chosen, data)
    if key is not None and not key.strip():
        raise BadInput("参数 --key", "幂等键不能为空")
    with opened() as premises:
        hand = premises.who(by)
        now, seen = _when(premises, project, on, key)
        recorded = act(
            premises.office,
            project=project,
            procedure=procedure,
            request=request,
            key=key,
            expect=version if version is not None else seen,
            by=hand.account,
            person=hand.person,
            via=Via.CONSOLE,
            now=now,
        )
        settings = premises.settings
        words = recorded_in_words(premises.office, recorded, procedure)
    _tell(recorded, words, procedure, request.act, as_json=as_json)
    woken = wake(project, settings=settings)
    if verbose and not as_json:
        say(woken)
    return DONE


def _when(
    premises: Premises, project: str, on: date | None, key: str | None
) -> tuple[datetime, int | None]:
    """Return the instant of the act, and for a given day the version it was judged against.

    That days of a file never run backwards is the desk's to refuse, for every door.
    """
    now = premises.now()
    local = now.astimezone(ZONE)
    day = on or local.date()
    if day > local.date() and premises.settings.clock == "real":
        raise AfterToday(f"办理日期 {day} 晚于今日 {local.date()}", on=day, today=local.date())
    with premises.office.store.reading() as connection:
        file, _ = premises.office.file(connection, project)
        if key is not None and ledger.read_key(connection, key) is not None:
            return now, None  # recorded before; nothing will be written
    if on is None:
        return now, None
    return datetime.combine(on, local.time(), ZONE), file.version


def _request(chosen: str, data: str) -> Request:
    """Read the act and its JSON; whatever is wrong is named by its field."""
    try:
        wanted = Act(chosen)
    except ValueError as wrong:
        known = "、".join(f"{one.value} {one.label}" for one in Act)
        words = [*(one.value for one in Act), *(one.label for one in Act)]
        hint = meant(chosen, words)
        raise BadInput("参数 ACT", f"没有“{chosen}”这个动作{hint}，可用：{known}") from wrong
    if wanted in OWN_DOOR:
        raise BadInput("参数 ACT", f"{wanted.label}请用 greenchannel week report")
    given = json_object(data, "参数 --data")
    if "act" in given:
        raise BadInput("参数 --data 的 act", "动作已由参数 ACT 给出，不必重复")
    try:
        return REQUESTS.validate_python({"act": wanted, **given})
    except ValidationError as wrong:
        raise bad_input(wrong, _place) from wrong


def _place(loc: Loc, _: bool) -> str:
    """Name a field of the request; the first part only says which act it is."""
    parts = loc[1:]
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return f"参数 --data 的 {path.removeprefix('.')}" if path else "参数 --data"


def say_entries(recorded: Recorded, words: RecordedInWords) -> None:
    """Say what was recorded, an entry a line."""
    for entry, line in zip(recorded.entries, words.lines, strict=True):
        about = getattr(entry.payload, "procedure", "")
        say(f"第 {entry.version} 条 {entry.on} {line.name} {about}".rstrip())


def _tell(
    recorded: Recorded, words: RecordedInWords, procedure: str, chosen: Act, *, as_json: bool
) -> None:
    file = recorded.file
    if as_json:
        say_json(recorded_as_json(recorded, words, procedure, chosen))
        return
    if recorded.repeated:
        say(f"该幂等键此前已记录（第 {recorded.entries[0].version} 条），本次未重复办理")
        return
    say_entries(recorded, words)
    if words.state_name is not None:
        say(f"{file.project.name} {procedure}：{words.state_name}")
