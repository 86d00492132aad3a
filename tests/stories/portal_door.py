"""The third door of the story: an officer at the portal's forms."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import httpx
from fastapi.testclient import TestClient

from casework.access.demonstration import seed
from casework.office.clock import machine_time
from casework.office.settings import Settings
from models.act_fields import ActFields
from models.act_requests import Act
from models.catalogue import Procedure
from models.register_form import RegisterForm
from portal.premises import Premises
from portal.web.cases.act_fields import fields_of
from portal.web.running.app import create_app
from rules.acting.examining import GATE_ACTS
from rules.acting.records import every_document
from tests.portal.web.browser import FROM_OUR_PAGE, PASSWORD
from tests.prefect_server import free_port
from tests.stories.doors import ConsoleDoor, Door, House


@dataclass
class PageDoor(Door):
    """Officers at the portal's pages."""

    def sweep(self) -> None:
        """Let the watch look, as it does every morning; nobody does that at a page."""
        ConsoleDoor(self.house).sweep()

    def procedure(self, project: str, code: str) -> Procedure:
        """Return an item of the catalogue as it holds for a project."""
        with self.house.office.store.reading() as connection:
            situation = self.house.office.situation(connection)
            file, _ = self.house.office.file(connection, project)
        return situation.regulations.procedures(file.project, on=self.house.today)[code]

    def handed_in(self, project: str, procedure: str, missing: tuple[str, ...]) -> list[str]:
        """Return the papers that are handed in, where the story says which are missing."""
        known = self.procedure(project, procedure)
        return [
            code
            for code in every_document(known)
            if code not in missing and known.document_name(code) not in missing
        ]


@dataclass
class PortalDoor(PageDoor):
    """Acts by filling in the portal's forms, signed in as whoever acts; Prefect does not run."""

    client: TestClient = field(init=False)
    signed_in: str = ""

    def __post_init__(self) -> None:
        premises = premises_of(self.house)
        base = f"http://127.0.0.1:{premises.settings.portal_port}"
        self.client = TestClient(create_app(premises), base_url=base, follow_redirects=False)

    def register(self, form: RegisterForm) -> None:
        """Register at the registration form."""
        told = form.model_dump(mode="json", exclude={"officer"})
        typed = {
            name: ("yes" if value else "") if isinstance(value, bool) else str(value)
            for name, value in told.items()
        }
        answer = self.post(form.officer, "/register", typed)
        assert answer.status_code == 303, said(answer)

    def do(self, project: str, procedure: str, act: Act, officer: str, **fields: Any) -> str:
        """Do one act at its form; return the sentences of its refusal, or nothing."""
        request = ActFields(**fields).request(act).model_dump(mode="json", exclude_none=True)
        if act in GATE_ACTS:
            path = f"/projects/{project}/acts/{act.value}"
            if matter := request.pop("matter", ""):
                path += f"?matter={matter}"
        else:
            path = f"/projects/{project}/cases/{procedure}/acts/{act.value}"
            self.tick(project, procedure, act, request)
        answer = self.post(officer, path, typed(act, request) | {"_sure": "yes"})
        return "" if answer.status_code == 303 else said(answer)

    def tick(self, project: str, procedure: str, act: Act, request: dict[str, Any]) -> None:
        """Tick what is handed in, where the request says what is missing."""
        if act is Act.SUBMIT and "documents" not in request:
            missing = request.pop("missing", ())
            request["documents"] = self.handed_in(project, procedure, missing)

    def post(self, officer: str, path: str, form: dict[str, Any]) -> httpx.Response:
        """Send a form as somebody who is signed in."""
        if self.signed_in != officer:
            self.client.cookies.clear()
            answer = self.client.post(
                "/login", data={"account": officer, "password": PASSWORD}, headers=FROM
            )
            assert answer.status_code == 303, said(answer)
            self.signed_in = officer
        return self.client.post(path, data=form, headers=FROM)


def premises_of(house: House) -> Premises:
    """Return what the portal of a house stands on; everybody may sign in."""
    settings = Settings(
        home=house.home, clock="rehearsal", prefect_port=free_port(), portal_port=free_port()
    )
    premises = Premises(settings, house.office, house.clock)
    first_day, at = premises.today(), machine_time()
    seed(house.office, password=PASSWORD, anew=False, first_day=first_day, at=at)
    return premises


FROM = {"sec-fetch-site": FROM_OUR_PAGE["sec-fetch-site"]}


def typed(act: Act, request: dict[str, Any]) -> dict[str, Any]:
    """Return a request as the form of its act would send it."""
    form: dict[str, Any] = {}
    for one in fields_of(act):
        value = request.get(one.name)
        if value in (None, ""):
            continue
        if one.kind in ("promised", "items"):
            for number, row in enumerate(value):
                form |= {f"{one.name}.{number}.{part}": said for part, said in row.items()}
                form[f"{one.name}.{number}.taken"] = "yes"
        elif one.kind == "documents":
            form |= {one.name: value, f"{one.name}.asked": "yes"}
        elif one.kind == "tick":
            form[one.name] = "yes" if value else ""
        else:
            form[one.name] = str(value)
    return form


def said(answer: httpx.Response) -> str:
    """Return the words of a page, without its tags."""
    body = answer.text.partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())
