"""When an officer may give a preview opinion (预审意见), and what it is: no decision.

Only where place or procedure practise 预审 (`deferral.terms.preview`), and only while a
prerequisite is lacking: what could be reviewed and decided in due form must be.
"""

from models.act_requests import GivePreviewOpinion
from models.catalogue import DeferralMode
from models.preview import PreviewOpinionGiven
from models.refusal import Refused
from rules.acceptance.circumstances import Circumstances
from rules.acceptance.deferral import grade
from rules.fold.waiting import lacking_prerequisites


class PreviewForbidden(Refused):
    """Neither the place nor the procedure practises previews (不适用预审)."""


class NothingLacking(Refused):
    """Every prerequisite is in: the case goes its regular way (前置齐备，无须预审)."""


def preview_is_practised(given: Circumstances) -> Refused | None:
    """The lesser of place and procedure is a preview (预审/模拟审批)."""
    mode = grade(given.procedure, given.regulations.deferral)
    if mode is not DeferralMode.PREVIEW:
        return PreviewForbidden(
            f"{given.procedure.code} {given.procedure.name}在现行容缺办法"
            f"“{given.regulations.deferral.name}”之下不适用预审",
            mode=mode.value,
        )
    return None


def prerequisites_are_lacking(given: Circumstances) -> Refused | None:
    """A preview is for what cannot be decided yet (前置齐后转换)."""
    if lacking_prerequisites(given.file, given.case.procedure):
        return None
    return NothingLacking("前置事项已经齐备，无须预审，请按正常程序受理、审查")


def preview_opinion_given(given: Circumstances) -> PreviewOpinionGiven:
    """Record the opinion and what was lacking when it was given."""
    return PreviewOpinionGiven(
        procedure=given.case.procedure,
        opinion=given.asked(GivePreviewOpinion).opinion,
        lacking=lacking_prerequisites(given.file, given.case.procedure),
    )
