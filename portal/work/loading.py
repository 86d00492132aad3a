"""Campaigns and projects come in through the command line (载入与登记)."""

from pathlib import Path

from casework.loading import load
from casework.registering import Registration, register
from casework.telling import REGISTRAR
from models.acts import Via
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import opened
from store.campaign_folder import read_campaign_folder
from store.project_files import names_of, read_projects


def load_campaign(directory: Path, *, as_json: bool) -> int:
    """Load a campaign folder; again = no change."""
    folder = read_campaign_folder(directory)
    with opened(create=True) as premises:
        loaded = load(premises.office, folder, stamp=premises.stamp(REGISTRAR, Via.IMPORT))
    told = _told(loaded.registration)
    if as_json:
        say_json({"campaign": folder.campaign.key, "fresh": loaded.fresh, **told})
    else:
        state = "已载入" if loaded.fresh else "此前已载入，内容一致"
        say(f"{folder.campaign.title}({folder.campaign.document}){state}")
        say(_sentence(loaded.registration))
    return DONE


def register_projects(file: Path, *, by: str, as_json: bool) -> int:
    """Register the projects of a file, all or nothing."""
    with opened() as premises:
        premises.must_know(by)
        with premises.office.store.reading() as connection:
            campaign = premises.office.situation(connection).file.campaign
        projects = read_projects(file, names=names_of(campaign))
        try:
            registration = register(premises.office, projects, stamp=premises.stamp(by))
        except BadInput as wrong:
            raise BadInput(f"{file.name} {wrong.place}", wrong.message) from wrong
    if as_json:
        say_json(_told(registration))
    else:
        say(_sentence(registration))
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
