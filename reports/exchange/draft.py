"""A draft of the catalogue as YAML (目录草案): what was read, and what has to be filled in.

Whatever a process model does not say is written as :data:`TO_FILL`, which no catalogue takes:
a draft cannot be loaded before somebody has filled it in from the law.
"""

import json
from collections.abc import Iterator

from models.process_draft import DraftProcedure, ProcessDraft

TO_FILL = "待填"


def draft_text(draft: ProcessDraft) -> Iterator[str]:
    """Yield the lines of a draft."""
    yield f"# 由流程模型“{draft.title}”读出的事项目录草案，未生效，不能直接载入。"
    yield f"# 写“{TO_FILL}”的逐项依法填写；时限、法律依据由本区核定并写明出处后，方可去掉 assumed。"
    yield "# 填完后并入专项行动目录的 catalogue.yaml，用 greenchannel load --preview 核对。"
    if draft.unread:
        yield "#"
        yield f"# 未读入 {len(draft.unread)} 处："
        for one in draft.unread:
            yield f"#   第 {one.line} 行 {one.element}：{one.why}"
    yield "procedures:"
    for procedure in draft.procedures:
        yield from _procedure(procedure)


def _procedure(one: DraftProcedure) -> Iterator[str]:
    number = "；编码为暂编，请改" if one.provisional else ""
    yield f"  # 元素 {one.element}{number}"
    if one.undecided:
        listed = "、".join(one.undecided)
        yield f"  # 前置不明：在 {listed} 之后，模型没有写明须全部办结还是任一办结，请填写"
    yield f"  - code: {one.code}"
    yield f"    name: {_quoted(one.name or TO_FILL)}"
    yield from (f"    {field}: {TO_FILL}" for field in ("name_en", "stage"))
    lane = f"  # 泳道“{one.lane}”" if one.lane and not one.department else ""
    yield f"    department: {one.department or TO_FILL}{lane}"
    yield from (f"    {field}: {TO_FILL}" for field in ("kind", "nature"))
    for limit in ("statutory", "promised"):
        yield f"    {limit}: {{value: null, bound: {TO_FILL}, assumed: true, source: {TO_FILL}}}"
    for field, codes in (
        ("prerequisites", one.prerequisites),
        ("tolerable_prerequisites", one.tolerable),
    ):
        if codes:
            yield f"    {field}: [{', '.join(codes)}]"
    if one.any_of:
        groups = ", ".join(f"[{', '.join(group)}]" for group in one.any_of)
        yield f"    prerequisites_any_of: [{groups}]"
    yield "    applies_to: []"
    yield f"    deferral_mode: {TO_FILL}"
    yield "    documents: []"
    yield from (f"    {field}: {TO_FILL}" for field in ("result_document", "legal_basis"))


def _quoted(text: str) -> str:
    """Return a text as YAML reads it back, whatever it holds."""
    return json.dumps(text, ensure_ascii=False)
