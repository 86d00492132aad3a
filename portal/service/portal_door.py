"""The portal's door (门户启动): its port, whether it answers, and who may sign in at first."""

from enum import Enum
from http.client import HTTPException
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from casework.access import demonstration
from casework.access.passwords import random_password
from casework.access.rights import everybody
from casework.office.clock import machine_time
from casework.office.settings import Settings
from portal.premises import opened
from portal.service.layout import Layout
from portal.service.processes import INSTALLATION, installation
from store.files.private_files import make_private_folder, write_private

FILE = "demonstration.password"
ANSWER_SECONDS = 3.0


class Answering(Enum):
    """Who answers where the portal should (门户应答)."""

    OURS = "ours"
    OTHERS = "others"
    """Another installation's, or another program's."""
    NOBODY = "nobody"
    """Nobody, or it is not well."""


def who_answers(layout: Layout) -> Answering:
    """Tell whose portal answers at the address of ours; no proxy of the user's is asked."""
    try:
        asked = build_opener(ProxyHandler({})).open(
            f"{layout.pages}/healthz", timeout=ANSWER_SECONDS
        )
    except (URLError, HTTPException, OSError):
        return Answering.NOBODY
    with asked:
        ours = asked.headers.get(INSTALLATION) == installation(layout.home)
        return Answering.OURS if ours else Answering.OTHERS


def prepare_people(layout: Layout) -> str:
    """Let the demonstration's accounts sign in; return in a line how people do.

    Where the office clock is the real one nobody has a password until one is set by command.
    """
    with opened(layout.settings) as premises:
        if layout.settings.clock != "rehearsal":
            ready = any(person.has_password for person, _ in everybody(premises.office))
            return "用各自的账户" if ready else "尚无账户，先以 greenchannel people add 开立"
        password, anew = demonstration_password(layout.settings)
        with premises.office.store.reading() as connection:
            first_day = premises.office.situation(connection).file.campaign.first_day
        at, office = machine_time(), premises.office
        demonstration.seed(office, password=password, anew=anew, first_day=first_day, at=at)
    return f"账号见下，口令均为 {password}（仅供演示，本机随机生成）"


def demonstration_password(settings: Settings) -> tuple[str, bool]:
    """Return the demonstration's password, and whether it was made just now; its owner's only."""
    path = settings.home.resolve() / FILE
    try:
        return path.read_text(encoding="utf-8").strip(), False
    except FileNotFoundError:
        password = random_password()
    make_private_folder(path.parent)
    write_private(path, f"{password}\n".encode())
    return password, True
