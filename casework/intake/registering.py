"""Projects come in (登记): the catalogue decides what each needs, in which order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError
from sqlalchemy import Connection

from casework.desk import Addition, Recorded, Stamp, must_not_precede_campaign, remember, write
from casework.office import CAMPAIGN, Office, Situation
from models.milestone import Registered
from models.project import Project
from models.refusal import BadInput, Refused, faults_of, gathered
from models.register_form import RegisterForm
from rules.in_force.authority import may_register
from rules.in_force.coherence import Fault, misfits
from rules.in_force.proportion import disproportions
from rules.seal import GENESIS
from store import ledger
from store.files.input_errors import worded


class AlreadyRegistered(Refused):
    """The project code is taken (项目已登记)."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What a list of projects left behind (登记结果)."""

    registered: tuple[Recorded, ...]
    unchanged: tuple[str, ...]
    """Codes that had been registered before with the same data."""


def register(office: Office, projects: Iterable[Project], *, stamp: Stamp) -> Registration:
    """Register projects, all or nothing; the same project again changes nothing."""
    with office.store.writing(CAMPAIGN) as connection:
        situation = office.situation(connection)
        if refused := may_register(situation.account(stamp.by)):
            raise refused
        must_not_precede_campaign(connection, stamp)
        registration = register_within(
            office, connection, situation, projects, as_of=stamp.on, stamp=stamp
        )
    remember(office, registration.registered)
    return registration


def filled_in(form: RegisterForm, before: Project | None = None) -> Project:
    """Return the project of a form, laid over what is registered of it where it is.

    Whatever it cannot be is told at its field.
    """
    try:
        return form.over(before) if before else form.project()
    except ValidationError as wrong:
        raise gathered(
            (form.place(str(one["loc"][-1])), worded(one)) for one in faults_of(wrong)
        ) from wrong


def in_proportion(form: RegisterForm, project: Project) -> Project:
    """Return the project of a form; a number out of all proportion is asked back once."""
    asked = () if form.proportion_checked else tuple(disproportions(project))
    if asked:
        questions = "；".join(question for _, question in asked)
        tick = RegisterForm.model_fields["proportion_checked"].title
        raise BadInput(
            form.place(str(asked[0][0][-1])),
            f"{questions}；请核对单位，确属实情的，勾选“{tick}”再提交",
        )
    return project


def register_filled_in(office: Office, form: RegisterForm, *, stamp: Stamp) -> Registration:
    """Register what was filled in."""
    return register(office, [in_proportion(form, filled_in(form))], stamp=stamp)


def register_within(
    office: Office,
    connection: Connection,
    situation: Situation,
    projects: Iterable[Project],
    *,
    as_of: date,
    stamp: Stamp,
) -> Registration:
    """Register projects inside an open transaction.

    ``as_of`` is the day on which their facts must hold: a start pinned before it is refused.
    """
    registered: list[Recorded] = []
    unchanged: list[str] = []
    for project in projects:
        found = office.find(connection, project.code)
        if found is not None:
            if found[0].project != project and _first(connection, project.code) != project:
                raise AlreadyRegistered(
                    f"项目 {project.code} {found[0].project.name}已登记，内容与本次不同；"
                    "已登记的项目变更投资、用地、事项等的，由区大项目调度指挥中心办理项目变更"
                    "（项目页“项目变更”，或者 greenchannel register 项目文件 --amend 理由）",
                    project=project.code,
                )
            unchanged.append(project.code)
            continue
        days, campaign = situation.regulations.days, situation.file.campaign
        must_fit(project, misfits(project, campaign, on=as_of, today=stamp.on, days=days))
        drafts = [stamp.draft(_registered(situation, project, stamp))]
        addition = Addition(None, GENESIS, drafts)
        registered.append(write(office, connection, situation, addition, stamp=stamp))
    return Registration(tuple(registered), tuple(unchanged))


def _first(connection: Connection, code: str) -> Project:
    """Return a project as it was registered, whatever was changed since (项目变更)."""
    (registered,) = (
        entry.payload
        for entry in ledger.read(connection, code)
        if isinstance(entry.payload, Registered)
    )
    return registered.project


def _registered(situation: Situation, project: Project, stamp: Stamp) -> Registered:
    planned, not_required = situation.regulations.plan(project, on=stamp.on)
    return Registered(
        project=project,
        catalogue_version=situation.file.campaign.catalogue.version,
        plan=planned,
        not_required=not_required,
    )


def must_fit(project: Project, faults: Iterable[Fault]) -> None:
    """Refuse a project that names unknown offices or contradicts itself, every fault at once."""
    places: dict[str, str] = {}
    for loc, what in faults:
        place = f"项目 {project.code} {'.'.join(str(part) for part in loc)}"
        places[place] = f"{places[place]}；{what}" if place in places else what
    if places:
        raise BadInput(next(iter(places)), "；".join(places.values()), places=places)
