"""The monthly supervision bulletin (月度督办通报): drafted when due; a person signs it."""

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from tasks.bulletins import bulletin_to_publish, draft_bulletins, publish_bulletin_page
from tasks.case.acting import deliver_notices
from tasks.naming import at_office_time


@flow(name="publish-bulletin", flow_run_name=at_office_time("督办通报"), persist_result=False)
def publish_bulletin() -> State[None]:
    """月度督办通报：到期拟制，待督办室签发；未签发的只告知签发人。停机漏拟的补拟，每月只拟一次。"""
    drafted = draft_bulletins()
    changed = bulletin_to_publish()
    if not drafted and changed is None:
        return Completed(name="NothingDue", message="目前没有应拟制或者有变化的通报")
    if changed is not None:
        publish_bulletin_page(changed)
    deliver_notices()
    done = [f"拟制 {month} 督办通报" for month in drafted]
    if changed is not None:
        done.append(f"公布 {changed.month} 督办通报（{changed.state_name}）")
    return Completed(message="，".join(done))
