"""The office (办公室): one database with its campaign, read once and kept while it holds.

Case files and regulations are immutable, so they are kept between acts and brought up
to date with the entries written since; other processes may write at any time.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from sqlalchemy import Connection

from models.campaign import CampaignFile
from models.case import CaseFile
from models.people import Account
from models.refusal import Unknown
from notices.channels import Channels
from rules.fold.campaign import fold_campaign
from rules.fold.file import fold
from rules.in_force.regulations import Regulations
from store import ledger
from store.engine import Store

CAMPAIGN = "campaign"
"""The stream of the campaign itself; every other stream is a project code."""

REGULATIONS = "regulations"
"""What every act holds shared, and a change of calendar or rules alone."""

KEPT_FILES = 4096


@dataclass(frozen=True, slots=True)
class Situation:
    """The campaign as it stands inside one transaction (现行情况)."""

    file: CampaignFile
    regulations: Regulations

    @property
    def law(self) -> str:
        """Return the name of the campaign and calendar in force."""
        return str(self.file.law)

    def account(self, number: str) -> Account:
        """Return an account, or refuse: nobody acts without one."""
        account = self.file.campaign.account(number)
        if account is None:
            raise Unknown(f"没有账号“{number}”", account=number)
        return account


class Office:
    """Everything casework needs to act: store, channels, and what it remembers of both."""

    def __init__(self, store: Store, channels: Channels) -> None:
        self.store = store
        self.channels = channels
        self._lock = Lock()
        self._situation: Situation | None = None
        self._files: OrderedDict[str, tuple[CaseFile, str]] = OrderedDict()

    def opened(self, connection: Connection, project: str) -> tuple[Situation, CaseFile, str]:
        """Return the campaign as it stands, a project's file and the hash of its last entry.

        What every act begins with: both heads are read at once.
        """
        campaign, own = ledger.two_heads(connection, CAMPAIGN, project)
        situation = self.situation(connection, campaign)
        found = self.find(connection, project, own) if project != CAMPAIGN else None
        if found is None:
            raise unregistered(project)
        return situation, *found

    def situation(self, connection: Connection, head: tuple[int, str] | None = None) -> Situation:
        """Return the campaign as it stands; refuse when none has been loaded."""
        with self._lock:
            known = self._situation
        after = known.file.version if known else 0
        version, _ = head or ledger.head(connection, CAMPAIGN)
        if version == 0:
            raise Unknown("还没有载入专项行动，请先运行 greenchannel load 目录")
        if known is not None and version == after:
            return known
        fresh = ledger.read(connection, CAMPAIGN, after=after)
        file = fold_campaign(known.file if known else None, fresh)
        if (
            known is not None
            and known.file.campaign is file.campaign
            and known.file.days is file.days
            and known.file.timings is file.timings  # what is remembered by rules is told anew
        ):
            regulations = known.regulations
        else:
            regulations = Regulations(file.campaign, file.days, file.past_days)
        situation = Situation(file, regulations)
        with self._lock:
            self._situation = situation
        return situation

    def find(
        self, connection: Connection, project: str, head: tuple[int, str] | None = None
    ) -> tuple[CaseFile, str] | None:
        """Return a project's case file and the hash of its last entry, or ``None``."""
        with self._lock:
            kept = self._files.get(project)
        version, hash_ = head or ledger.head(connection, project)
        if version == 0:
            return None
        if kept is not None and kept[1] == hash_:
            return kept
        before, fresh = None, None
        if kept is not None:
            before, known = kept
            fresh = ledger.read_on(connection, project, after=before.version, hash_=known)
        if not fresh:
            before, fresh = None, ledger.read(connection, project)
        file = fold(before, fresh)
        # Not the head's hash: on PostgreSQL somebody may have written since it was read.
        return self.keep(file, fresh[-1].hash)

    def file(self, connection: Connection, project: str) -> tuple[CaseFile, str]:
        """Return a project's case file and the hash of its last entry, or refuse."""
        found = self.find(connection, project) if project != CAMPAIGN else None
        if found is None:
            raise unregistered(project)
        return found

    def files(
        self, connection: Connection, projects: Sequence[str]
    ) -> dict[str, tuple[CaseFile, str]]:
        """Return several projects' case files and the hashes of their last entries.

        What nobody has read yet is read in one go, and not remembered: a sweep passes
        through more files than anybody will ask for.
        """
        with self._lock:
            kept = {code: self._files[code] for code in projects if code in self._files}
        heads = ledger.heads(connection, list(kept)) if kept else {}
        found = {code: one for code, one in kept.items() if heads.get(code, (0, ""))[1] == one[1]}
        unread = [code for code in projects if code not in kept]
        for entries in ledger.read_each(connection, unread):
            if entries:
                found[entries[0].stream] = fold(None, entries), entries[-1].hash
        return {code: found.get(code) or self.file(connection, code) for code in projects}

    def file_on(self, connection: Connection, project: str, day: date, *, today: date) -> CaseFile:
        """Return a project's file as of today, or as it stood at the end of a past day."""
        file, _ = self.file(connection, project)
        if day >= today:
            return file
        entries = [one for one in ledger.read(connection, project) if one.on <= day]
        if not entries:
            raise Unknown(f"{day} 时项目 {project} 尚未登记", project=project)
        return fold(None, entries)

    def each(
        self, connection: Connection, projects: Sequence[str], *, remember: bool = True
    ) -> Iterator[tuple[CaseFile, str]]:
        """Yield several projects' case files with their hashes, in the order asked for.

        Some hundred are read at a time. They are remembered, unless asked not to be, while
        there is room: what passes through more than that forgets nothing that others have read.
        """
        for place in range(0, len(projects), ledger.AT_A_TIME):
            some = projects[place : place + ledger.AT_A_TIME]
            found = self.files(connection, some)
            with self._lock:
                for code in some:
                    if code in self._files or (remember and len(self._files) < KEPT_FILES):
                        self._files[code] = found[code]
            yield from (found[code] for code in some)

    def keep(self, file: CaseFile, hash_: str) -> tuple[CaseFile, str]:
        """Remember a case file; the ones used longest ago are forgotten first."""
        with self._lock:
            self._files[file.project.code] = (file, hash_)
            self._files.move_to_end(file.project.code)
            while len(self._files) > KEPT_FILES:
                self._files.popitem(last=False)
        return file, hash_

    def keep_known(self, file: CaseFile, hash_: str) -> None:
        """Remember a case file anew if it is remembered."""
        with self._lock:
            known = file.project.code in self._files
        if known:
            self.keep(file, hash_)

    def forget(self) -> None:
        """Forget everything read so far, e.g. after a restore."""
        with self._lock:
            self._files.clear()
            self._situation = None


def must_be_registered(connection: Connection, project: str) -> None:
    """Refuse a project that is not there; its file is not read for that."""
    if project == CAMPAIGN or ledger.head(connection, project)[0] == 0:
        raise unregistered(project)


def unregistered(project: str) -> Unknown:
    """Return the refusal of a code under which nothing is registered."""
    return Unknown(f"没有登记项目“{project}”", project=project)
