"""Who is told what (通知对象): one table, ground → audiences."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from models.campaign import Campaign
from models.notice import Ground
from models.people import Role


class Audience(StrEnum):
    """A group of readers around a project and a procedure (通知对象)."""

    OFFICERS = "officers"
    """审批窗口 of the department that handles the procedure."""
    HEADS = "heads"
    """That department's head (审批部门负责人)."""
    LIAISONS = "liaisons"
    """责任单位联络员 of the project's unit, who speak for the applicant, and of its agent."""
    CHIEF_SERVICE_OFFICER = "chief_service_officer"
    """The project's 首席服务官."""
    SPONSOR = "sponsor"
    """The project's 包保领导."""
    DISPATCHERS = "dispatchers"
    """区大项目调度指挥中心."""


_A = Audience
_APPLICANT = (_A.LIAISONS, _A.CHIEF_SERVICE_OFFICER)

AUDIENCES: Mapping[Ground, tuple[Audience, ...]] = {
    # What the applicant may or must do now, or was told by law (行政许可法 art. 32, 38, 42, 45).
    Ground.PROCEDURE_OPENED: _APPLICANT,
    Ground.CORRECTION_REQUESTED: _APPLICANT,
    Ground.CORRECTION_DUE_SOON: _APPLICANT,
    Ground.ACCEPTED: _APPLICANT,
    Ground.CONDITIONALLY_ACCEPTED: _APPLICANT,
    Ground.PREVIEW_OPINION: _APPLICANT,
    Ground.DECLINED: _APPLICANT,
    Ground.PROMISE_DUE_SOON: _APPLICANT,
    Ground.PAUSED: _APPLICANT,
    Ground.EXTENDED: _APPLICANT,
    Ground.CERTIFICATE_EXTENDED: _APPLICANT,
    Ground.CONCLUDED: _APPLICANT,
    Ground.REFUSED: _APPLICANT,
    # What changes the work of both sides.
    Ground.CORRECTION_OVERDUE: (*_APPLICANT, _A.OFFICERS),
    Ground.PROMISE_LAPSED: (*_APPLICANT, _A.OFFICERS),
    Ground.RETURNED: (*_APPLICANT, _A.OFFICERS),
    Ground.DEEMED_ACCEPTED: (_A.OFFICERS, _A.HEADS, *_APPLICANT),
    Ground.REVOKED: (*_APPLICANT, _A.DISPATCHERS),
    # What the department has to do.
    Ground.SUBMITTED: (_A.OFFICERS,),
    Ground.WITHDRAWN: (_A.OFFICERS, _A.CHIEF_SERVICE_OFFICER),
    Ground.ASSIGNED: (_A.OFFICERS,),
    Ground.SIGNATURE_DUE: (_A.HEADS, _A.OFFICERS),
    Ground.DUE_SOON: (_A.OFFICERS, _A.HEADS),
    Ground.OVERDUE: (_A.OFFICERS, _A.HEADS),
    # Beside who is asked (`casework/telling/reminders.py`): who decides on what they say.
    Ground.OPINION_ASKED: (_A.OFFICERS,),
    Ground.OPINION_LATE: (_A.OFFICERS, _A.HEADS),
    Ground.SPECIAL_PROCEDURE_OVERRUN: (_A.OFFICERS, _A.HEADS, _A.CHIEF_SERVICE_OFFICER),
    # What moved by itself: nobody on either side may go on counting with the old days.
    Ground.DUE_DATES_MOVED: (_A.OFFICERS, _A.HEADS, *_APPLICANT),
    # What concerns the whole project.
    Ground.CERTIFICATE_EXPIRING: (*_APPLICANT, _A.SPONSOR, _A.DISPATCHERS),
    Ground.START_SLIPPED: (_A.DISPATCHERS, _A.SPONSOR, _A.CHIEF_SERVICE_OFFICER),
    Ground.GATE_PASSED: (*_APPLICANT, _A.SPONSOR, _A.DISPATCHERS),
    Ground.ENTRUSTED: _APPLICANT,
    # Beside the departments and the former unit (`casework/telling/projects.py`).
    Ground.PROJECT_AMENDED: (*_APPLICANT, _A.SPONSOR, _A.DISPATCHERS),
    # The weekly round (周报告制度): a chase also goes to who helps the unit.
    Ground.REPORT_ASKED: (_A.LIAISONS,),
    Ground.REPORT_CHASED: _APPLICANT,
    Ground.REPORT_MISSED: (*_APPLICANT, _A.DISPATCHERS),
    # Supervision (督办): a drafted slip is its signer's, an issued one its addressees'
    # (`casework/telling/supervision.py`); here only what every project has.
    Ground.START_MISSED: (*_APPLICANT, _A.SPONSOR, _A.DISPATCHERS),
    Ground.STANDSTILL: (*_APPLICANT, _A.DISPATCHERS),
    Ground.SLIP_UNSIGNED: (_A.DISPATCHERS,),
    Ground.SLIP_DRAFTED: (_A.DISPATCHERS,),
    Ground.SLIP_ISSUED: (_A.LIAISONS,),
    Ground.SLIP_ANSWERED: (_A.DISPATCHERS,),
    Ground.MATTER_CLOSED: (_A.LIAISONS,),
    Ground.REVIEW_REQUESTED: (_A.DISPATCHERS,),
    Ground.REVIEW_DECIDED: (_A.LIAISONS,),
    # A bulletin is its signers', then everybody's (`casework/supervision/bulletin_telling.py`).
    Ground.BULLETIN_DRAFTED: (),
    Ground.BULLETIN_ISSUED: (_A.DISPATCHERS,),
    Ground.MEASURE_ANNOUNCED: _APPLICANT,
    Ground.DEFENCE_STATED: (_A.OFFICERS, _A.HEADS),
    Ground.BREACH_RECORDED: (*_APPLICANT, _A.HEADS),
    Ground.HEARING_OFFERED: _APPLICANT,
    Ground.HEARING_REQUESTED: (_A.OFFICERS, _A.HEADS),
    Ground.HEARING_HELD: (*_APPLICANT, _A.OFFICERS),
    Ground.LIGHT_YELLOW: (*_APPLICANT, _A.DISPATCHERS),
    Ground.LIGHT_RED: (*_APPLICANT, _A.SPONSOR, _A.DISPATCHERS),
    Ground.ISSUE_RAISED: (_A.DISPATCHERS, _A.CHIEF_SERVICE_OFFICER),
    Ground.ISSUE_OVERDUE: (_A.DISPATCHERS, *_APPLICANT),
    Ground.DIRECTED: (_A.LIAISONS,),
    # The house itself: each person's own digest; what did not arrive.
    Ground.DAILY_BRIEF: (),
    Ground.UNDELIVERED: (_A.DISPATCHERS,),
}


def recipients(
    ground: Ground,
    campaign: Campaign,
    *,
    unit: str = "",
    sponsor: str = "",
    chief_service_officer: str = "",
    department: str = "",
    agent: str = "",
) -> tuple[str, ...]:
    """Return the accounts to be told, each once, in the order of the table.

    ``unit``, ``department`` and ``agent`` (to whom the unit's paperwork is entrusted) are codes
    of offices, ``sponsor`` and ``chief_service_officer`` account numbers. Where nobody of the
    audiences has an account the dispatchers are told, so that no notice goes to nobody.
    """
    offices = {
        Audience.OFFICERS: (Role.OFFICER, (department,)),
        Audience.HEADS: (Role.DEPARTMENT_HEAD, (department,)),
        Audience.LIAISONS: (Role.UNIT_LIAISON, (unit, agent)),
    }
    named = {
        Audience.SPONSOR: sponsor,
        Audience.CHIEF_SERVICE_OFFICER: chief_service_officer,
    }

    def of(audience: Audience) -> Iterator[str]:
        if audience in named:
            if campaign.account(named[audience]) is not None:
                yield named[audience]
        elif audience in offices:
            role, codes = offices[audience]
            for office in filter(None, codes):
                yield from (one.number for one in campaign.accounts_of(role, office))
        else:
            yield from (one.number for one in campaign.accounts_of(Role.DISPATCHER))

    told = tuple(dict.fromkeys(number for audience in AUDIENCES[ground] for number in of(audience)))
    return told or tuple(of(Audience.DISPATCHERS))
