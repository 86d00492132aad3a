"""How opinions, announced measures and what becomes of them add up (审查意见与拟作处理的折叠)."""

from models.case import Case
from models.changing import changed
from models.ledger import Draft, Entry
from models.measure import AnnouncedMeasure, DefenceStated, Measure, MeasureAnnounced
from models.review import Reviewed, SignedReview


def signed(case: Case, payload: Reviewed, entry: Entry | Draft) -> Case:
    """Return the case with one more opinion on record."""
    said = (payload.stage, payload.recommends, payload.opinion, payload.office)
    opinion = SignedReview(entry.by, entry.on, *said, entry.person)
    return changed(case, reviews=(*case.reviews, opinion))


def announced(case: Case, payload: MeasureAnnounced, entry: Entry | Draft) -> Case:
    """Return the case with a measure that the applicant was told of."""
    told = AnnouncedMeasure(
        payload.measure,
        entry.by,
        entry.on,
        payload.reason,
        payload.answer_by,
        payload.days,
        payload.unit,
        payload.article,
        person=entry.person,
    )
    return changed(case, measures=(*case.measures, told))


def stated(case: Case, payload: DefenceStated, entry: Entry | Draft) -> Case:
    """Return the case with the applicant heard on a measure."""
    measures = tuple(
        changed(one, stated_on=entry.on, statement=payload.statement)
        if one.measure is payload.measure
        else one
        for one in case.measures
    )
    return changed(case, measures=measures)


def decided(case: Case, measure: Measure) -> Case:
    """Return the case without a measure that was taken: another one is announced anew."""
    if not case.measures:
        return case
    return changed(case, measures=tuple(one for one in case.measures if one.measure is not measure))
