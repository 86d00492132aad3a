"""The watch (巡查): what came due, what must be told, what Prefect must show."""

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from tasks.case.acting import deliver_notices
from tasks.case.case_runs import reconcile_case_runs
from tasks.case.showing import publish_to_dos
from tasks.naming import at_office_time
from tasks.publishing import publish_rounds
from tasks.sweeping import anchor_heads, reckon_lists, send_anchor_away, sweep_ledger
from tasks.tidying import tidy_runs


@flow(name="watch", flow_run_name=at_office_time("巡查"), persist_result=False)
def watch() -> State[None]:
    """每五分钟巡查一次：承诺逾期、亮灯、滞后、提醒送达，并校正各项目的办理运行。"""
    swept = sweep_ledger()
    publish_rounds(swept.rounds)
    delivered = deliver_notices()
    done = reconcile_case_runs()
    publish_to_dos()
    tidy_runs()
    later = deliver_notices(patiently=True)
    reckon_lists()
    if damage := anchor_heads():
        return Failed(message=f"台账受损或无法锚定：{damage}")
    unsent = send_anchor_away()
    return Completed(
        message=f"到期事项 {len(swept.entries)} 条，周报环节 {len(swept.rounds)} 个，"
        f"送达通知 {delivered.delivered + later.delivered} 份，"
        f"启动运行 {len(done.started)} 个，刷新 {len(done.woken)} 个，"
        f"重新驱动 {len(done.redriven)} 个，结束停滞运行 {len(done.ended)} 个"
        f"{unsent and f'；{unsent}'}"
    )
