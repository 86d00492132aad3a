"""What a table of projects may name, and what stands against a row (登记表), for every door."""

from collections.abc import Iterable
from datetime import date

from casework.office import Office
from models.campaign import Campaign
from models.people import Role
from models.project import Project
from models.project_sheet import ProjectTemplate
from rules.in_force.coherence import misfits
from store.files.input_errors import Loc
from store.intake.project_cells import Names
from store.intake.project_files import Faults, names_of
from store.projected.queries import project_lines


def expected(office: Office, *, today: date) -> tuple[Names, Faults]:
    """Return the names that cells may hold, and what is wrong with the facts of a new project."""
    with office.store.reading() as connection:
        situation = office.situation(connection)
        known = {line.code for line in project_lines(connection)}
    campaign, days = situation.file.campaign, situation.regulations.days

    def faults(project: Project) -> Iterable[tuple[Loc, str]]:
        if project.code in known:
            return ()
        return misfits(project, campaign, on=today, today=today, days=days)

    return names_of(campaign), faults


def offered(campaign: Campaign) -> ProjectTemplate:
    """Return what the empty table offers to choose: words that the reader takes for one code."""
    names = names_of(campaign)

    def accounts(role: Role) -> tuple[str, ...]:
        found = (one for one in campaign.accounts if one.role is role)
        return tuple(one.name if one.name in names else one.number for one in found)

    words = ((unit.short, unit.name, unit.code) for unit in campaign.units)
    return ProjectTemplate(
        campaign_title=campaign.title,
        units=tuple(
            next((word for word in offered if word in names), offered[-1]) for offered in words
        ),
        sponsors=accounts(Role.LEADER),
        chief_service_officers=accounts(Role.CHIEF_SERVICE_OFFICER),
        procedures=tuple((one.code, one.name) for one in campaign.catalogue.procedures),
        conditions=tuple(
            item.name for gate in campaign.catalogue.gates for item in gate.confirmations
        ),
    )
