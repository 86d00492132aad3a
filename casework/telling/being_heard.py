"""How it is told that somebody is to be heard (听证、陈述申辩告知), and what came of it."""

from collections.abc import Mapping

from casework.telling.entry import Said, Telling
from models.hearing import HearingHeld, HearingOffered, HearingRequested
from models.measure import DefenceStated, MeasureAnnounced
from models.notice import Ground

OF_BEING_HEARD: Mapping[type, Telling] = {
    HearingOffered: Telling(
        Ground.HEARING_OFFERED, lambda news: Said(due_on=news.of(HearingOffered).apply_by)
    ),
    HearingRequested: Telling(
        Ground.HEARING_REQUESTED, lambda news: Said(due_on=news.of(HearingRequested).hold_by)
    ),
    HearingHeld: Telling(
        Ground.HEARING_HELD, lambda news: Said(reason=news.of(HearingHeld).result)
    ),
    MeasureAnnounced: Telling(
        Ground.MEASURE_ANNOUNCED, lambda news: Said(due_on=news.of(MeasureAnnounced).answer_by)
    ),
    DefenceStated: Telling(
        Ground.DEFENCE_STATED, lambda news: Said(reason=news.of(DefenceStated).statement)
    ),
}
"""Kind of entry about a hearing or a measure → how it is told."""
