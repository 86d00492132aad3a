"""The case run (项目办理运行): one per project and ISO week; see `docs/adr/0013`."""

from uuid import UUID

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.flow_runs import suspend_flow_run
from prefect.runtime import flow_run
from prefect.states import Completed

from models.forms import CaseRunForm
from tasks.case.answering import form_for, read_answers
from tasks.case.approving import answer_all, next_chapter, show_news, standing_of
from tasks.foreseeing import consequences_of


@flow(name="approve", validate_parameters=True, persist_result=False)
def approve(case: CaseRunForm) -> State[None]:
    """项目绿色通道办理：列出当前可办事项，按表单逐项办理，直至具备开工条件。

    每个在办项目每周一个运行。运行处于“Suspended”时点 Resume 打开办理表单：
    选择事项与动作，填写经办人账号及意见后提交；规则不允许的，理由写在下一张表单上。
    """
    run_id = UUID(flow_run.id)
    while True:
        answers = read_answers(run_id)
        reply = answer_all(run_id, case.project, answers.unhandled)
        view = show_news(run_id, case, reply)
        standing = standing_of(view)
        if standing.over:
            return Completed(message=standing.in_words)
        if not reply.refusal and next_chapter(view, case.week):
            return Completed(message="本周运行结束，转入新一周")
        suspend_flow_run(
            wait_for_input=form_for(
                view,
                refusal=reply.refusal,
                command=reply.command,
                recorded=reply.recorded,
                typed=reply.typed,
                consequences=consequences_of(case.project),
            ),
            key=f"ask-{answers.next_number}",
            timeout=None,
        )
