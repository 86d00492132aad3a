"""Campaigns and projects come in through the command line (载入与登记)."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from casework.intake.loading import load
from casework.intake.project_tables import expected, offered
from casework.intake.registering import Registration, register
from casework.telling.telling import REGISTRAR
from models.access import Hand
from models.act_requests import Via
from models.milestone import ProjectAmended
from models.project import Project
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import Premises, opened
from portal.usage import AsJson, OfficeCode, ProjectCode
from portal.written import write_out
from store.intake.campaign_folder import read_campaign_folder
from store.intake.project_files import read_projects


def load_campaign(
    directory: Annotated[
        Path | None, Parameter(name="CAMPAIGN_DIR", help="专项行动目录，内有七个 YAML 文件。")
    ] = None,
    /,
    *,
    timings: Annotated[
        Path | None,
        Parameter(metavar="FILE", help="不载入目录，只载入以往专项行动的用时（.csv）。"),
    ] = None,
    by: Annotated[
        OfficeCode,
        Parameter(metavar="OFFICER", help="变更规定、载入用时的经办人账号，如 dispatch-01。"),
    ] = "",
    preview: Annotated[
        bool, Parameter(negative=(), help="只预览变更的影响，不写入任何内容。")
    ] = False,
    apply_changes: Annotated[
        bool, Parameter(negative=(), help="先列出影响，再使变更生效，逐项目留痕。")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Load a campaign folder; again = no change, unless one is asked for. Or earlier timings."""
    if timings is not None:
        if directory is not None or preview or apply_changes:
            raise BadInput("参数 --timings", "单独使用，不与目录、--preview、--apply-changes 同用")
        from portal.commands.operating.timings import load_earlier  # it brings the learner

        return load_earlier(timings, by=by, as_json=as_json)
    if directory is None:
        raise BadInput("参数 CAMPAIGN_DIR", "缺少此项")
    if preview or apply_changes:
        from portal.commands.dispatch.rule_load import load_changes  # it weighs every project

        return load_changes(directory, by=by, preview_only=preview, as_json=as_json)
    folder = read_campaign_folder(directory)
    with opened(create=True) as premises:
        loaded = load(premises.office, folder, stamp=premises.stamp(Hand(REGISTRAR), Via.IMPORT))
    told = _told(loaded.registration)
    if as_json:
        say_json({"campaign": folder.campaign.key, "fresh": loaded.fresh, **told})
    else:
        state = "已载入" if loaded.fresh else "此前已载入，内容一致"
        say(f"{folder.campaign.title}({folder.campaign.document}){state}")
        say(_sentence(loaded.registration))
    return DONE


def register_projects(
    file: Annotated[Path | None, Parameter(name="FILE", help="项目文件。")] = None,
    /,
    *,
    by: Annotated[
        OfficeCode, Parameter(metavar="OFFICER", help="经办人账号，如 dispatch-01。")
    ] = "",
    confirmed: Annotated[
        tuple[ProjectCode, ...],
        Parameter(
            name="--confirm",
            metavar="CODE",
            help="确认此项目的数字属实，项目代码，可给几次。",
            negative=(),
        ),
    ] = (),
    template: Annotated[
        Path | None, Parameter(metavar="FILE", help="不登记，只写出一份空白登记表（.xlsx）。")
    ] = None,
    of: Annotated[
        ProjectCode,
        Parameter(
            metavar="CODE", help="与 --template 同用：写出已登记的这个项目，供改成变更后的样子。"
        ),
    ] = "",
    amend: Annotated[
        str,
        Parameter(
            metavar="REASON",
            help="不是登记，是变更文件中已登记的一个项目：写明理由和依据；应办事项随之增减。",
        ),
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Register the projects of a file, all or nothing; or write the empty table for them."""
    if template is not None:
        return _write_template(template, of, as_json=as_json)
    if file is None:
        raise BadInput("参数 FILE", "缺少此项")
    with opened() as premises:
        hand = premises.who(by)
        names, faults = expected(premises.office, today=premises.today())
        projects = read_projects(file, names=names, confirmed=confirmed, faults=faults)
        try:
            if amend:
                of_table = file.suffix.lower() in (".xlsx", ".csv")
                return _amend(premises, projects, amend, hand, of_table, as_json=as_json)
            registration = register(premises.office, projects, stamp=premises.stamp(hand))
        except BadInput as wrong:
            raise BadInput(f"{file.name} {wrong.place}", wrong.message) from wrong
    if as_json:
        say_json(_told(registration))
    else:
        say(_sentence(registration))
    return DONE


def _amend(
    premises: Premises,
    projects: tuple[Project, ...],
    reason: str,
    hand: Hand,
    of_table: bool,
    *,
    as_json: bool,
) -> int:
    """Change the one project of a file, and say what reads otherwise and what it needs now."""
    from casework.changes.project import amend, beside_the_table  # few need it
    from casework.reading.case.words import recorded_in_words
    from portal.commands.daily.acting import say_entries

    if len(projects) != 1:
        raise BadInput("参数 --amend", f"一次变更一个项目，文件中有{len(projects)}个")
    (project,) = projects

    def becoming(before: Project) -> Project:
        return beside_the_table(before, project) if of_table else project

    stamp = premises.stamp(hand)
    recorded = amend(premises.office, project.code, becoming, reason=reason, stamp=stamp)
    told = [one.payload for one in recorded.entries if isinstance(one.payload, ProjectAmended)]
    changes = [change for one in told for change in one.changes]
    if as_json:
        say_json({"amended": project.code, "version": recorded.file.version, "changes": changes})
        return DONE
    say(f"{project.code} {project.name}已变更：{'；'.join(changes)}")
    say_entries(recorded, recorded_in_words(premises.office, recorded, ""))
    return DONE


def _write_template(path: Path, code: str, *, as_json: bool) -> int:
    """Write the empty project table, or with the row of one project as it is registered."""
    from reports.workbooks.project_template import project_template  # it brings the sheet writer

    if path.suffix.lower() != ".xlsx":
        raise BadInput(f"参数 --template {path}", "模板是 Excel 工作簿，文件名应以 .xlsx 结尾")
    with opened() as premises, premises.office.store.reading() as connection:
        campaign = premises.office.situation(connection).file.campaign
        filled = [premises.office.file(connection, code)[0].project] if code else []
    write_out("参数 --template", path, project_template(offered(campaign), filled))
    if as_json:
        say_json({"template": str(path)})
    else:
        say(f"{f'项目 {code} 的登记内容' if code else '空白登记表'}已写入 {path}")
    return DONE


def _told(registration: Registration) -> dict[str, list[str]]:
    return {
        "registered": [one.file.project.code for one in registration.registered],
        "unchanged": list(registration.unchanged),
    }


def _sentence(registration: Registration) -> str:
    return (
        f"新登记项目 {len(registration.registered)} 个，"
        f"此前已登记且内容一致 {len(registration.unchanged)} 个"
    )
