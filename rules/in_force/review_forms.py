"""Which form of review a procedure has (审签程序): its own, else that of its nature."""

from models.catalogue import Catalogue, Procedure
from models.review import TWO_PERSONS, ReviewForm


def review_form(procedure: Procedure, catalogue: Catalogue) -> ReviewForm:
    """Return how many persons and offices see an application, and who decides it."""
    for form in catalogue.review_forms:
        if form.code == procedure.review or (
            not procedure.review and procedure.nature in form.natures
        ):
            return form
    return TWO_PERSONS
