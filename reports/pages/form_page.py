"""What stands above an officer's form (办理表单说明): what is open, owed and missing now."""

from collections.abc import Mapping
from types import MappingProxyType

from models.project_views import CaseView, ProjectView
from reports.text.phrases import (
    acts_in_words,
    case_name,
    conclusion,
    correction_lines,
    day,
    due,
    notes,
    open_cases,
    owed_documents,
    owed_standing,
    remaining,
    undelivered_cases,
    who_acts,
)
from reports.text.plain_text import code, command_line, markdown

DOT = "·"
_NOTHING_SAID: Mapping[str, str] = MappingProxyType({})


def form_page(
    view: ProjectView,
    *,
    refusal: str = "",
    command: str = "",
    recorded: str = "",
    consequences: Mapping[str, str] = _NOTHING_SAID,
) -> str:
    """Write what stands above the form: paragraphs only.

    Prefect's form drops single line breaks and draws neither lists nor tables.
    ``refusal`` says why the last act was not recorded, ``command`` how it is signed,
    ``recorded`` what was.
    ``consequences`` says what an act would do to the start: under a procedure's code it
    ends that procedure's paragraph, under any other key it is one of its own.
    """
    project, as_of = view.project, view.as_of
    parts = [f"**已记**：{markdown(recorded)}"] if recorded else []
    if refusal:
        parts.append(f"**未予办理**：{markdown(refusal, 600)}")
    if command:
        parts.append(command_line(command))
    parts.append(
        f"### {markdown(project.name)} · {markdown(project.light_name)}灯 · {day(as_of, as_of)}"
    )
    parts.append(f"**结论：{markdown(conclusion(view))}。**")
    parts.append("下拉框点中后按键盘“↓”展开，选中后按回车。")
    cases = open_cases(view)
    parts.extend(_open(view, case, consequences) for case in cases)
    if not cases:
        parts.append("目前没有可以办理的事项。")
    parts.extend(notes(view))
    shown = {case.procedure for case in cases}
    parts.extend(
        f"{code(key)}：{markdown(said)}" for key, said in consequences.items() if key not in shown
    )
    if undelivered := undelivered_cases(view):
        named = "、".join(markdown(case_name(case)) for case in undelivered)
        parts.append(f"**待送达**：{named}")
    parts.extend(
        f"**欠交材料** {code(one.document)} {markdown(one.name)}（{code(case.procedure)}）："
        f"承诺 {day(one.due_on, as_of)} 前补交，{owed_standing(one, as_of)}"
        for case, one in owed_documents(view)
    )
    parts.extend(f"**补正** {markdown(told)}" for told in correction_lines(view))
    if view.start.missing and view.start.started_on is None:
        procedures = {case.procedure for case in view.cases}
        listed = "、".join(
            f"{code(one.code)} {markdown(one.name)}（须办结）"
            if one.code in procedures
            else f"{markdown(one.name)}（须署名确认）"
            for one in view.start.missing
        )
        parts.append(f"**尚缺的开工条件**：{listed}")
    return "\n\n".join(parts) + "\n"


def choice(view: ProjectView, case: CaseView) -> str:
    """Name a case in the form's list: what it is, with whom, how it stands, by when."""
    standing = [case.department_name, case.state_name, f"{case.light_name}灯"]
    if case.due_on is not None:
        standing.append(f"{due(case, view.as_of)}到期")
    return f"{case_name(case)}（{DOT.join(standing)}）"


def _open(view: ProjectView, case: CaseView, consequences: Mapping[str, str]) -> str:
    """Say how one open case stands, who acts and what can be done."""
    standing = [case.state_name, f"{case.light_name}灯"]
    if case.due_on is not None:
        standing += [f"{due(case, view.as_of)}到期", remaining(case)]
    said = (
        f"**{markdown(case_name(case))}**（{markdown(DOT.join(standing))}）"
        f"{markdown(who_acts(case))}：{acts_in_words(case)}"
    )
    if case.procedure in consequences:
        said += f"。对开工的影响：{markdown(consequences[case.procedure])}"
    return said
