"""How a preview opinion is shown (预审意见展示): with who, when, what lacks, and its no force."""

from models.campaign import Campaign
from models.case import Case, CaseFile
from models.preview import NO_FORCE
from models.project_views import PreviewView
from rules.fold.waiting import lacking_prerequisites


def preview_view(file: CaseFile, case: Case, campaign: Campaign) -> PreviewView | None:
    """Return the preview opinion on a case, or ``None`` when there is none."""
    given = case.preview
    if given is None:
        return None
    account = campaign.account(given.by)
    return PreviewView(
        given_on=given.given_on,
        by_name=account.name if account is not None else given.by,
        opinion=given.opinion,
        lacking=given.lacking,
        still_lacking=lacking_prerequisites(file, case.procedure),
        note=NO_FORCE,
    )
