"""Offices, their accounts, and who may be asked for what (机构与账号)."""

from pydantic import Field

from models.labelled import Labelled
from models.vocabulary import Value


class Role(Labelled):
    """What an account may do (角色); the table is `rules/in_force/authority.py`."""

    OFFICER = "officer", "审批窗口"
    """审批窗口: accepts, corrects, decides for its own department."""
    DEPARTMENT_HEAD = "department_head", "部门负责人"
    """审批部门负责人: refuses, extends, revokes."""
    UNIT_LIAISON = "unit_liaison", "责任单位联络员"
    """责任单位联络员: submits for its projects, reports weekly."""
    UNIT_HEAD = "unit_head", "责任单位负责人"
    """责任单位主要负责人: answers for its projects."""
    CHIEF_SERVICE_OFFICER = "chief_service_officer", "首席服务官"
    """首席服务官: helps its projects along, submits for them."""
    DISPATCHER = "dispatcher", "调度指挥中心"
    """区大项目调度指挥中心."""
    SUPERVISOR = "supervisor", "政府督办室"
    """区政府督办室."""
    LEADER = "leader", "包保领导"
    """包保领导: sees."""
    OPERATOR = "operator", "系统运维"
    """系统运维: runs the system, does no casework."""


class Department(Value):
    """An approval department (审批部门)."""

    code: str = Field(pattern=r"^[a-z][a-z-]*$")
    name: str
    short: str
    aliases: tuple[str, ...] = ()
    """Names under which the catalogue calls it."""


class ResponsibleUnit(Value):
    """A unit that answers for projects (责任单位)."""

    code: str = Field(pattern=r"^[a-z][a-z-]*$")
    name: str
    short: str


class Account(Value):
    """One account; in the demonstration always an office, never a person (账号)."""

    number: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: str
    role: Role
    office: str = ""
    """Code of its department or responsible unit; empty for district-wide roles."""
