"""Late papers in a rehearsal (在途材料演练): liaisons say what will be late, and what then.

Some documents are known to be late from the start: a report is still being written, a
bank has not signed. The liaison says so once; when its application is due, the applicant
hands it in without the paper where that may be deferred, or waits for it, as people do
who have not heard of conditional acceptance yet.
"""

from collections.abc import Iterator

from models.case import CaseFile
from models.catalogue import DeferralMode, Procedure, RequirementLevel, Unit
from models.expectation import ExpectDocument
from rehearsal.cast import Answer, Deed, Scene, chance
from rehearsal.pace import late_paper, tells_of_papers
from rules.in_force.regulations import Regulations

WAITS = 0.6
"""How likely an applicant waits for a late paper that it could have promised."""

NEAR = 2
"""Working days that everybody waits for a paper."""

REASONS = (
    "编制单位尚在编制，报告未定稿。",
    "银行正在出具，尚未盖章。",
    "正在办理用印手续。",
    "测绘成果尚在检查验收。",
)

Plan = tuple[str, int, str]
"""For which procedure, after how many working days somebody tells of which document."""


def papers_told(file: CaseFile, regulations: Regulations, *, seed: int) -> Iterator[Plan]:
    """Yield what a project's liaison knows to be late when the project is registered."""
    procedures = regulations.procedures(file.project, on=file.registered_on)
    for code in file.plan:
        luck = chance(seed, file.project.code, code, "late paper")
        if file.cases[code].concluded or not tells_of_papers(
            file, procedures[code], luck=luck, days=regulations.days
        ):
            continue
        principal = luck.random() < 0.12
        level = RequirementLevel.PRINCIPAL if principal else RequirementLevel.DEFERRABLE
        documents = [one.code for one in procedures[code].documents if one.level is level]
        if documents:
            yield code, luck.randint(1, 6), luck.choice(documents)


def expect(scene: Scene) -> Answer:
    """Say on which day a paper will come."""
    if scene.move.detail in scene.case.documents:
        return None
    luck = scene.chance("expected", scene.move.detail)
    expected_on = scene.days.add(scene.on, late_paper(luck=luck), Unit.WORKDAY).due_on
    return Deed(
        scene.cast.liaison(scene.file.project.unit),
        ExpectDocument(
            document=scene.move.detail, expected_on=expected_on, reason=luck.choice(REASONS)
        ),
    )


def waited_for(scene: Scene) -> Answer:
    """Return the day for which an applicant waits before it hands an application in, if any."""
    late = {code: day for code, day in scene.case.expected.items() if day > scene.on}
    if not late:
        return None
    last = max(late.values())
    luck = scene.chance("waits", *sorted(late))
    near = scene.days.between(scene.on, last) <= NEAR
    if near or not _may_wait(scene.procedure, tuple(late)) or luck.random() < WAITS:
        return scene.days.next_working_day(last)
    return None


def not_yet_there(scene: Scene) -> tuple[str, ...]:
    """Return the documents that an application leaves out because they have not come."""
    return tuple(sorted(code for code, day in scene.case.expected.items() if day > scene.on))


def _may_wait(procedure: Procedure, documents: tuple[str, ...]) -> bool:
    """Tell whether an applicant thinks that the papers may follow."""
    levels = {one.code: one.level for one in procedure.documents}
    return procedure.deferral_mode is not DeferralMode.NONE and all(
        levels.get(code) is RequirementLevel.DEFERRABLE for code in documents
    )
