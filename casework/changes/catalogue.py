"""Catalogue and rules change while projects run (目录与规则变更): shown, then applied.

A case keeps the limits that it was accepted under, and a project the order that it was
registered with; what is not accepted yet takes the new terms. Nothing that is in use
may vanish, and days change by notice alone (`casework/changes/calendar.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from casework.changes.moving import UNMOVED, Step, Weighed, files, move, weigh
from casework.desk import Stamp, write_campaign
from casework.intake.loading import CampaignChanged, changed_files
from casework.office import CAMPAIGN, REGULATIONS, Office, Situation
from models.campaign import Campaign, CampaignFolder
from models.catalogue import Procedure
from models.ledger import CampaignLoaded
from models.refusal import Stale
from rules.in_force.authority import may_change_regulations
from rules.in_force.regulations import Regulations
from store.engine import hold


@dataclass(frozen=True, slots=True)
class ChangedProcedure:
    """A procedure whose terms change (变更的事项)."""

    procedure: str
    name: str
    fields: tuple[str, ...]
    """What differs, by the names of the catalogue file; ``new`` for a new procedure."""
    keep: int = 0
    """Open cases that keep the limits that they were accepted under."""
    take: int = 0
    """Cases not accepted yet, which take the new terms."""


@dataclass(frozen=True, slots=True)
class CatalogueChange:
    """What a changed campaign folder changes (规定变动), as shown before it is applied."""

    files: tuple[str, ...]
    procedures: tuple[ChangedProcedure, ...] = ()
    weighed: Weighed = UNMOVED

    @property
    def nothing(self) -> bool:
        """Tell whether the folder says what is in force already."""
        return not self.files


def preview_changes(office: Office, folder: CampaignFolder, *, stamp: Stamp) -> CatalogueChange:
    """Return what a changed folder would change; nothing is written."""
    with office.store.reading() as connection:
        change, _, _ = _weighed(office, connection, office.situation(connection), folder, stamp)
    return change


def apply_changes(
    office: Office,
    folder: CampaignFolder,
    *,
    expect: CatalogueChange | None = None,
    stamp: Stamp,
) -> CatalogueChange:
    """Bring a changed folder into force, in one transaction; again = no change."""
    with office.store.writing(CAMPAIGN) as connection:
        hold(connection, REGULATIONS)
        situation = office.situation(connection)
        change, then, steps = _weighed(office, connection, situation, folder, stamp)
        if change.nothing:
            return change
        if expect is not None and change != expect:
            raise Stale("预览之后又有办理或规定变动，受影响的事项已与预览不同，请重新预览后再执行")
        campaign = then.file.campaign
        loaded = CampaignLoaded(campaign=campaign, digests=dict(folder.digests))
        write_campaign(office, connection, [loaded], stamp=stamp)
        basis = f"目录 {campaign.catalogue.version}，规则 {campaign.rulebook.version}"
        move(office, connection, situation, then, steps, basis=basis, stamp=stamp)
    return change


def _weighed(
    office: Office,
    connection: Connection,
    situation: Situation,
    folder: CampaignFolder,
    stamp: Stamp,
) -> tuple[CatalogueChange, Situation, list[Step]]:
    if refused := may_change_regulations(situation.account(stamp.by)):
        raise refused
    present = situation.file
    change = CatalogueChange(changed_files(present.digests, folder))
    if change.nothing:
        return change, situation, []
    if faults := list(_faults(present.campaign, folder.campaign, change.files)):
        raise CampaignChanged("；".join(faults) + "，未写入任何内容", files=change.files)
    campaign = folder.campaign.model_copy(update={"days": present.days})
    file = replace(present, campaign=campaign, digests=folder.digests)
    then = Situation(file, Regulations(campaign, present.days, present.past_days))
    weighed, steps = weigh(office, connection, situation, then, stamp=stamp)
    procedures = _procedures(office, connection, situation, campaign, stamp)
    return replace(change, procedures=procedures, weighed=weighed), then, steps


def _faults(old: Campaign, new: Campaign, names: tuple[str, ...]) -> Iterator[str]:
    """Yield what forbids the change: files of ledgers and cases refer to these codes."""
    if "days.yaml" in names:
        yield "工作日历只能凭放假安排通知变更（greenchannel days load）"
    if new.key != old.key:
        yield f"专项行动“{new.key}”不是已启用的“{old.key}”"
    gone = {
        "事项": {one.code for one in old.catalogue.procedures}
        - {one.code for one in new.catalogue.procedures},
        "门槛": {one.code for one in old.catalogue.gates}
        - {one.code for one in new.catalogue.gates},
        "部门": {one.code for one in old.departments} - {one.code for one in new.departments},
        "责任单位": {one.code for one in old.units} - {one.code for one in new.units},
        "账号": {one.number for one in old.accounts} - {one.number for one in new.accounts},
        "容缺办法": set(old.rulebook.profiles) - set(new.rulebook.profiles),
    }
    for what, codes in gone.items():
        if codes:
            yield f"在用的{what}不得删除：{'、'.join(sorted(codes))}"


def _procedures(
    office: Office,
    connection: Connection,
    situation: Situation,
    campaign: Campaign,
    stamp: Stamp,
) -> tuple[ChangedProcedure, ...]:
    """Return the procedures whose terms change, with how many cases keep or take them."""
    old = {one.code: one for one in situation.file.campaign.catalogue.procedures}
    changed = {
        one.code: ChangedProcedure(one.code, one.name, _fields(old.get(one.code), one))
        for one in campaign.catalogue.procedures
        if old.get(one.code) != one
    }
    for _, _, _, today in files(office, connection, situation, stamp):
        for code in changed.keys() & today.cases.keys():
            case, known = today.cases[code], changed[code]
            if case.settled_at is not None or case.concluded:
                continue
            if case.limits is not None:
                changed[code] = replace(known, keep=known.keep + 1)
            else:
                changed[code] = replace(known, take=known.take + 1)
    return tuple(changed.values())


def _fields(old: Procedure | None, new: Procedure) -> tuple[str, ...]:
    if old is None:
        return ("new",)
    names = type(new).model_fields
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))
