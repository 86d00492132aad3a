"""A branch of the plan beside the live one (推演): read whole or not at all, nothing written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from casework.office import CAMPAIGN, Office, Situation
from models.branch import Branch, DeferredPaper, ExpectedPaper
from models.case import CaseFile
from models.catalogue import Procedure
from rules.acceptance.deferrable import BEFORE_ACCEPTANCE, late_documents
from rules.in_force.coherence import Fault
from rules.in_force.regulations import Regulations
from rules.whatif.branch import (
    ProjectDifference,
    branched,
    changed_campaign,
    deferred_in,
    difference,
)
from rules.whatif.directives import Directive, directives
from store import ledger
from store.files.input_errors import worded
from store.files.yaml_file import YamlFile
from store.projected.queries import open_breaches


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a branch changes and what would make it real (推演结果)."""

    branch: Branch
    as_of: date
    projects: tuple[ProjectDifference, ...]
    """Those in which anything differs, by code."""
    unchanged: int
    directives: tuple[Directive, ...]
    names: Mapping[str, str]
    """Procedure code → name."""


def what_if(office: Office, given: YamlFile, *, today: date) -> WhatIf:
    """Return a branch file's difference against the live plan; every fault names its line."""
    branch = given.read_as(Branch)
    with office.store.reading() as connection:
        situation = office.situation(connection)
        files = {
            stream: office.file(connection, stream)[0]
            for stream in ledger.streams(connection)
            if stream != CAMPAIGN
        }
        codes = {file.project.applicant.credit_code for file in files.values()}
        breaches = {code: open_breaches(connection, code) for code in codes}
    live = situation.regulations
    given.check(_unknown(branch, situation, files))
    given.check(_broken_rules(branch, live))
    then = _regulations(branch, situation)
    given.check(_misplaced(branch, files, then, today))
    given.check(_unlawful(branch, files, breaches, then, today))
    compared = {
        code: difference(file, branch, on=today, live=live, then=then)
        for code, file in sorted(files.items())
        if _open(file)
    }
    return WhatIf(
        branch=branch,
        as_of=today,
        projects=tuple(one for one in compared.values() if one.moved),
        unchanged=sum(not one.moved for one in compared.values()),
        directives=directives(
            branch,
            {code: files[code] for code in compared},
            compared,
            on=today,
            regulations=then,
        ),
        names={one.code: one.name for one in then.campaign.catalogue.procedures},
    )


def _open(file: CaseFile) -> bool:
    """Tell whether a project's start still lies ahead."""
    return file.started_on is None


def _regulations(branch: Branch, situation: Situation) -> Regulations:
    """Return the regulations as the branch has them; the live ones where it leaves them alone."""
    present = situation.file
    campaign = changed_campaign(branch.rules, present.campaign)
    if campaign == present.campaign:
        return situation.regulations
    return Regulations(campaign, present.days, present.past_days)


def _unknown(
    branch: Branch, situation: Situation, files: Mapping[str, CaseFile]
) -> Iterator[Fault]:
    """Yield what names something that does not exist, or a project that has started."""
    for field in ("pins", "land", "documents", "deferrals"):
        for index, one in enumerate(getattr(branch, field)):
            if one.project not in files:
                yield (field, index, "project"), f"没有登记项目“{one.project}”"
            elif not _open(files[one.project]):
                yield (field, index, "project"), f"项目 {one.project} 已经开工，无从推演"
    departments = {one.code for one in situation.file.campaign.departments}
    for index, staff in enumerate(branch.staff):
        if staff.department not in departments:
            yield ("staff", index, "department"), f"没有审批部门“{staff.department}”"
    rulebook, catalogue = situation.regulations.rulebook, situation.file.campaign.catalogue
    if branch.rules.profile is not None and branch.rules.profile not in rulebook.profiles:
        yield ("rules", "profile"), f"没有容缺办法“{branch.rules.profile}”"
    known = {one.code for one in catalogue.procedures}
    for code in branch.rules.procedures:
        if code not in known:
            yield ("rules", "procedures", code), f"审批事项目录中没有“{code}”"


def _broken_rules(branch: Branch, live: Regulations) -> Iterator[Fault]:
    """Yield fields of a changed procedure that do not fit."""
    for procedure in live.campaign.catalogue.procedures:
        fields = branch.rules.procedures.get(procedure.code)
        if fields is None:
            continue
        try:
            Procedure.model_validate(procedure.model_dump(mode="json") | dict(fields))
        except ValidationError as wrong:
            for error in wrong.errors(include_url=False):
                yield ("rules", "procedures", procedure.code, *error["loc"]), worded(error)


def _misplaced(
    branch: Branch, files: Mapping[str, CaseFile], then: Regulations, today: date
) -> Iterator[Fault]:
    """Yield dates that lie behind, and papers that nobody waits for."""
    for index, pin in enumerate(branch.pins):
        if pin.start_on < today:
            yield ("pins", index, "start_on"), f"{pin.start_on} 已过（今日 {today}）"
    for index, land in enumerate(branch.land):
        if land.cleared_by < today:
            yield ("land", index, "cleared_by"), f"{land.cleared_by} 已过（今日 {today}）"
    papers: list[tuple[str, int, ExpectedPaper | DeferredPaper]] = [
        *(("documents", index, paper) for index, paper in enumerate(branch.documents)),
        *(("deferrals", index, paper) for index, paper in enumerate(branch.deferrals)),
    ]
    for field, index, one in papers:
        file = files[one.project]
        procedures = then.procedures(file.project, on=today)
        if one.procedure not in file.cases:
            why = file.not_required.get(one.procedure, "目录中没有此事项")
            yield (field, index, "procedure"), f"本项目无需办理 {one.procedure}：{why}"
        elif procedures[one.procedure].document(one.document) is None:
            yield (field, index, "document"), f"{one.procedure} 没有材料“{one.document}”"
        elif file.cases[one.procedure].state not in BEFORE_ACCEPTANCE:
            yield (field, index, "procedure"), f"{one.procedure} 已经受理，不必再等材料"
        elif isinstance(one, ExpectedPaper) and one.expected_on < today:
            yield (field, index, "expected_on"), f"{one.expected_on} 已过（今日 {today}）"


def _unlawful(
    branch: Branch,
    files: Mapping[str, CaseFile],
    breaches: Mapping[str, tuple[str, ...]],
    then: Regulations,
    today: date,
) -> Iterator[Fault]:
    """Yield deferrals that a rule of the branch itself forbids, or that nothing waits for."""
    for index, one in enumerate(branch.deferrals):
        file = files[one.project]
        procedures = then.procedures(file.project, on=today)
        late = {
            found.key: found
            for found in late_documents(
                branched(file, branch, procedures),
                procedures,
                on=today,
                regulations=then,
                breaches=breaches[file.project.applicant.credit_code],
            )
        }
        wanted = Branch(title=branch.title, deferrals=(one,))
        (key,) = deferred_in(wanted, one.project, procedures)
        if key not in late:
            yield (
                ("deferrals", index, "document"),
                f"没有人报告过“{one.document}”要迟到，容缺与否计划不变；"
                "可在 documents 中写明预计取得日",
            )
        elif (forbidden := late[key].forbidden) is not None:
            yield ("deferrals", index, "document"), f"不得容缺：{forbidden.message}"
