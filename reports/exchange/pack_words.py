"""What a pack of evidence says of itself (证据包说明)."""

from collections.abc import Iterator
from datetime import date


def read_me(name: str, project: str, on: date) -> Iterator[str]:
    """Yield the lines of the note that lies in a pack."""
    yield f"{name}（{project}）证据包，截至{on.isoformat()}\n\n"
    yield "events.xes、events.json　事件日志（XES、OCEL 2.0）：何时、由哪个岗位办了什么\n"
    yield "plan.xml　开工前的排期（Microsoft Project XML）\n"
    yield "process.bpmn　审批流程图（BPMN 2.0）\n"
    yield "calendar.ics　尚未到期的期限（iCalendar）\n"
    yield "public.json　公开时间表，格式见公布的 JSON Schema\n"
    yield "ceq.json　同一内容，按美国环境质量委员会（CEQ）许可数据标准的字段\n"
    yield "clocks.json　已申报事项的时限举证，可用 verifier/verify_clock.py 脱机核算\n"
    yield "manifest.json　各文件的大小和 SHA-256，台账版本和末条封签\n\n"
    yield "事件日志、排期、流程图、公开时间表不含意见、理由、姓名和金额；\n"
    yield "时限举证含办理岗位和暂停事由，请按知悉范围保管。\n"
    yield "同一台账、同一日生成的证据包逐字节相同，可以重新生成后对照；\n"
    yield "末条封签可与台账核验（greenchannel verify）的锚定对照。\n"
    yield "本包由系统按台账生成，不是行政决定；以台账和经签发的文书为准。\n"
