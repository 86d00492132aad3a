"""The letters of a case on the command line (决定文书)."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from casework.reading.case.letters import case_letter
from models.letter import Letter
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import Premises, opened
from portal.usage import AsJson, ItemCode, ProjectCode
from portal.written import write_out
from reports.papers.letter_page import letter_page
from reports.text.letter_words import LetterKind
from reports.text.plain_text import visible

Page = Annotated[Path | None, Parameter(metavar="FILE", help="写成可打印的网页文件。")]

ProcedureArgument = Annotated[ItemCode, Parameter(name="PROCEDURE", help="事项编码，如 P05。")]

KindArgument = Annotated[
    str,
    Parameter(
        name="KIND",
        help="文书：acceptance 受理，correction 补正，"
        "decline 不予受理，grant 准予，refusal 不予，service 送达回证。",
    ),
]


def write_letter(
    project: Annotated[ProjectCode, Parameter(name="PROJECT", help="项目代码。")],
    procedure: ProcedureArgument,
    kind: KindArgument,
    /,
    *,
    page: Page = None,
    as_json: AsJson = False,
) -> int:
    """Print a letter of a case, or write it to a file to be printed."""
    with opened() as premises:
        letter = letter_asked_for(premises, project, procedure, kind)
    return show_letter(letter, page, as_json=as_json)


def letter_asked_for(premises: Premises, project: str, procedure: str, kind: str) -> Letter:
    """Return the letter that the command line names, or say what is wrong with the name."""
    if kind not in set(LetterKind):
        known = "、".join(f"{one.value}（{one.label}）" for one in LetterKind)
        raise BadInput("参数 KIND", f"没有文书“{kind}”，可用：{known}")
    return case_letter(
        premises.office,
        project=project,
        procedure=procedure,
        kind=LetterKind(kind),
        today=premises.today(),
    )


def show_letter(letter: Letter, page: Path | None, *, as_json: bool) -> int:
    """Say what a letter says, or write it to a file to be printed."""
    if page is not None:
        write_out("参数 --page", page, letter_page(letter))
    if as_json:
        say_json(letter.model_dump(mode="json"))
        return DONE
    say(visible(f"{letter.title}{f'（{letter.mark}）' if letter.mark else ''}"))
    for section in letter.sections:
        for one in (section.heading, *section.paragraphs):
            if one:
                say(visible(one))
    if page is not None:
        say(f"已写入 {page}")
    return DONE
