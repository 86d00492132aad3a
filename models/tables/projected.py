"""What `rebuild` derives from the ledger alone: rows that sweeps, lists and searches read."""

from datetime import date

from sqlalchemy import (
    BigInteger,
    Date,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.rows import CODE, Base, index_of


class ProjectRow(Base):
    """A project as the sweeps and lists need it (projection)."""

    __tablename__ = "projects"
    __table_args__ = (index_of("ix_projects_relit_on", "relit_on", where="relit_on IS NOT NULL"),)

    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    type: Mapped[str] = mapped_column(String(32))
    tier: Mapped[str] = mapped_column(String(32))
    standing: Mapped[str] = mapped_column(String(32))
    unit: Mapped[str] = mapped_column(CODE, index=True)
    credit_code: Mapped[str] = mapped_column(String(18), index=True)
    version: Mapped[int]
    registered_on: Mapped[date] = mapped_column(Date)
    pinned_start: Mapped[date | None] = mapped_column(Date)
    passed_on: Mapped[date | None] = mapped_column(Date)
    """When the start gate was passed."""
    started_on: Mapped[date | None] = mapped_column(Date)
    wake_on: Mapped[date | None] = mapped_column(Date, index=True)
    """The next day on which time alone brings something."""
    relit_on: Mapped[date | None] = mapped_column(Date)
    """The first day on which a light is not what was last read of it."""
    sponsor: Mapped[str] = mapped_column(CODE, server_default="")
    chief_service_officer: Mapped[str] = mapped_column(CODE, server_default="")
    agent: Mapped[str] = mapped_column(CODE, server_default="", index=True)
    """Code of the office to which its paperwork is entrusted; empty = to none."""
    traits: Mapped[str] = mapped_column(Text, server_default="{}")
    """What the catalogue asks of the project, as JSON: which law holds for it on a day."""


class CaseRow(Base):
    """A case as the sweeps and lists need it (projection)."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(
            "ix_cases_kind",
            *("department", "state", "turns_on", "light", "holder", "signature"),
            *("late_on", "owed", "changed_on", "accepted_by", "alone"),
        ),
        index_of("ix_cases_turns_on", "department", "turns_on", where="turns_on IS NOT NULL"),
        index_of("ix_cases_asked", "asked", where="asked <> ''"),
    )

    project: Mapped[str] = mapped_column(CODE, primary_key=True)
    procedure: Mapped[str] = mapped_column(String(8), primary_key=True)
    place: Mapped[int] = mapped_column(server_default="0")
    """In the project's plan."""
    department: Mapped[str] = mapped_column(CODE)
    stage: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(32))
    opened_on: Mapped[date | None] = mapped_column(Date)
    submitted_on: Mapped[date | None] = mapped_column(Date)
    accepted_on: Mapped[date | None] = mapped_column(Date)
    promised_due: Mapped[date | None] = mapped_column(Date)
    statutory_due: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    """The earlier of the two: the day that binds."""
    concluded_on: Mapped[date | None] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    delivered_on: Mapped[date | None] = mapped_column(Date)
    correction_due_on: Mapped[date | None] = mapped_column(Date)
    preview_on: Mapped[date | None] = mapped_column(Date)
    """When an opinion was given ahead of the prerequisites."""
    profile: Mapped[str | None] = mapped_column(Text)
    """Name of the deferral profile by which a lapsed promise has its consequence."""
    course: Mapped[str] = mapped_column(Text, server_default="")
    """Light, party, holder and consequence from turn to turn (`store/projected/courses.py`)."""
    light: Mapped[str] = mapped_column(String(16), server_default="")
    """As the course begins, like the next two: true until the day of its first turn."""
    holder: Mapped[str] = mapped_column(String(16), server_default="")
    """Whose turn it is, also to hand a decision over; empty = nobody's."""
    signature: Mapped[bool] = mapped_column(server_default=false())
    turns_on: Mapped[date | None] = mapped_column(Date)
    """The first turn of the course: from then on it alone tells."""
    until_name: Mapped[str] = mapped_column(String(16), server_default="")
    """What a work list counts down to; the limit, the delivery, …"""
    until_on: Mapped[date | None] = mapped_column(Date)
    late_on: Mapped[date | None] = mapped_column(Date)
    """The first day that is later than that."""
    accepted_by: Mapped[str] = mapped_column(CODE, server_default="")
    alone: Mapped[bool] = mapped_column(server_default=false())
    """Whoever took it in may decide it as well."""
    owed: Mapped[int] = mapped_column(server_default="0")
    changed_on: Mapped[date | None] = mapped_column(Date)
    waits: Mapped[str] = mapped_column(Text, server_default="")
    """What keeps it from being applied for."""
    acts: Mapped[str] = mapped_column(Text, server_default="")
    """What may be done to it together with others, and would not be refused."""
    asked: Mapped[str] = mapped_column(Text, server_default="")
    """Codes of the departments whose opinions are still to come, a blank on either side of each."""
    asked_by: Mapped[date | None] = mapped_column(Date)
    """The last good day for these opinions."""
    left_still: Mapped[int | None]
    """Days left of the limit that binds while its clock stands still, or was read last."""
    left_unit: Mapped[str | None] = mapped_column(String(16))
    left_to: Mapped[date | None] = mapped_column(Date)
    """The day to which days left are counted in that unit."""
    late_unit: Mapped[str | None] = mapped_column(String(16))
    late_from: Mapped[date | None] = mapped_column(Date)
    """The day after which days are late, counted in that unit."""


class OwedDocumentRow(Base):
    """A deferred document, received or not (projection)."""

    __tablename__ = "owed_documents"
    __table_args__ = (
        ForeignKeyConstraint(["project", "procedure"], ["cases.project", "cases.procedure"]),
        Index("ix_owed_documents_due_on", "due_on"),
    )

    project: Mapped[str] = mapped_column(CODE, primary_key=True)
    procedure: Mapped[str] = mapped_column(String(8), primary_key=True)
    document: Mapped[str] = mapped_column(String(16), primary_key=True)
    due_on: Mapped[date] = mapped_column(Date)
    received_on: Mapped[date | None] = mapped_column(Date)
    lapsed_on: Mapped[date | None] = mapped_column(Date)


class BreachRow(Base):
    """A breach on an applicant's record, repaired or not (projection)."""

    __tablename__ = "breaches"

    project: Mapped[str] = mapped_column(CODE, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    credit_code: Mapped[str] = mapped_column(String(18), index=True)
    procedure: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(Text)
    recorded_on: Mapped[date] = mapped_column(Date)
    repaired_on: Mapped[date | None] = mapped_column(Date)


class MatterRow(Base):
    """A matter under supervision, whole: who lists matters folds no file (projection)."""

    __tablename__ = "matters"
    __table_args__ = (index_of("ix_matters_open", "office", where="closed_on IS NULL"),)

    project: Mapped[str] = mapped_column(CODE, primary_key=True)
    matter: Mapped[str] = mapped_column(CODE, primary_key=True)
    """What makes it the same matter; its number is what people call it by."""
    number: Mapped[int]
    ground: Mapped[str] = mapped_column(String(32))
    about_on: Mapped[date] = mapped_column(Date)
    procedure: Mapped[str] = mapped_column(String(8))
    office: Mapped[str] = mapped_column(CODE)
    opened_on: Mapped[date] = mapped_column(Date)
    first_rung: Mapped[str] = mapped_column(CODE)
    cause: Mapped[str] = mapped_column(Text)
    slips: Mapped[str] = mapped_column(Text)
    """As JSON, the lowest rung first; what a slip leaves open is left out."""
    interviewed_on: Mapped[date | None] = mapped_column(Date)
    review_asked_on: Mapped[date | None] = mapped_column(Date)
    review_due_on: Mapped[date | None] = mapped_column(Date)
    upheld: Mapped[bool | None]
    closed_on: Mapped[date | None] = mapped_column(Date)
    result: Mapped[str] = mapped_column(Text)
    gone: Mapped[bool]


class IssueRow(Base):
    """An issue on the list of a project, solved or not (projection)."""

    __tablename__ = "issues"
    __table_args__ = (index_of("ix_issues_open", "due_on", where="solved_on IS NULL"),)

    project: Mapped[str] = mapped_column(CODE, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    needs: Mapped[str] = mapped_column(Text)
    office: Mapped[str] = mapped_column(CODE)
    raised_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    solved_on: Mapped[date | None] = mapped_column(Date)
    result: Mapped[str] = mapped_column(Text)


class WeeklyRoundRow(Base):
    """A weekly round (projection)."""

    __tablename__ = "weekly_rounds"

    week: Mapped[str] = mapped_column(String(8), primary_key=True)
    opened_on: Mapped[date] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    units: Mapped[str] = mapped_column(Text)
    missing: Mapped[str] = mapped_column(Text)
    late: Mapped[bool]
    projects: Mapped[str] = mapped_column(Text)
    missing_projects: Mapped[str] = mapped_column(Text)
    chased: Mapped[str] = mapped_column(Text)
    cutoff_at: Mapped[str | None] = mapped_column(String(32))
    published_on: Mapped[date | None] = mapped_column(Date)


class WeeklyReportRow(Base):
    """The last weekly report of a project for a week (projection); money in 分."""

    __tablename__ = "weekly_reports"
    __table_args__ = (Index("ix_weekly_reports_project", "project", "week"),)

    week: Mapped[str] = mapped_column(String(8), primary_key=True)
    project: Mapped[str] = mapped_column(CODE, primary_key=True)
    version: Mapped[int]
    """Of the entry that counts."""
    first_on: Mapped[date] = mapped_column(Date)
    """When the project was first reported for that week."""
    reported_on: Mapped[date] = mapped_column(Date)
    late: Mapped[bool]
    """Whether the first report came after the round was closed."""
    corrections: Mapped[int]
    doubts: Mapped[str] = mapped_column(Text)
    problems: Mapped[int]
    status: Mapped[str] = mapped_column(String(32))
    invested_week: Mapped[int] = mapped_column(BigInteger)
    invested_year: Mapped[int] = mapped_column(BigInteger)
    invested_total: Mapped[int] = mapped_column(BigInteger)
    funds_arrived: Mapped[int] = mapped_column(BigInteger)
    funds_paid: Mapped[int] = mapped_column(BigInteger)


PROJECTIONS: tuple[type[Base], ...] = (
    OwedDocumentRow,
    CaseRow,
    ProjectRow,
    BreachRow,
    MatterRow,
    IssueRow,
    WeeklyRoundRow,
    WeeklyReportRow,
)
"""Everything that `rebuild` derives from the ledger alone; children before parents."""
