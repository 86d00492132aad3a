"""Count the targets of a campaign again (目标任务核算), with nothing but this file.

    python verify_targets.py FILE.json        what `targets --export` wrote; - = standard input

Standard library only: members, figures, gaps, what is not counted, and what the reasons add up
to are counted anew from what was registered, reported, concluded and kept in books. Ends with 0
if all is equal, with 4 if not, and names target and field. Forecasts and chances are not counted.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from math import ceil
from pathlib import Path
from typing import Any

EQUAL, USAGE, DIFFERENT = 0, 2, 4
UNDER_WAY = {"started", "resumed", "completed", "in_production"}
GRANTED = {"approved", "approved_conditionally"}
WHOLE, FOUR = Decimal(1), Decimal("0.0001")
SUMS = {"investment_rate", "amount", "growth"}
ROUNDED = {"amount": WHOLE, "least_starts": WHOLE}
Row = dict[str, Any]


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


class Project:
    """One project as registered, reported and concluded."""

    def __init__(self, told: Any, start_gate: list[str], as_of: date) -> None:
        self.about, self.states, self.as_of = told["registered"], told["states"], as_of
        self.code = self.about["code"]
        self.weeks = sorted(told["reports"])
        self.reports = [told["reports"][week] for week in self.weeks]
        self.last = self.reports[-1] if self.reports else None
        self.began = _day(told["started_on"])
        self.gate = start_gate

    def concluded(self, codes: list[str]) -> bool:
        """Tell whether procedures are concluded, or do not apply."""
        return all(self.states.get(code, "approved") in GRANTED for code in codes)

    def under_way(self) -> bool:
        """Tell whether works are under way, by the newest report or else the ledger."""
        if self.last is not None:
            return self.last["status"] in UNDER_WAY
        return (
            self.about["standing"] != "resumed"
            and self.began is not None
            and self.began <= self.as_of
        )

    def first_day(self) -> date | None:
        """When works began or were resumed: a report counts from the end of its week."""
        if self.began is not None and self.about["standing"] != "resumed":
            return self.began if self.began <= self.as_of else None
        for week, report in zip(self.weeks, self.reports, strict=True):
            if report["status"] in UNDER_WAY:
                said = _day(report["started_on"]) if self.began is None else None
                sunday = date.fromisocalendar(int(week[:4]), int(week[-2:]), 7)
                return said or min(sunday, self.as_of)
        return None

    def sum(self, name: str) -> Decimal:
        """Return a sum of the newest report."""
        return Decimal(self.last[name]) if self.last is not None else Decimal(0)

    def arrived(self) -> Decimal:
        """Return what has arrived, by the newest report or else as registered."""
        if self.last is not None:
            return self.sum("funds_arrived")
        return sum((Decimal(one["arrived"]) for one in self.about["funds"]), Decimal(0))

    def points(self, maturity: Any) -> int:
        """Return the points of maturity."""
        total = 0
        for item in maturity["items"]:
            has = item["coded"] or (item["funds"] and self.about["funds"])
            if has or (item["procedures"] and self.concluded(item["procedures"])):
                total += item["points"]
        return total


class Second:
    """The second opinion on one export."""

    def __init__(self, told: Any) -> None:
        self.told, self.as_of = told, date.fromisoformat(told["as_of"])
        gate = told["start_gate"]
        self.projects = [Project(one, gate, self.as_of) for one in told["projects"]]

    def members(self, target: Any, measure: str) -> list[Project]:
        """Return the projects that a measure counts."""
        asked = target["members"]

        def fits(project: Project) -> bool:
            about = project.about
            return (
                (not asked["tiers"] or about["tier"] in asked["tiers"])
                and (not asked["types"] or about["type"] in asked["types"])
                and (not asked["standings"] or about["standing"] in asked["standings"])
                and about["standing"] not in asked["except_standings"]
                and (not asked["projects"] or project.code in asked["projects"])
                and (not asked["funds"] or any(self.funded(asked, one) for one in about["funds"]))
                and (measure != "production_rate" or about["standing"] == "finishing")
            )

        return [one for one in self.projects if fits(one)]

    @staticmethod
    def funded(asked: Any, fund: Any) -> bool:
        """Tell whether a target counts a source of money."""
        issued = _day(fund["issued_on"])
        first, last = _day(asked["issued_from"]), _day(asked["issued_until"])
        if fund["kind"] not in asked["funds"]:
            return False
        if issued is None:
            return first is None and last is None
        return (first is None or issued >= first) and (last is None or issued <= last)

    def rows(self, target: Any, measure: str) -> list[Row]:
        """Return what each project and line adds: done, of, counted."""
        found = [self.row(target, measure, one) for one in self.members(target, measure)]
        for source in target["sources"]:
            if source["measure"] != measure or source["book"] not in self.told["books"]:
                continue
            book = self.told["books"][source["book"]]
            lines = [*self.lines(source, book)]
            if source["instead"]:
                for row in found:
                    own = [one for one in lines if row["project"] in self.named(book, one)]
                    of = sum(
                        (Decimal(one["values"].get(source["of"], 0)) for one in own), Decimal(0)
                    )
                    if row["project"] and of:
                        row["of"] = of
                        row["done"] = sum(
                            (Decimal(one["values"].get(source["done"], 0)) for one in own),
                            Decimal(0),
                        )
            known = {row["project"] for row in found} - {""}
            found += [
                self.line_row(target, measure, source, line)
                for line in lines
                if not self.named(book, line) & known
            ]
        return found

    def row(self, target: Any, measure: str, one: Project) -> Row:
        """Return what one project adds."""
        done: Decimal | bool
        of = WHOLE
        match measure:
            case "procedures_rate":
                done = one.concluded(one.gate)
            case "start_rate" | "least_starts":
                done = one.under_way()
            case "production_rate":
                done = one.last is not None and one.last["status"] == "in_production"
            case "ready_rate":
                maturity = self.told["maturity"]
                done = one.points(maturity) >= maturity["ready_at"]
            case "growth":
                done, of = one.arrived(), Decimal(0)
            case _ if target["of_total"]:
                done, of = one.sum("invested_total"), Decimal(one.about["investment"]["total"])
            case _:
                done, of = one.sum("invested_year"), Decimal(one.about["investment"]["this_year"])
        lost = self.lost(_day(target["start_by"]), one.first_day())
        return {
            "project": one.code,
            "line": 0,
            "done": Decimal(done),
            "of": of,
            "counted": not (measure in target["forfeits"] and lost),
        }

    def line_row(self, target: Any, measure: str, source: Any, line: Any) -> Row:
        """Return what one line adds."""
        values = line["values"]
        got = [_day(day) for state, day in line["reached"] if state in source["states"]]
        days = [day for day in got if day is not None]
        last = _day(values.get(source["due"])) or _day(target["start_by"])
        lost = line["state"] in source["lost"] or self.lost(last, min(days, default=None))
        row: Row = {"project": "", "line": line["number"], "counted": True}
        if measure in SUMS:
            row["done"] = Decimal(values.get(source["done"], 0))
            row["of"] = Decimal(values.get(source["of"], 0)) if source["of"] else Decimal(0)
        else:
            row["done"], row["of"] = Decimal(bool(days)), WHOLE
        row["counted"] = not (measure in target["forfeits"] and lost)
        return row

    def lost(self, last: date | None, began: date | None) -> bool:
        """Tell whether the day was missed after which nothing counts."""
        return last is not None and last < self.as_of and (began is None or began > last)

    @staticmethod
    def lines(source: Any, book: Any) -> Iterator[Any]:
        """Yield the lines that a source counts."""
        for line in book["lines"]:
            values = line["values"]
            if line["state"] in source["except_states"]:
                continue
            if any(values.get(name, "") not in kept for name, kept in source["where"].items()):
                continue
            if source["between"]:
                name, first, last = source["between"]
                if not first <= values.get(name, "") <= last:
                    continue
            yield line

    @staticmethod
    def named(book: Any, line: Any) -> set[str]:
        """Return the projects that a line names."""
        return {line["values"][name] for name in book["projects"] if name in line["values"]}

    def differences(self) -> Iterator[str]:
        """Yield where what was told is not what is counted."""
        targets = {one["code"]: one for one in self.told["targets"]}
        wanted = Counter(
            (code, measure) for code, one in targets.items() for measure in _asked(one)
        )
        given = Counter(
            (one["target"]["target"], one["target"]["measure"]) for one in self.told["told"]
        )
        if wanted != given:
            yield f"目标和指标不全：{sorted((wanted - given) + (given - wanted))}"
        for detail in self.told["told"]:
            view = detail["target"]
            target, measure = targets.get(view["target"]), view["measure"]
            if target is not None:
                place = f"{view['group']} {view['measure_name']}"
                yield from (f"{place}：{one}" for one in self._of(target, measure, detail))

    def _of(self, target: Any, measure: str, detail: Any) -> Iterator[str]:
        view, rows = detail["target"], self.rows(target, measure)
        asked = _asked(target)[measure]
        told = {
            (one["project"], 0 if one["project"] else one["line"]): one for one in detail["shares"]
        }
        if len(told) != len(detail["shares"]):
            yield "同一项目或者条目列了两次"
        if told.keys() != {(one["project"], one["line"]) for one in rows}:
            yield "统计范围不同"
            return
        for row in rows:
            one = told[row["project"], row["line"]]
            for name in ("done", "of"):
                if Decimal(one[name]) != row[name]:
                    yield f"{one['name']} {name}：{one[name]}，应为{row[name]}"
            if one["counted"] != row["counted"]:
                yield f"{one['name']}：是否计入不同"
        counted = [one for one in rows if one["counted"]]
        done = sum((one["done"] for one in counted), Decimal(0))
        of = sum((one["of"] for one in counted), Decimal(0))
        base, needed = _measured(target, measure, asked, of)
        actual = None
        if base:
            actual = (done - base) / base if measure == "growth" else done / base
        missing = max(needed - done, Decimal(0)) if base else Decimal(0)
        gap = asked - actual if actual is not None else None
        told_actual, told_gap = _rounded(actual, measure), _rounded(gap, measure)
        if gap is not None and gap > 0 and told_actual is not None:
            step = ROUNDED.get(measure, FOUR)  # what is less than what is asked stays less
            told_actual, told_gap = min(told_actual, asked - step), max(told_gap or step, step)
        yield from _compare(view, "actual", told_actual)
        yield from _compare(view, "gap", told_gap)
        yield from _compare(view, "missing", missing)
        yield from _compare(view, "members", len(counted))
        yield from _compare(view, "not_counted", len(rows) - len(counted))
        reached = gap <= 0 if gap is not None else None
        if view["reached"] is not reached:
            yield f"reached：{view['reached']}，应为{reached}"
        yield from self._reasons(measure, asked, detail, rows, told, missing)

    @staticmethod
    def _reasons(
        measure: str, asked: Decimal, detail: Any, rows: list[Row], told: Any, missing: Decimal
    ) -> Iterator[str]:
        view = detail["target"]
        held: Counter[str] = Counter()
        shorts: dict[str, Decimal] = {}
        for row in rows:
            short = _short(measure, asked, row)
            one = told[row["project"], row["line"]]
            if Decimal(one["short"]) != short:
                yield f"{one['name']} short：{one['short']}，应为{short}"
            if short > 0 and missing > 0:
                held[one["cause"]] += 1
                shorts[one["cause"]] = shorts.get(one["cause"], Decimal(0)) + short
        causes: Counter[str] = Counter()
        sums: dict[str, Decimal] = {}
        for one in view["reasons"]:
            causes[one["cause"]] += one["projects"]
            sums[one["cause"]] = sums.get(one["cause"], Decimal(0)) + Decimal(one["short"])
        if causes != held or sums != shorts:
            yield f"差距原因合计不同：{dict(causes)} {sums}，应为{dict(held)} {shorts}"
        if bool(view["reason"]) != (missing > 0):
            yield "有差距而无原因，或者无差距而有原因"


def _asked(target: Any) -> dict[str, Decimal]:
    asked = {
        "procedures_rate": 1 if target["procedures_by"] else None,
        "start_rate": target["start_rate"],
        "least_starts": target["least_starts"],
        "investment_rate": target["investment_rate"],
        "production_rate": target["production_rate"],
        "ready_rate": target["ready_rate"],
        "amount": target["amount_yuan"],
        "growth": target["growth"],
    }
    return {name: Decimal(str(one)) for name, one in asked.items() if one is not None}


def _measured(
    target: Any, measure: str, asked: Decimal, of: Decimal
) -> tuple[Decimal | None, Decimal]:
    """Return what a total is divided by, and the total that is asked for."""
    if measure in ("least_starts", "amount"):
        return WHOLE, asked
    if measure == "growth":
        base = Decimal(target["growth_base_yuan"] or 0)
        return base or None, (asked + 1) * base
    if measure == "investment_rate":
        return of or None, asked * of
    return of or None, Decimal(ceil(asked * of))


def _short(measure: str, asked: Decimal, row: Row) -> Decimal:
    if measure == "investment_rate":
        return max(asked * row["of"] - row["done"], Decimal(0))
    if measure == "growth":
        return Decimal(0) if row["counted"] else Decimal(row["done"])
    if not row["counted"]:
        return WHOLE
    return max(row["of"] - row["done"], Decimal(0))


def _rounded(value: Decimal | None, measure: str) -> Decimal | None:
    if value is None:
        return None
    return value.quantize(ROUNDED.get(measure, FOUR), rounding=ROUND_HALF_EVEN)


def _compare(view: Any, name: str, mine: Decimal | int | None) -> Iterator[str]:
    told = Decimal(str(view[name])) if view[name] is not None else None
    if told != (Decimal(mine) if mine is not None else None):
        yield f"{name}：{view[name]}，应为{mine}"


def main(arguments: list[str]) -> int:
    """Count an export again and say what differs."""
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return USAGE
    path = arguments[0]
    text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    second = Second(json.loads(text))
    found = [*second.differences()]
    for one in found:
        sys.stdout.write(f"不同：{one}\n")
    if not found:
        count = len(second.told["told"])
        sys.stdout.write(f"{count}项指标复算一致，逐项分解合计相符（截至{second.as_of}）\n")
    return DIFFERENT if found else EQUAL


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
