"""What may be written into a book (清单填写规则): who, from which state, with what figures."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models.book import Book, BookField, BookFloor, BookState, FieldKind, Scalar
from models.book_line import BookLine, KeepLine, LineMoved, LineRecorded
from models.people import Account, Role
from models.refusal import BadInput, Refused
from models.written import legible, says_none, written_count, written_day
from rules.days.working_days import WorkingDays
from rules.in_force.authority import NotEntitled

LARGEST = 10**15


class NoSuchState(Refused):
    """The book has no such state, or the line cannot get there from where it is (状态不能变更)."""

    code = "book_state"


class FieldMissing(Refused):
    """A field must be filled by then (清单必填栏目未填)."""

    code = "book_field_missing"


class FieldFixed(Refused):
    """The field stays as first recorded (栏目不得更改)."""

    code = "book_field_fixed"


class EvidenceMissing(Refused):
    """The document that proves the state is not named (缺少佐证)."""

    code = "book_evidence_missing"


class MoreThanTheWhole(Refused):
    """An amount exceeds the one that it is a part of (超出上一环节数额)."""

    code = "book_more_than_whole"


class TooSoon(Refused):
    """A period that cannot be shortened is not over yet (未满最短期限)."""

    code = "book_too_soon"


class NothingChanged(Refused):
    """Nothing would be written (没有变化)."""

    code = "book_nothing_changed"


@dataclass(frozen=True, slots=True)
class Names:
    """What a line may name (可填写的编码)."""

    projects: Collection[str]
    holders: Mapping[str, str]
    """Office or account → what it is called."""

    def called(self, codes: Collection[str]) -> str:
        """Return what offices and roles are called, one after the other."""
        roles = {role.value: name for role, name in Role.words().items()}
        return "、".join(roles.get(code) or self.holders.get(code, code) for code in codes)


def written(
    book: Book,
    line: BookLine | None,
    request: KeepLine,
    *,
    number: int,
    by: Account,
    names: Names,
    on: date,
    days: WorkingDays,
) -> LineRecorded | LineMoved:
    """Return the entry of what an officer writes of a line, or raise the first refusal.

    ``line`` = as it stands, ``None`` = a new one, which will have ``number``.
    """
    given = read_values(book, request.values, names)
    if line is None:
        first = {one.code: given.get(one.begins_as) for one in book.fields if one.begins_as}
        given |= {code: value for code, value in first.items() if value is not None}
    before = dict(line.values) if line is not None else {}
    changed = {code: value for code, value in given.items() if before.get(code) != value}
    values = before | changed
    state = _state(book, line, request.state)
    moves = line is None or state.code != line.state
    refused = (
        _not_entitled(book, line, state if moves else None, by, names, values)
        or (_fixed(book, line, changed, state if moves else None) if line else None)
        or _missing(book, state, values, request, moves=moves)
        or (_unchanged(book, state, changed) if moves else None)
        or (_too_soon(book, line, state, on, days) if line is not None and moves else None)
        or _too_much(book, values)
    )
    if refused is not None:
        raise refused
    if line is not None and not moves and not changed and not request.note:
        raise NothingChanged("与台账所记相同，没有需要更新的内容")
    kind = LineRecorded if line is None else LineMoved
    return kind(
        book=book.code,
        line=number,
        state=state.code,
        values=changed,
        evidence=request.evidence,
        note=request.note,
    )


def read_values(book: Book, typed: Mapping[str, str], names: Names) -> dict[str, Scalar]:
    """Return what was typed as the fields hold it; :class:`BadInput` names every wrong field."""
    known = {one.code: one for one in book.fields}
    if unknown := set(typed) - set(known):
        listed = "、".join(f"{one.code}（{one.name}）" for one in book.fields)
        raise BadInput(min(unknown), f"清单“{book.name}”没有这一栏，可用：{listed}")
    read: dict[str, Scalar] = {}
    wrong: list[BadInput] = []
    for code, text in typed.items():
        try:
            if text.strip():
                read[code] = _read(known[code], text.strip(), names)
        except BadInput as one:
            wrong.append(one)
        except ValueError as one:
            wrong.append(BadInput(code, f"{known[code].name}“{text.strip()[:40]}”{one}"))
    if wrong:
        told = {one.place: one.message for one in wrong}
        raise BadInput(wrong[0].place, "；".join(told.values()), fields=told)
    return read


def _read(field: BookField, text: str, names: Names) -> Scalar:
    match field.kind:
        case FieldKind.AMOUNT:
            count = written_count(text, field.unit)
            if count is None or count > LARGEST:
                raise BadInput(
                    field.code, f"{field.name}应为不带小数的非负数，单位{field.unit or '个'}"
                )
            return count
        case FieldKind.DAY:
            return written_day(text).isoformat()
        case FieldKind.CHOICE if text not in field.choices:
            raise BadInput(field.code, f"{field.name}应为{'、'.join(field.choices)}之一")
        case FieldKind.PROJECT if text not in names.projects:
            raise BadInput(field.code, f"没有登记项目“{text}”")
        case FieldKind.HOLDER if text not in names.holders:
            raise BadInput(field.code, f"机构名录和账号中没有“{text}”")
        case _:
            if len(text) > 500:
                raise BadInput(field.code, f"{field.name}不能超过500字")
            told = legible(text)
            if not told or (field.required and says_none(told, words_too=False)):
                raise BadInput(field.code, f"{field.name}不能为空")
            return told


def keeps(book: Book, by: Account) -> bool:
    """Tell whether somebody keeps a book."""
    return bool({by.office, by.role.value} & set(book.keepers))


def opens(book: Book, by: Account) -> bool:
    """Tell whether somebody may begin a line, were it of one's own alone."""
    return keeps(book, by) or bool({by.office, by.role.value} & set(book.openers))


def _state(book: Book, line: BookLine | None, wanted: str) -> BookState:
    if not wanted:
        return book.states[0] if line is None else book.state(line.state)
    found = next((one for one in book.states if wanted in (one.code, one.name)), None)
    if found is None:
        listed = "、".join(f"{one.code}（{one.name}）" for one in book.states)
        raise NoSuchState(f"清单“{book.name}”没有状态“{wanted}”，可用：{listed}", field="state")
    if line is None and found.after and not found.begins:
        raise NoSuchState(f"新增条目不能直接记为“{found.name}”", field="state")
    if line is not None and found.code != line.state and line.state not in found.after:
        here = book.state(line.state).name
        raise NoSuchState(f"“{here}”不能变更为“{found.name}”", field="state")
    return found


def _not_entitled(
    book: Book,
    line: BookLine | None,
    state: BookState | None,
    by: Account,
    names: Names,
    values: Mapping[str, Scalar],
) -> Refused | None:
    """Whoever keeps the book writes it, whoever owns a line moves it, some states have a writer."""
    mine = {by.office, by.number, by.role.value} - {""}
    owner = str(values.get(book.owner, "") if line is None else line.text(book.owner))
    if state is not None and state.by:
        allowed = [owner if code == book.owner else code for code in state.by]
        if mine & set(allowed):
            return None
        return NotEntitled(f"“{state.name}”由{names.called(allowed)}确认，{by.name}不能记")
    if keeps(book, by) or (owner in mine and (line is not None or opens(book, by))):
        return None
    if line is None and opens(book, by):
        return NotEntitled(f"清单“{book.name}”新增本单位、本人名下的条目，{by.name}不能代他人新增")
    return NotEntitled(f"清单“{book.name}”由{names.called(book.keepers)}填写，{by.name}不能记")


def _fixed(
    book: Book, line: BookLine, changed: Collection[str], state: BookState | None
) -> Refused | None:
    settled = next((book.state(code) for code, _ in line.reached if book.state(code).settles), None)
    for field in book.fields:
        if field.code not in changed or field.code not in line.values:
            continue
        if field.fixed or settled:
            since = f"“{settled.name}”" if settled else "登记"
            return FieldFixed(f"{field.name}{since}后不得更改", field=field.code)
        places = [one for one in book.states if field.code in one.changes]
        if places and state not in places:
            names = "、".join(f"“{one.name}”" for one in places)
            return FieldFixed(f"{field.name}只在变更为{names}时更换", field=field.code)
    return None


def _missing(
    book: Book, state: BookState, values: Mapping[str, Scalar], request: KeepLine, *, moves: bool
) -> Refused | None:
    """Name everything that is missing at once: fields, and the proof of a state."""
    lacking = [
        field
        for field in book.fields
        if (field.required or field.code in state.needs) and field.code not in values
    ]
    told = {field.code: f"“{state.name}”须填写{field.name}" for field in lacking}
    if moves and state.evidence and not request.evidence.strip():
        told["evidence"] = f"“{state.name}”须写明佐证材料的名称或者文号"
    if not told:
        return None
    kind = FieldMissing if lacking else EvidenceMissing
    return kind("；".join(told.values()), field=next(iter(told)), fields=told)


def _unchanged(book: Book, state: BookState, changed: Mapping[str, Scalar]) -> Refused | None:
    lacking = [book.field(code) for code in state.changes if code not in changed]
    if not lacking:
        return None
    told = {one.code: f"“{state.name}”须更换{one.name}" for one in lacking}
    return FieldMissing("；".join(told.values()), field=lacking[0].code, fields=told)


def _too_soon(
    book: Book, line: BookLine, state: BookState, on: date, days: WorkingDays
) -> Refused | None:
    """A notice that the law asks for runs its time, whoever is in a hurry."""
    for floor, first in periods(state, dict(line.reached), days):
        if on < first:
            before = book.state(floor.after).name
            return TooSoon(
                f"“{state.name}”须在“{before}”满{floor.days}{floor.unit.label}后办理"
                f"（{floor.source}），最早{first.isoformat()}",
                field="state",
            )
    return None


def periods(
    state: BookState, began: Mapping[str, date], days: WorkingDays
) -> Iterator[tuple[BookFloor, date]]:
    """Yield the periods that must be over before a state, each with the first day that it allows.

    ``began`` = state → the day on which the line got there.
    """
    for floor in state.floors:
        start = began.get(floor.after)
        if start is not None and (floor.since is None or start >= floor.since):
            yield floor, days.add(start, floor.days, floor.unit).due_on


def _too_much(book: Book, values: Mapping[str, Scalar]) -> Refused | None:
    for chain in book.chains:
        whole: tuple[str, int] | None = None
        for code in chain:
            amount = int(values.get(code, 0))
            if whole is not None and amount > whole[1]:
                part, name = book.field(code).name, book.field(whole[0]).name
                return MoreThanTheWhole(
                    f"{part}（{amount}）不能多于{name}（{whole[1]}）", field=code
                )
            whole = code, amount
    return None
