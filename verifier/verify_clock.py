"""Count every due date of a clock proof again (时限举证核验), with nothing but this file.

    python verify_clock.py FILE.json        a proof, or an export of many; - = standard input

Standard library only: its own walk from day to day over the facts in the file. Ends with 0 if
all is equal, with 4 if not, and names the day or field. `timers` and `delay` are sealed by their
digests, not counted again. `version` and `head` tie the facts to the ledger's own verification.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

EQUAL, USAGE, DIFFERENT = 0, 2, 4
MOST_TOLD, LONGEST = 20, 4000
"""Differences told; days of a clock: no limit of the law is that long."""
DAY = timedelta(days=1)
NAMES = {"promised": "承诺时限", "statutory": "法定时限", "notice": "一次性告知期限"}
NAMES |= {"special": "特别程序时限", "delivery": "送达期限"}
NAMES |= {"hearing_request": "申请听证期限", "hearing": "组织听证期限"}
NOT_YET = ("remaining", "due_on", "extension_unit", "started_on", "closed_on", "through")
SEALED = ("procedure", "calendar_version", "as_of", "delay", "timers")
LINE = ("date", "phase", "counted", "why", "reason", "article", "used", "extension_used")


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))  # true and 1 differ


def _digest(value: object) -> str:
    return hashlib.sha256(_canonical(value).encode()).hexdigest()[:16]


def _day(text: Any) -> date:
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(f"“{text}”不是有效日期")
    return day


def _maybe(text: Any) -> date | None:
    return None if text is None else _day(text)


def _civil(day: date, number: int) -> str:
    """Return an article on counting days: 民法总则, since 2021-01-01 民法典."""
    return f"{'民法典' if day.year > 2020 else '民法总则'}第{number}条"


class Clock:
    """One clock: a start, a limit, what stops it and what extends it (时钟)."""

    def __init__(self, name: str, facts: Any, limit: Any, start: date | None) -> None:
        self.name, self.facts, self.limit, self.start = name, facts, limit, start
        self.calendar = facts["delivery_calendar" if name == "delivery" else "calendar"]
        own = name in ("promised", "statutory") and limit["bound"] != "min"
        given = facts["stops"] if own else ()
        self.stops = [(_day(s["started_on"]), _maybe(s["ended_on"]) or date.max, s) for s in given]
        late = ((_day(one["lapsed_on"]), _maybe(one["came_on"])) for one in facts["late_papers"])
        self.late = sorted(late) if own else []
        self.extra: int = facts["extension_days"] if own else 0
        self.extra_unit = facts["extension_unit"] if self.extra else None
        self.mixed = self.extra > 0 and self.extra_unit != limit["unit"]

    def works(self, day: date) -> bool:
        """Tell whether offices are open, by the excerpt of the calendar (日历摘录)."""
        special = self.calendar["days"].get(day.isoformat())
        return special["kind"] == "make_up_workday" if special else day.weekday() < 5

    def stop(self, day: date) -> Any:
        """Return the stop that covers a day, or None."""
        return next((one for first, ended, one in self.stops if first <= day < ended), None)

    def counts(self, day: date, unit: str) -> bool:
        """Tell whether a day counts in a unit."""
        return self.stop(day) is None and (unit == "calendar_day" or self.works(day))

    def end(self, start: date, total: int, unit: str) -> date | None:
        """Walk to the last good day; None where a stop that has not ended comes first."""
        day, used = start, 0
        for _ in range(LONGEST):
            if any(first <= day and ended == date.max for first, ended, _ in self.stops):
                return None
            used += day > start and self.counts(day, unit)
            at_once = total == 0 and day == start and unit == "workday"  # 即办件
            good = (at_once or self.works(day)) and (day > start or total == 0)
            if used >= total and good and self.stop(day) is None:
                return day
            day += DAY
        raise ValueError(f"{NAMES[self.name]}超出可核算的长度")

    def open_day(self, day: date, step: timedelta) -> date:
        """Return the first day from one on, forwards or backwards, on which offices are open."""
        while not self.works(day):
            day += step
        return day

    def after_late_papers(self, due: date | None) -> date | None:
        """Return the last good day when papers that came too late are taken account of."""
        for lapsed, came in self.late:
            if due is None or due < self.open_day(lapsed - DAY, -DAY):
                break
            due = max(due, self.open_day(came + DAY, DAY)) if came else None
        return due

    def told(self, as_of: date, closed: date | None = None) -> dict[str, Any]:
        """Return what the proof must say of this clock."""
        limit, start, total, unit = self.limit, self.start, self.limit["value"], self.limit["unit"]
        answer: dict[str, Any] = {"clock": self.name, "name": NAMES[self.name], "lines": []}
        answer |= {"days": total, "limit": total, "used": 0, "overdue": False, "provisional": False}
        answer |= {key: limit[key] for key in ("unit", "bound", "source", "assumed")}
        answer |= dict.fromkeys(NOT_YET) | {"extension_days": 0, "statement": ""}
        said = self.not_begun() if start is None else ""
        if total is None or limit["bound"] == "none":
            start, said = None, "未定期限，不计到期日"
        elif limit["bound"] == "applicant_duty":
            start, said = None, "期限约束申请人，不约束审批部门"
        if start is None:
            return answer | {"statement": said}
        whole = total if self.mixed else total + self.extra
        base = due = self.end(start, whole, unit)
        if self.mixed and base is not None:
            due = self.end(base, self.extra, self.extra_unit)
        plain, due = due, self.after_late_papers(due)
        lapses = self.name == "hearing_request" and due is not None and due < as_of
        if due is not None and (lapses or limit["bound"] == "min"):
            closed = min(closed or date.max, due)
        through = min(as_of, closed) if closed else as_of
        lines = list(self.lines(start, max(due or start, through), base, plain, due))
        used = max([0, *(one["used"] for one in lines if one["date"] <= through.isoformat())])
        overdue = due is not None and through > due
        remaining = max(whole - used, 0)
        if overdue:  # so many days of its own unit after the last good day
            by_then = next(one["used"] for one in lines if one["date"] == f"{due}")
            remaining, whole = by_then - used, by_then if self.mixed else whole
        elif self.mixed and due is not None:
            left = range(through.toordinal() + 1, due.toordinal() + 1)
            remaining = sum(self.works(date.fromordinal(one)) for one in left)
            whole = used + remaining
        first, last = self.calendar["first_year"], self.calendar["last_year"]
        answer |= {"days": whole, "used": used, "remaining": remaining, "overdue": overdue}
        answer |= {"due_on": due and due.isoformat(), "started_on": start.isoformat()}
        answer |= {"closed_on": closed and closed.isoformat(), "through": through.isoformat()}
        answer |= {"provisional": due is not None and not first <= due.year <= last}
        answer |= {"extension_days": self.extra, "extension_unit": self.extra_unit}
        return answer | {"lines": lines, "statement": statement(answer)}

    def not_begun(self) -> str:
        """Say why a clock has not begun."""
        asked = "待补正，自补正齐全之日起算" if self.facts["state"] == "correcting" else ""
        waits = asked or "未收到申请，时限未起算"
        said = waits if self.limit["counts_from"] == "receipt" else "未受理，时限未起算"
        return said if self.facts["concluded_on"] is None else "登记前已办结，未经本系统计时"

    def lines(
        self, start: date, last: date, base: date | None, plain: date | None, due: date | None
    ) -> Iterator[Any]:
        """Yield each day as the proof must give it."""
        if (last - start).days > LONGEST:
            raise ValueError(f"{NAMES[self.name]}超出可核算的长度")
        first = ("start", False, "start", "起算日不计入", _civil(start, 201), 0, 0)
        yield dict(zip(LINE, (start.isoformat(), *first), strict=True))
        used, beyond, unit, day = 0, 0, self.limit["unit"], start
        total = self.limit["value"] + (0 if self.mixed else self.extra)
        while (day := day + DAY) <= last:
            late = due is not None and day > due
            extending = self.mixed and not late and base is not None and day > base
            full = beyond >= self.extra if extending else used >= total
            longer = self.extra and not self.mixed and used >= self.limit["value"]
            phase = "overdue" if late else "extension" if extending or longer else "limit"
            now = self.extra_unit if extending else unit
            used += self.counts(day, unit)
            beyond += extending and self.counts(day, now)
            after = plain is not None and day > plain
            why = self.why(day, now, rolled=full and not late, after=after)
            values = (day.isoformat(), phase, self.counts(day, now), *why, used, beyond)
            yield dict(zip(LINE, values, strict=True))

    def why(self, day: date, unit: str, *, rolled: bool, after: bool) -> tuple[str, str, str]:
        """Return cause, words and article of a day."""
        special, works = self.calendar["days"].get(day.isoformat()), self.works(day)
        if (stop := self.stop(day)) is not None:
            by = {None: "grace_article", "upstream": "upstream_article"}
            article = self.facts[by.get(stop["kind"], "special_article")]
            return "paused", f"暂停计时：{stop['kind_name']}（{stop['reason']}）", article
        if rolled and (works or unit == "calendar_day"):
            if after:
                return "rolled", "容缺材料逾期后补交，办至补交次日", self.facts["grace_article"]
            return "rolled", "末日逢休息或暂停计时，顺延", _civil(day, 203)
        if unit == "calendar_day":
            return "calendar_day", "按日历日计", _civil(day, 200)
        cause, said = ("workday", "工作日") if works else ("weekend", "周末")
        if special is not None:
            off = f"{special['name'].removesuffix('放假')}放假" if special["name"] else "节假日"
            on = f"{special['name']}调休上班"
            cause, said = ("make_up_workday", on) if works else ("holiday", off)
        return cause, said, "行政许可法第82条"


def statement(clock: dict[str, Any]) -> str:
    """Return the sentence on how a clock stands."""
    due, closed = clock["due_on"], clock["closed_on"]
    if clock["bound"] == "min":
        return f"公告期，不得缩短，最早可于{due}办结"
    if clock["overdue"]:
        return f"已于{due}到期，逾期"
    if due is None:
        return "暂停计时中，恢复计时后推算到期日"
    if closed is not None and closed == clock["through"]:
        return f"已于{closed}终结，最后一日为{due}"
    return f"{'即办，' if clock['days'] == 0 else ''}最后一日为{due}"


def clocks(facts: dict[str, Any], as_of: date) -> Iterator[dict[str, Any]]:
    """Count every clock of a case from its facts."""
    known = ("clock_from", "concluded_on", "ended_on", "submitted_on", "accepted_on")
    begun, concluded, ended, submitted, accepted = (_maybe(facts[one]) for one in known)

    def clock(name: str, start: date, days: int, source: str, unit: str = "workday") -> Clock:
        told = {"value": days, "unit": unit, "bound": "max", "source": source, "assumed": False}
        return Clock(name, facts, told, start)

    for name in ("promised", "statutory"):
        received = facts[name]["counts_from"] == "receipt" and _maybe(facts["received_on"])
        yield Clock(name, facts, facts[name], received or begun).told(as_of, concluded or ended)
    if submitted is not None and facts["notice_days"] is not None:
        notice = clock("notice", submitted, facts["notice_days"], facts["notice_article"])
        answered = _maybe(facts["told_on"]) or accepted or ended
        if facts["deemed"]:  # on the first working day after the limit, by law
            last = notice.end(submitted, facts["notice_days"], "workday") or submitted
            answered = next(day for n in range(1, 99) if notice.works(day := last + DAY * n))
        yield notice.told(as_of, answered)
    told = facts["hearing"] or {}
    asked, over = _maybe(told.get("requested_on")), _maybe(told.get("closed_on"))
    if told:
        rule, start = (told["article"], told["unit"]), _day(told["offered_on"])
        yield clock("hearing_request", start, told["apply_days"], *rule).told(as_of, asked or over)
        if asked is not None:
            yield clock("hearing", asked, told["hold_days"], *rule).told(as_of, over)
    stop = facts["stops"][-1] if facts["stops"] and (over or not asked) else None
    if stop and stop["ended_on"] is None and stop["kind"] not in (None, "upstream"):
        rule, start = (facts["special_article"], stop["limit_unit"]), _day(stop["started_on"])
        yield clock("special", start, stop["limit_days"], *rule).told(as_of)
    decided = concluded or (ended if facts["state"] == "refused" else None)
    if accepted is not None and decided is not None and facts["delivery_days"] is not None:
        delivery = clock("delivery", decided, facts["delivery_days"], facts["delivery_article"])
        yield delivery.told(as_of, _maybe(facts["delivered_on"]) or (ended if concluded else None))


def differences(place: str, expected: Any, found: Any) -> Iterator[str]:
    """Yield every place where a value is not what was counted."""
    if isinstance(expected, list) and isinstance(found, list):
        expected, found = _by_name(expected), _by_name(found)
    if not isinstance(expected, dict) or not isinstance(found, dict):
        if _canonical(expected) != _canonical(found):
            wanted, given = (json.dumps(one, ensure_ascii=False)[:120] for one in (expected, found))
            yield f"{place}：应为 {wanted}，文件为 {given}"
        return
    for key in dict.fromkeys((*expected, *found)):
        here = f"{place} {key}".strip()
        if key in expected and key in found:
            yield from differences(here, expected[key], found[key])
        else:
            yield f"{here}：{'缺少此项' if key in expected else '多出此项'}"


def _by_name(values: list[Any]) -> dict[str, Any]:
    named = enumerate(((one if isinstance(one, dict) else {}, one) for one in values), 1)
    return {f"第{n}项 {it.get('date', it.get('clock', ''))}": one for n, (it, one) in named}


def faults(proof: Any) -> Iterator[str]:
    """Yield everything in which a proof differs from its own facts."""
    try:
        facts = dict(proof["facts"])
        told = {name: proof[name] for name in SEALED if name != "timers" or name in proof}
        sealed = told | {f"facts.{name}": value for name, value in facts.items()}
        digests = {name: _digest(value) for name, value in sealed.items()}
        yield from differences("内容摘要", digests, proof["digests"])
        promised, statutory, *others = clocks(facts, _day(proof["as_of"]))
        expected = told | {key: proof[key] for key in ("facts", "digests")}
        expected |= {"calendar_version": facts["calendar"]["version"], "others": others}
        expected |= {"days": promised.pop("lines"), "promised": promised, "statutory": statutory}
        yield from differences("", expected, proof)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as why:
        yield f"事实有误，无法核算（{why}）"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("同一键重复出现")
    return dict(pairs)


def verify(text: str) -> tuple[list[str], str]:
    """Return what is wrong with a file, and what it holds."""
    try:
        document = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as why:
        return [f"第{why.lineno}行第{why.colno}列不符合 JSON 语法"], ""
    except (RecursionError, ValueError) as why:
        return [f"无法读取：{why}"], ""
    many = isinstance(document, dict) and isinstance(document.get("proofs"), list)
    proofs = document["proofs"] if many else [document]
    shape, days = {"count": len(proofs), "proofs": None}, 0
    found = list(differences("导出", shape, document | {"proofs": None})) if many else []
    for number, proof in enumerate(proofs, 1):
        mine = list(faults(proof))
        found += [f"第{number}份 {one}" if many else one for one in mine]
        if not mine:
            rest = (one["lines"] for one in [proof["statutory"], *proof["others"]])
            days += len(proof["days"]) + sum(map(len, rest))
    return found, f"{len(proofs)} 份时限举证，逐日核算 {days} 日"


def main(arguments: list[str]) -> int:
    """Verify the file that the command line names."""
    try:
        raw = sys.stdin.buffer.read() if arguments == ["-"] else Path(*arguments).read_bytes()
    except OSError as why:
        sys.stderr.write(f"用法：python verify_clock.py 文件.json（{why.strerror}）\n")
        return USAGE
    found, holds = verify(raw.decode("utf-8", errors="replace"))
    for one in found[:MOST_TOLD]:
        sys.stdout.write(f"不符：{one}\n")
    sys.stdout.write(f"共 {len(found)} 处不符\n" if found else f"相符：{holds}\n")
    return DIFFERENT if found else EQUAL


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
