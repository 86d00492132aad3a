"""Who is told of the monthly bulletin (通报告知): signers of a draft, everybody of a signed one."""

from sqlalchemy import Connection

from casework.desk import Stamp
from casework.office import Office, Situation
from casework.telling.announcing import announce
from models.bulletin import BulletinDrafted, BulletinIssued, BulletinRules
from models.notice import Ground
from models.people import Role
from notices.wording import Facts
from rules.supervision.bulletin_signing import bulletin_signers

READERS = frozenset(
    {Role.UNIT_HEAD, Role.UNIT_LIAISON, Role.DEPARTMENT_HEAD, Role.DISPATCHER, Role.LEADER}
)
"""Who is told of a signed bulletin (通报送达对象)."""


def tell_bulletin(
    office: Office,
    connection: Connection,
    situation: Situation,
    rules: BulletinRules,
    payload: BulletinDrafted | BulletinIssued,
    *,
    stamp: Stamp,
) -> None:
    """Put out the notice that a draft waits, or that a bulletin was signed, once."""
    campaign = situation.file.campaign
    if isinstance(payload, BulletinDrafted):
        ground, to = Ground.BULLETIN_DRAFTED, bulletin_signers(rules, campaign)
        reason = f"数据截至{payload.as_of}{'，停机漏拟后补拟' if payload.late else ''}"
    else:
        ground, reason = Ground.BULLETIN_ISSUED, payload.opinion
        to = tuple(one.number for one in campaign.accounts if one.role in READERS)
    facts = Facts(on=stamp.on, month=payload.month, actor=rules.issuer, reason=reason)
    key = f"bulletin/{payload.month}/{ground.value}"
    announce(office, connection, situation, ground, facts, to=to, key=key, at=stamp.now)
