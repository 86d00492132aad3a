"""The morning (每日提要): one message per person on every working day."""

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from tasks.briefing import count_taken, put_out_digests
from tasks.case.acting import deliver_notices
from tasks.naming import at_office_time


@flow(name="brief", flow_run_name=at_office_time("每日提要"), persist_result=False)
def brief() -> State[None]:
    """每个工作日八时三十分向每人发送一份提要：逾期、近期到期和待办事项；休息日不发，重复运行不重发。"""
    briefed = put_out_digests()
    if not briefed.working_day:
        return Completed(message=f"{briefed.on} 不是工作日，不发提要")
    deliver_notices(patiently=True)
    count = len(briefed.digests)
    return Completed(message=f"{briefed.on} 提要 {count} 份，平台已接收 {count_taken(briefed)} 份")
