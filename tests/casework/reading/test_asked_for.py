"""Nobody is asked for what the rules would refuse: every to-do of a campaign, at many moments.

A to-do names an act; some account must be let do it that day. What only waits names none, and
then nobody may decide. Read here from the words alone, with requests of the test's own.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from casework.office import Office, Situation
from casework.reading.lists.work_lines import WorkLine, line_of
from models.act import Act
from models.act_requests import REQUESTS, Request
from models.case import CaseFile
from models.ledger import Entry
from rules.acceptance.circumstances import Circumstances
from rules.acting.examining import examine
from rules.fold.file import fold
from store import ledger
from store.projected.queries import project_lines

EVERY = 11
"""Days between two moments: no multiple of a week, so that every weekday comes up."""

ASKS: tuple[tuple[str, tuple[Act, ...]], ...] = (
    (r"将决定书送达申请人", (Act.DELIVER,)),
    (r"署名：不予|署名：审查不合格", (Act.REFUSE,)),
    (r"署名：(?:撤销受理|终止办理)", (Act.DECLINE,)),
    (r"署名：责令限期整改", (Act.ORDER_RECTIFICATION,)),
    (r"署名：撤销决定", (Act.REVOKE, Act.ANNOUNCE_MEASURE)),
    (r"审查材料", (Act.ACCEPT, Act.ACCEPT_CONDITIONALLY, Act.REQUEST_CORRECTION)),
    (r"^(?:审查并)?作出决定", (Act.DECIDE,)),
    (r"^可以容缺审批", (Act.DECIDE_CONDITIONALLY,)),
    (r"签署意见", (Act.REVIEW,)),
    (r"举行听证", (Act.HOLD_HEARING,)),
    (r"恢复计时$", (Act.RESUME,)),
    (r"申报$", (Act.SUBMIT,)),
    (r"按告知内容补正", (Act.CORRECT,)),
    (r"催补(?:逾期材料|容缺材料)|补交逾期", (Act.RECEIVE_DOCUMENT,)),
    (r"催交所缺材料", (Act.RECEIVE_DOCUMENT,)),
)
"""What a to-do says → the acts of which one must be possible."""

WAITS = re.compile(r"待前置事项|公告期满后|听证申请期|催补此前容缺办结|由其他人|先行审查")
"""What a to-do says where a running case is not to be decided today."""

NOBODY = re.compile(r"^不能办理：待|^已取得|^$")
"""What it says where nothing has been applied for, or all is done."""


def files(office: Office, last: date) -> Iterator[tuple[CaseFile, Situation, date]]:
    """Yield every project as it stood at each moment of the campaign."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        histories = [ledger.read(connection, one.code) for one in project_lines(connection)]
    for entries in histories:
        day = entries[0].on
        while day <= last:
            yield fold(None, _until(entries, day)), situation, day
            day += timedelta(days=EVERY)


def _until(entries: tuple[Entry, ...], day: date) -> list[Entry]:
    return [one for one in entries if one.on <= day]


def requests(act: Act, file: CaseFile, code: str, on: date) -> Iterator[Request]:
    """Yield what somebody would plainly ask for."""
    case, words = file.cases[code], "按规定办理"
    owed = [one.document for one in case.outstanding]
    told = [one.document for one in case.corrections] or [f"{code}-1"]  # never anything new
    given: Mapping[Act, list[dict[str, Any]]] = {
        Act.REFUSE: [{"reason": words}],
        Act.DECLINE: [{"reason": words}],
        Act.ORDER_RECTIFICATION: [{"reason": words, "due_on": on + timedelta(days=10)}],
        Act.REVOKE: [{"reason": words}],
        Act.ANNOUNCE_MEASURE: [{"measure": "revocation", "reason": words}],
        Act.ACCEPT_CONDITIONALLY: [{"signed_by": "法定代表人"}],
        Act.REQUEST_CORRECTION: [{"items": [{"document": told[0], "what": words}]}],
        Act.DECIDE: [{"permit_number": "阿许〔2020〕1号", "opinion": words}],
        Act.DECIDE_CONDITIONALLY: [{"permit_number": "阿许〔2020〕1号", "opinion": words}],
        Act.REVIEW: [{"opinion": words}],
        Act.HOLD_HEARING: [{"result": words}],
        Act.RESUME: [{"result": words}],
        Act.RECEIVE_DOCUMENT: [{"document": one} for one in owed or [f"{code}-1"]],
    }
    for data in given.get(act, [{}]):
        yield REQUESTS.validate_python({"act": act.value} | data)


def accepted(act: Act, file: CaseFile, line: WorkLine, situation: Situation, on: date) -> bool:
    """Tell whether the rules let anybody do an act on a case that day."""
    regulations = situation.regulations
    known = regulations.procedures(file.project, on=on)[line.procedure]
    return any(
        examine(
            Circumstances(
                file=file,
                about=(file.cases[line.procedure], known),
                request=request,
                by=account,
                on=on,
                regulations=regulations,
            )
        )
        is None
        for account in situation.file.campaign.accounts
        if account.office in (line.department, line.unit)
        for request in requests(act, file, line.procedure, on)
    )


def test_every_to_do_asks_for_what_the_rules_accept(played_out: Office) -> None:
    asked: Counter[str] = Counter()
    wrong = []
    for file, situation, day in files(played_out, date(2020, 8, 31)):
        for line in (line_of(file, code, situation, day) for code in file.plan):
            if NOBODY.search(line.to_do):
                continue
            acts = next((acts for said, acts in ASKS if re.search(said, line.to_do)), ())
            if WAITS.search(line.to_do) and not re.search("签署意见", line.to_do):
                asked["waits"] += 1
                if accepted(Act.DECIDE, file, line, situation, day):
                    wrong.append((file.project.code, line.procedure, day, line.to_do))
                continue
            assert acts, f"no act is known for “{line.to_do}”"
            asked[acts[0].value] += 1
            may = [one for one in acts if accepted(one, file, line, situation, day)]
            named = [one for one in acts if one.label in re.split("[：、或（]", line.to_do)]
            if not may or not set(named) <= set(may):
                wrong.append((file.project.code, line.procedure, day, line.to_do))

    assert wrong == []
    assert {"submit", "accept", "decide", "correct", "resume", "deliver"} <= asked.keys()
