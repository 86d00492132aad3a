"""Clues on the command line (异常线索)."""

from collections import Counter
from dataclasses import asdict

from rich.text import Text

from casework.supervision.clues import find_clues
from portal.edge import DONE, say, say_json
from portal.premises import opened
from portal.terminal import screen
from portal.usage import project_code
from reports.console.listing import Listing
from reports.text.plain_text import visible


def show_clues(project: str | None, *, as_json: bool) -> int:
    """Print every clue with the entries that show it."""
    if project is not None:
        project_code(project)
    with opened() as premises:
        found = find_clues(premises.office, project=project)
    if as_json:
        say_json({"clues": [asdict(clue) for clue in found]})
        return DONE
    if not found:
        say("没有发现异常线索")
        return DONE
    table = Listing(title="异常线索（仅供核实，不是结论）")
    for heading in ("种类", "项目", "事项", "单位", "台账条目", "情况"):
        table.add_column(heading)
    for clue in found:
        versions = "、".join(str(one) for one in clue.versions)
        project_and_code = f"{clue.project_name} {clue.project}"
        procedure = f"{clue.procedure} {clue.procedure_name}".strip()
        cells = (clue.name, project_and_code, procedure, clue.office_name, versions, clue.what)
        table.add_row(*(Text(visible(cell)) for cell in cells))
    screen().print(table)
    counted = Counter(clue.name for clue in found)
    say("，".join(f"{name} {number} 条" for name, number in counted.most_common()))
    return DONE
