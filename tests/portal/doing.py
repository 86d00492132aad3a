"""Acts done behind the portal's back, as at the command line."""

from casework.acting import act
from models.act_requests import REQUESTS, Via
from portal.premises import Premises
from tests.portal.conftest import PROJECT


def done(
    premises: Premises, by: str, procedure: str, chosen: str, *, person: str = "", **given: object
) -> None:
    """Let somebody do an act on the project of the tests now."""
    act(
        premises.office,
        project=PROJECT,
        procedure=procedure,
        request=REQUESTS.validate_python({"act": chosen, **given}),
        by=by,
        person=person,
        via=Via.CONSOLE,
        now=premises.now(),
    )
