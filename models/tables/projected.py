"""What `rebuild` derives from the ledger alone: rows that sweeps, lists and searches read."""

from datetime import date

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    false,
)

from models.tables.rows import CODE, Base, column, index_of


class ProjectRow(Base):
    """A project as the sweeps and lists need it (projection)."""

    __tablename__ = "projects"
    __table_args__ = (index_of("ix_projects_relit_on", "relit_on", where="relit_on IS NOT NULL"),)

    code: ColumnElement[str] = column(CODE, primary_key=True)
    name: ColumnElement[str] = column(String(120))
    type: ColumnElement[str] = column(String(32))
    tier: ColumnElement[str] = column(String(32))
    standing: ColumnElement[str] = column(String(32))
    unit: ColumnElement[str] = column(CODE, index=True)
    credit_code: ColumnElement[str] = column(String(18), index=True)
    version: ColumnElement[int]
    registered_on: ColumnElement[date] = column(Date)
    pinned_start: ColumnElement[date | None] = column(Date)
    passed_on: ColumnElement[date | None] = column(Date)
    """When the start gate was passed."""
    started_on: ColumnElement[date | None] = column(Date)
    wake_on: ColumnElement[date | None] = column(Date, index=True)
    """The next day on which time alone brings something."""
    relit_on: ColumnElement[date | None] = column(Date)
    """The first day on which a light is not what was last read of it."""
    sponsor: ColumnElement[str] = column(CODE, server_default="")
    chief_service_officer: ColumnElement[str] = column(CODE, server_default="")
    agent: ColumnElement[str] = column(CODE, server_default="", index=True)
    """Code of the office to which its paperwork is entrusted; empty = to none."""
    traits: ColumnElement[str] = column(Text, server_default="{}")
    """What the catalogue asks of the project, as JSON: which law holds for it on a day."""


class CaseRow(Base):
    """A case as the sweeps and lists need it (projection)."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(
            "ix_cases_kind",
            *("department", "state", "turns_on", "light", "holder", "signature"),
            *("late_on", "owed", "changed_on", "accepted_by", "alone", "handler"),
        ),
        index_of("ix_cases_turns_on", "department", "turns_on", where="turns_on IS NOT NULL"),
        index_of("ix_cases_asked", "asked", where="asked <> ''"),
        {"sqlite_with_rowid": False},
    )

    project: ColumnElement[str] = column(CODE, primary_key=True)
    procedure: ColumnElement[str] = column(String(8), primary_key=True)
    place: ColumnElement[int] = column(server_default="0")
    """In the project's plan."""
    department: ColumnElement[str] = column(CODE)
    stage: ColumnElement[str] = column(String(8))
    state: ColumnElement[str] = column(String(32))
    opened_on: ColumnElement[date | None] = column(Date)
    submitted_on: ColumnElement[date | None] = column(Date)
    accepted_on: ColumnElement[date | None] = column(Date)
    promised_due: ColumnElement[date | None] = column(Date)
    statutory_due: ColumnElement[date | None] = column(Date)
    due_on: ColumnElement[date | None] = column(Date)
    """The earlier of the two: the day that binds."""
    concluded_on: ColumnElement[date | None] = column(Date)
    ended_on: ColumnElement[date | None] = column(Date)
    delivered_on: ColumnElement[date | None] = column(Date)
    correction_due_on: ColumnElement[date | None] = column(Date)
    preview_on: ColumnElement[date | None] = column(Date)
    """When an opinion was given ahead of the prerequisites."""
    profile: ColumnElement[str | None] = column(Text)
    """Name of the deferral profile by which a lapsed promise has its consequence."""
    course: ColumnElement[str] = column(Text, server_default="")
    """Light, party, holder and consequence from turn to turn (`store/projected/courses.py`)."""
    light: ColumnElement[str] = column(String(16), server_default="")
    """As the course begins, like the next two: true until the day of its first turn."""
    holder: ColumnElement[str] = column(String(16), server_default="")
    """Whose turn it is, also to hand a decision over; empty = nobody's."""
    signature: ColumnElement[bool] = column(server_default=false())
    turns_on: ColumnElement[date | None] = column(Date)
    """The first turn of the course: from then on it alone tells."""
    until_name: ColumnElement[str] = column(String(16), server_default="")
    """What a work list counts down to; the limit, the delivery, …"""
    until_on: ColumnElement[date | None] = column(Date)
    late_on: ColumnElement[date | None] = column(Date)
    """The first day that is later than that."""
    accepted_by: ColumnElement[str] = column(CODE, server_default="")
    handler: ColumnElement[str] = column(CODE, server_default="")
    """Who of the department sees to it; empty = nobody in particular."""
    alone: ColumnElement[bool] = column(server_default=false())
    """Whoever took it in may decide it as well."""
    owed: ColumnElement[int] = column(server_default="0")
    changed_on: ColumnElement[date | None] = column(Date)
    waits: ColumnElement[str] = column(Text, server_default="")
    """What keeps it from being applied for."""
    acts: ColumnElement[str] = column(Text, server_default="")
    """What may be done to it together with others, and would not be refused."""
    asked: ColumnElement[str] = column(Text, server_default="")
    """Codes of the departments whose opinions are still to come, a blank on either side of each."""
    asked_by: ColumnElement[date | None] = column(Date)
    """The last good day for these opinions."""
    left_still: ColumnElement[int | None]
    """Days left of the limit that binds while its clock stands still, or was read last."""
    left_unit: ColumnElement[str | None] = column(String(16))
    left_to: ColumnElement[date | None] = column(Date)
    """The day to which days left are counted in that unit."""
    late_unit: ColumnElement[str | None] = column(String(16))
    late_from: ColumnElement[date | None] = column(Date)
    """The day after which days are late, counted in that unit."""


class OwedDocumentRow(Base):
    """A deferred document, received or not (projection)."""

    __tablename__ = "owed_documents"
    __table_args__ = (
        ForeignKeyConstraint(["project", "procedure"], ["cases.project", "cases.procedure"]),
        Index("ix_owed_documents_due_on", "due_on"),
    )

    project: ColumnElement[str] = column(CODE, primary_key=True)
    procedure: ColumnElement[str] = column(String(8), primary_key=True)
    document: ColumnElement[str] = column(String(16), primary_key=True)
    due_on: ColumnElement[date] = column(Date)
    received_on: ColumnElement[date | None] = column(Date)
    lapsed_on: ColumnElement[date | None] = column(Date)


class BreachRow(Base):
    """A breach on an applicant's record, repaired or not (projection)."""

    __tablename__ = "breaches"

    project: ColumnElement[str] = column(CODE, primary_key=True)
    version: ColumnElement[int] = column(primary_key=True)
    credit_code: ColumnElement[str] = column(String(18), index=True)
    procedure: ColumnElement[str] = column(String(8))
    reason: ColumnElement[str] = column(Text)
    recorded_on: ColumnElement[date] = column(Date)
    repaired_on: ColumnElement[date | None] = column(Date)


class MatterRow(Base):
    """A matter under supervision, whole: who lists matters folds no file (projection)."""

    __tablename__ = "matters"
    __table_args__ = (index_of("ix_matters_open", "office", where="closed_on IS NULL"),)

    project: ColumnElement[str] = column(CODE, primary_key=True)
    matter: ColumnElement[str] = column(CODE, primary_key=True)
    """What makes it the same matter; its number is what people call it by."""
    number: ColumnElement[int]
    ground: ColumnElement[str] = column(String(32))
    about_on: ColumnElement[date] = column(Date)
    procedure: ColumnElement[str] = column(String(8))
    office: ColumnElement[str] = column(CODE)
    opened_on: ColumnElement[date] = column(Date)
    first_rung: ColumnElement[str] = column(CODE)
    cause: ColumnElement[str] = column(Text)
    slips: ColumnElement[str] = column(Text)
    """As JSON, the lowest rung first; what a slip leaves open is left out."""
    interviewed_on: ColumnElement[date | None] = column(Date)
    review_asked_on: ColumnElement[date | None] = column(Date)
    review_due_on: ColumnElement[date | None] = column(Date)
    upheld: ColumnElement[bool | None]
    closed_on: ColumnElement[date | None] = column(Date)
    result: ColumnElement[str] = column(Text)
    gone: ColumnElement[bool]


class IssueRow(Base):
    """An issue on the list of a project, solved or not (projection)."""

    __tablename__ = "issues"
    __table_args__ = (index_of("ix_issues_open", "due_on", where="solved_on IS NULL"),)

    project: ColumnElement[str] = column(CODE, primary_key=True)
    number: ColumnElement[int] = column(primary_key=True)
    text: ColumnElement[str] = column(Text)
    needs: ColumnElement[str] = column(Text)
    office: ColumnElement[str] = column(CODE)
    raised_on: ColumnElement[date] = column(Date)
    due_on: ColumnElement[date] = column(Date)
    solved_on: ColumnElement[date | None] = column(Date)
    result: ColumnElement[str] = column(Text)


class WeeklyRoundRow(Base):
    """A weekly round (projection)."""

    __tablename__ = "weekly_rounds"

    week: ColumnElement[str] = column(String(8), primary_key=True)
    opened_on: ColumnElement[date] = column(Date)
    closed_on: ColumnElement[date | None] = column(Date)
    units: ColumnElement[str] = column(Text)
    missing: ColumnElement[str] = column(Text)
    late: ColumnElement[bool]
    projects: ColumnElement[str] = column(Text)
    missing_projects: ColumnElement[str] = column(Text)
    chased: ColumnElement[str] = column(Text)
    cutoff_at: ColumnElement[str | None] = column(String(32))
    published_on: ColumnElement[date | None] = column(Date)


class WeeklyReportRow(Base):
    """The last weekly report of a project for a week (projection); money in 分."""

    __tablename__ = "weekly_reports"
    __table_args__ = (Index("ix_weekly_reports_project", "project", "week"),)

    week: ColumnElement[str] = column(String(8), primary_key=True)
    project: ColumnElement[str] = column(CODE, primary_key=True)
    version: ColumnElement[int]
    """Of the entry that counts."""
    first_on: ColumnElement[date] = column(Date)
    """When the project was first reported for that week."""
    reported_on: ColumnElement[date] = column(Date)
    late: ColumnElement[bool]
    """Whether the first report came after the round was closed."""
    corrections: ColumnElement[int]
    doubts: ColumnElement[str] = column(Text)
    problems: ColumnElement[int]
    status: ColumnElement[str] = column(String(32))
    invested_week: ColumnElement[int] = column(BigInteger)
    invested_year: ColumnElement[int] = column(BigInteger)
    invested_total: ColumnElement[int] = column(BigInteger)
    funds_arrived: ColumnElement[int] = column(BigInteger)
    funds_paid: ColumnElement[int] = column(BigInteger)


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
