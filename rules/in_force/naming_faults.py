"""Whether forms of review, credit authorities, targets and books name what exists (名目核对).

A fault names where it stands and says in words what is wrong, as in
`rules/in_force/catalogue_faults.py`.
"""

from collections.abc import Collection, Iterator, Sequence

from models.book import Book, FieldKind
from models.catalogue import Catalogue
from models.people import Account, Department, ResponsibleUnit, Role
from models.review import ReviewForm
from models.rulebook import Rulebook
from models.target import BookSource, Target
from rules.in_force.authority import CREDIT_DECIDERS
from rules.in_force.catalogue_faults import repeated
from rules.in_force.coherence import Fault

SIGNING = frozenset({Role.OFFICER, Role.DEPARTMENT_HEAD})
"""Roles that sign opinions and decisions of a department."""


def review_faults(catalogue: Catalogue, departments: Sequence[Department]) -> Iterator[Fault]:
    """Yield forms of review that are unknown, given twice, or ask somebody who has no right."""
    known = {one.code for one in departments}
    codes = [form.code for form in catalogue.review_forms]
    yield from repeated("review_forms", "code", codes, "审签程序")
    for index, form in enumerate(catalogue.review_forms):
        stages = [step.stage for step in form.steps]
        if len(set(stages)) != len(stages):
            yield ("review_forms", index, "steps"), "同一审签环节只列一次"
        for role in {*form.decided_by, *(role for step in form.steps for role in step.by)}:
            if role not in SIGNING:
                yield ("review_forms", index), f"“{role.value}”这一岗位不签署审查意见和决定"
        yield from _asked_faults(form, ("review_forms", index), known)
    for index, procedure in enumerate(catalogue.procedures):
        if procedure.review and procedure.review not in codes:
            yield ("procedures", index, "review"), f"没有“{procedure.review}”这种审签程序"


def _asked_faults(
    form: ReviewForm, here: tuple[str | int, ...], known: Collection[str]
) -> Iterator[Fault]:
    """Yield what is wrong with whom a form asks, and with how many of them must agree."""
    asked = [one.department for one in form.asked]
    for place, code in enumerate(asked):
        if code not in known:
            yield (*here, "asked", place), f"没有“{code}”这个审批部门"
    if len(set(asked)) != len(asked):
        yield (*here, "asked"), "同一会签单位只列一次"
    if asked and form.steps:
        yield (*here, "steps"), "会签与逐级审签不并用，各单位的意见就是审查意见"
    if form.at_least is not None and form.at_least > len(asked):
        yield (*here, "at_least"), f"会签单位只有{len(asked)}家，不能要求{form.at_least}家同意"
    if form.needed < sum(one.by_law for one in form.asked):
        yield (*here, "at_least"), "须同意的家数不得少于依据列明的单位数"
    if not asked and form.within_workdays is not None:
        yield (*here, "within_workdays"), "没有会签单位，不设会签期限"


def credit_faults(rulebook: Rulebook, accounts: Sequence[Account]) -> Iterator[Fault]:
    """Yield credit authorities that have no account, or not the right to decide."""
    roles = {one.number: one.role for one in accounts}
    for index, number in enumerate(rulebook.being_heard.credit_deciders):
        here = ("being_heard", "credit_deciders", index)
        if number not in roles:
            yield here, f"没有账号“{number}”"
        elif roles[number] not in CREDIT_DECIDERS:
            yield here, f"账号“{number}”无权认定失信"


def target_faults(
    targets: Sequence[Target], units: Sequence[ResponsibleUnit], books: Sequence[Book]
) -> Iterator[Fault]:
    """Yield targets that are given twice, are led by nobody there is, or count no book there is."""
    yield from repeated("targets", "code", [target.code for target in targets], "目标编码")
    known = {unit.code for unit in units}
    for index, target in enumerate(targets):
        for place, code in enumerate(target.lead):
            if code not in known:
                yield ("targets", index, "lead", place), f"没有“{code}”这个责任单位"
        for place, source in enumerate(target.sources):
            here = ("targets", index, "sources", place)
            yield from ((here, words) for words in _source_faults(source, books))


def _source_faults(source: BookSource, books: Sequence[Book]) -> Iterator[str]:
    book = next((one for one in books if one.code == source.book), None)
    if book is None:
        yield f"没有“{source.book}”这本清单"
        return
    kinds = {one.code: one.kind for one in book.fields}
    states = {one.code for one in book.states}
    amounts = {source.done, source.of} - {""}
    days = {source.due, source.between[0] if source.between else ""} - {""}
    wrong = {
        *(code for code in amounts if kinds.get(code) is not FieldKind.AMOUNT),
        *(code for code in days if kinds.get(code) is not FieldKind.DAY),
        *(code for code in source.where if code not in kinds),
        *({*source.states, *source.except_states, *source.lost} - states),
    }
    if wrong:
        yield f"清单“{book.name}”没有这样的栏目或者状态：{'、'.join(sorted(wrong))}"


def book_faults(
    books: Sequence[Book], departments: Sequence[Department], units: Sequence[ResponsibleUnit]
) -> Iterator[Fault]:
    """Yield books that are kept, or states that are recorded, by nobody there is."""
    known = {one.code for one in departments} | {one.code for one in units} | {*Role}
    for index, book in enumerate(books):
        for field, codes in (("keepers", book.keepers), ("openers", book.openers)):
            for place, code in enumerate(codes):
                if code not in known:
                    yield ("books", index, field, place), f"没有“{code}”这个单位或者岗位"
        for place, state in enumerate(book.states):
            for code in state.by:
                if code not in known | {book.owner}:
                    yield ("books", index, "states", place, "by"), f"没有“{code}”这个单位或者岗位"
