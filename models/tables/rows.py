"""The rows of the store. `entries` is the truth; the rest is derived or on its way out."""

from datetime import date

from sqlalchemy import (
    BigInteger,
    Date,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

CODE = String(64)


class Base(DeclarativeBase):
    """The registry of rows."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class EntryRow(Base):
    """One entry of the ledger, append-only (triggers refuse update and delete)."""

    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("stream", "version", name="uq_entries_stream_version"),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    stream: Mapped[str] = mapped_column(CODE)
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(CODE)
    payload: Mapped[str] = mapped_column(Text)
    at: Mapped[str] = mapped_column(String(32))
    on: Mapped[date] = mapped_column(Date)
    by: Mapped[str] = mapped_column(CODE)
    via: Mapped[str] = mapped_column(String(16))
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))


class HeadRow(Base):
    """The last entry of a stream, sealed: a stream cut short no longer fits it."""

    __tablename__ = "heads"

    stream: Mapped[str] = mapped_column(CODE, primary_key=True)
    version: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))


class ProjectRow(Base):
    """A project as the sweeps and lists need it (projection)."""

    __tablename__ = "projects"
    __table_args__ = (
        Index(
            "ix_projects_relit_on",
            "relit_on",
            sqlite_where=text("relit_on IS NOT NULL"),
            postgresql_where=text("relit_on IS NOT NULL"),
        ),
    )

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
    traits: Mapped[str] = mapped_column(Text, server_default="{}")
    """What the catalogue asks of the project, as JSON: which law holds for it on a day."""


class CaseRow(Base):
    """A case as the sweeps and lists need it (projection)."""

    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_department_state", "department", "state"),)

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
    left_still: Mapped[int | None]
    """Days left of the promised limit while its clock stands still, or was read last."""
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
    __table_args__ = (
        Index(
            "ix_matters_open",
            "office",
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
    )

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
    __table_args__ = (
        Index(
            "ix_issues_open",
            "due_on",
            sqlite_where=text("solved_on IS NULL"),
            postgresql_where=text("solved_on IS NULL"),
        ),
    )

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


class NoticeRow(Base):
    """A notice in the outbox. Not a projection: what was told is told."""

    __tablename__ = "notices"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    ground: Mapped[str] = mapped_column(String(32))
    severity: Mapped[str] = mapped_column(String(16))
    project: Mapped[str] = mapped_column(CODE)
    procedure: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(160))
    body: Mapped[str] = mapped_column(Text)
    on: Mapped[date] = mapped_column(Date)
    held_out: Mapped[bool] = mapped_column(server_default=false())
    places: Mapped[str] = mapped_column(String(80), server_default="")
    """How many deliveries were made of it, and which."""
    mac: Mapped[str] = mapped_column(String(64), server_default="")


class DeliveryRow(Base):
    """One notice on its way to one recipient through one channel."""

    __tablename__ = "deliveries"
    __table_args__ = (
        ForeignKeyConstraint(["notice_key"], ["notices.key"]),
        Index("ix_deliveries_due", "state", "next_attempt_at"),
        Index("ix_deliveries_lane", "lane", "state", "next_attempt_at"),
        Index("ix_deliveries_recipient", "recipient", "state"),
        Index("ix_deliveries_robot", "robot", "attempted_at"),
    )

    notice_key: Mapped[str] = mapped_column(String(200), primary_key=True)
    recipient: Mapped[str] = mapped_column(CODE, primary_key=True)
    channel: Mapped[str] = mapped_column(CODE, primary_key=True)
    state: Mapped[str] = mapped_column(String(24))
    attempts: Mapped[int]
    next_attempt_at: Mapped[str] = mapped_column(String(32))
    claimed_until: Mapped[str | None] = mapped_column(String(32))
    claimed_by: Mapped[str | None] = mapped_column(String(80))
    """Who is about to send it: machine, process and sweep."""
    begun: Mapped[int] = mapped_column(server_default="0")
    """Sends that were begun and of which nobody wrote down how they ended."""
    begun_at: Mapped[str | None] = mapped_column(String(32))
    last_error: Mapped[str] = mapped_column(Text)
    delivered_at: Mapped[str | None] = mapped_column(String(32))
    lane: Mapped[str] = mapped_column(String(120), server_default="")
    """What fails together: scheme and server."""
    robot: Mapped[str] = mapped_column(String(16), server_default="")
    """A fingerprint of the address: the same message in the same place is sent once."""
    attempted_at: Mapped[str | None] = mapped_column(String(32))
    parts: Mapped[int] = mapped_column(server_default="0")
    """Parts that are delivered."""
    counted_on: Mapped[date | None] = mapped_column(Date)
    """The day on whose alert budget it stands."""
    digest: Mapped[str | None] = mapped_column(String(200))
    """Key of the digest that told it."""
    acknowledged_at: Mapped[str | None] = mapped_column(String(32))
    mac: Mapped[str] = mapped_column(String(64), server_default="")


class LaneRow(Base):
    """How a lane of deliveries stands: its circuit breaker, shared by all processes."""

    __tablename__ = "lanes"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    failures: Mapped[int]
    """Attempts in a row that nobody answered."""
    closed_until: Mapped[str | None] = mapped_column(String(32))
    """Until then nothing is sent there."""
    reason: Mapped[str] = mapped_column(Text)
    mac: Mapped[str] = mapped_column(String(64), server_default="")


class RobotRow(Base):
    """How fast a robot has been spoken to of late, shared by all processes."""

    __tablename__ = "robots"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    sent: Mapped[str] = mapped_column(Text)
    """Microseconds since 1970, one for each message of the last minutes."""
    paused_until: Mapped[str | None] = mapped_column(String(32))
    """The platform said that it was too fast."""
    mac: Mapped[str] = mapped_column(String(64), server_default="")


class TallyRow(Base):
    """How many streams or notices there are, and which: what is removed whole is missed."""

    __tablename__ = "tallies"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    many: Mapped[int]
    names: Mapped[str] = mapped_column(String(64))
    """The sum over the names; of the anchor: the hash of its last line."""
    mac: Mapped[str] = mapped_column(String(64))


SEALED: tuple[type[Base], ...] = (NoticeRow, DeliveryRow, LaneRow, RobotRow, TallyRow)
"""Rows that change and follow from no entry: each is sealed with the key of the ledger."""

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
