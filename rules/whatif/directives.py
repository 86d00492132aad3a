"""What would make a branch real (推演落实清单): who has to do what by when, and with which act.

The system changes nothing by itself: each line is a person's act, or a person's work that
no act records, by the day on which the branch counts on it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models.branch import Branch
from models.campaign import Campaign
from models.case import CaseFile, CaseState
from models.catalogue import Procedure
from models.people import Role
from rules.in_force.gates import START_CONSTRUCTION
from rules.in_force.regulations import Regulations
from rules.whatif.branch import ProjectDifference, deferred_in


@dataclass(frozen=True, slots=True)
class Directive:
    """One thing that somebody has to do (落实事项)."""

    by: date
    who: str
    """Account number; empty where an office as a whole is meant."""
    office: str
    """Name of who has to do it."""
    what: str
    command: str = ""
    """The act to run; empty where none records it."""


def directives(
    branch: Branch,
    files: Mapping[str, CaseFile],
    differences: Mapping[str, ProjectDifference],
    *,
    on: date,
    regulations: Regulations,
) -> tuple[Directive, ...]:
    """Return what has to be done, the most urgent first; ``regulations`` as the branch has them."""
    listed = _Directives(branch, files, differences, on, regulations)
    return tuple(sorted(listed.all(), key=lambda one: one.by))


class _Directives:
    """The lines of one branch, kind by kind."""

    def __init__(
        self,
        branch: Branch,
        files: Mapping[str, CaseFile],
        differences: Mapping[str, ProjectDifference],
        on: date,
        regulations: Regulations,
    ) -> None:
        self._branch, self._files, self._differences = branch, files, differences
        self._on, self._regulations = on, regulations
        self._campaign: Campaign = regulations.campaign

    def all(self) -> Iterator[Directive]:
        """Yield every line."""
        yield from self._rules()
        yield from self._staff()
        yield from self._pins()
        yield from self._land()
        yield from self._papers()
        for code, file in self._files.items():
            yield from self._deferrals(file, self._differences[code])

    def _rules(self) -> Iterator[Directive]:
        rules = self._branch.rules
        by = self._dispatcher()
        command = f"greenchannel load 专项行动目录 --by {by} --preview"
        if rules.profile is not None:
            name = self._regulations.rulebook.profiles[rules.profile].name
            yield self._line(
                self._on,
                (Role.DISPATCHER, ""),
                f"将 rules.yaml 的 profile 改为 {rules.profile}（{name}），预览后生效",
                command,
            )
        for code, fields in rules.procedures.items():
            listed = "、".join(fields)
            yield self._line(
                self._on,
                (Role.DISPATCHER, ""),
                f"在 catalogue.yaml 中修改 {code} 的 {listed}，预览后生效",
                command,
            )

    def _staff(self) -> Iterator[Directive]:
        for one in self._branch.staff:
            added = f"增加{one.added}个窗口" if one.added else "增派人手"
            share = round(one.share * 100)
            yield self._line(
                self._on,
                (Role.DEPARTMENT_HEAD, one.department),
                f"{added}，使办件用时压到现在的 {share}%（系统不记录窗口人数）",
            )

    def _pins(self) -> Iterator[Directive]:
        for pin in self._branch.pins:
            name = self._files[pin.project].project.name
            data = {"start_on": pin.start_on.isoformat(), "reason": pin.reason or "按推演方案调整"}
            yield self._line(
                self._on,
                (Role.DISPATCHER, ""),
                f"将{name}的开工时间锁定为 {pin.start_on}",
                self._act(pin.project, START_CONSTRUCTION, "pin_start", self._dispatcher(), data),
            )

    def _land(self) -> Iterator[Directive]:
        for land in self._branch.land:
            file = self._files[land.project]
            who = (Role.UNIT_LIAISON, file.project.unit)
            yield self._line(
                land.cleared_by,
                who,
                f"{file.project.name}：{land.cleared_by} 前完成净地交付并确认条件",
                self._act(
                    land.project,
                    START_CONSTRUCTION,
                    "confirm_condition",
                    self._number(*who),
                    {"condition": "land_delivered", "evidence": "净地移交确认单"},
                ),
            )

    def _papers(self) -> Iterator[Directive]:
        for paper in self._branch.documents:
            file = self._files[paper.project]
            procedures = self._regulations.procedures(file.project, on=self._on)
            document = procedures[paper.procedure].document(paper.document)
            assert document is not None
            who = (Role.UNIT_LIAISON, file.project.unit)
            data = {"document": document.code, "expected_on": paper.expected_on.isoformat()}
            yield self._line(
                paper.expected_on,
                who,
                f"{file.project.name}：{paper.expected_on} 前取得 {paper.procedure} "
                f"《{document.name}》，先报告预计取得日",
                self._act(
                    paper.project, paper.procedure, "expect_document", self._number(*who), data
                ),
            )

    def _deferrals(self, file: CaseFile, told: ProjectDifference) -> Iterator[Directive]:
        """Hand in without the papers, then take in conditionally with their promised days."""
        procedures = self._regulations.procedures(file.project, on=self._on)
        by_procedure: dict[str, list[str]] = {}
        for procedure, document in sorted(deferred_in(self._branch, file.project.code, procedures)):
            by_procedure.setdefault(procedure, []).append(document)
        for code, documents in by_procedure.items():
            expected = told.expected_of(code)
            promised = [{"document": one, "due_on": expected[one].isoformat()} for one in documents]
            yield from self._deferral(file, told, procedures[code], documents, promised)

    def _deferral(
        self,
        file: CaseFile,
        told: ProjectDifference,
        procedure: Procedure,
        documents: list[str],
        promised: list[dict[str, str]],
    ) -> Iterator[Directive]:
        code, project = procedure.code, file.project
        names = "、".join(f"《{procedure.document_name(one)}》" for one in documents)
        accept_on = max(told.accepted[code], self._on)
        liaison, officer = (Role.UNIT_LIAISON, project.unit), (Role.OFFICER, procedure.department)
        if file.cases[code].state is not CaseState.SUBMITTED:
            yield self._line(
                accept_on,
                liaison,
                f"{project.name}：先行申报 {code} {procedure.name}，{names}暂缺并签署承诺书",
                self._act(
                    project.code, code, "submit", self._number(*liaison), {"missing": documents}
                ),
            )
        days = "、".join(
            f"《{procedure.document_name(one['document'])}》{one['due_on']} 前" for one in promised
        )
        yield self._line(
            accept_on,
            officer,
            f"{project.name}：容缺受理 {code} {procedure.name}，承诺补交：{days}",
            self._act(
                project.code,
                code,
                "accept_conditionally",
                self._number(*officer),
                {"owed": promised, "signed_by": "法定代表人"},
            ),
        )

    def _line(self, by: date, who: tuple[Role, str], what: str, command: str = "") -> Directive:
        number = self._number(*who)
        account = self._campaign.account(number)
        return Directive(by, number, account.name if account else number, what, command)

    def _number(self, role: Role, office: str) -> str:
        return next(
            (
                account.number
                for account in self._campaign.accounts
                if account.role is role and account.office == office
            ),
            "",
        )

    def _dispatcher(self) -> str:
        return self._number(Role.DISPATCHER, "")

    @staticmethod
    def _act(project: str, procedure: str, act: str, by: str, data: Mapping[str, object]) -> str:
        given = json.dumps(data, ensure_ascii=False)
        return f"greenchannel act {project} {procedure} {act} --by {by} --data '{given}'"
