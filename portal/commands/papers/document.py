"""A letter of a case as a Word file, PDF or page (决定文书文件); its words are `letter`'s."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from portal.commands.daily.letters import KindArgument, ProcedureArgument, letter_asked_for
from portal.commands.papers.asked import format_asked
from portal.edge import DONE, say, say_json
from portal.papers import PaperFormat, letter_as
from portal.premises import opened
from portal.usage import AsJson, ProjectCode
from portal.written import write_out


def write_document(
    project: Annotated[ProjectCode, Parameter(name="PROJECT", help="项目代码。")],
    procedure: ProcedureArgument,
    kind: KindArgument,
    /,
    *,
    out: Annotated[Path, Parameter(metavar="FILE", help="写成的文件。")],
    format_: Annotated[
        str, Parameter(name="--format", metavar="FORMAT", help="docx、pdf、html；缺省按扩展名。")
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Write a letter of a case as an office edits, prints and files it."""
    given = format_asked(PaperFormat, format_, out)
    with opened() as premises:
        letter = letter_asked_for(premises, project, procedure, kind)
        written = letter_as(given, letter, today=premises.today())
    write_out("参数 --out", out, written)
    if as_json:
        say_json({"file": str(out), "format": given.value, **letter.model_dump(mode="json")})
    else:
        say(f"已写入 {out}：{letter.title}{f'（{letter.mark}）' if letter.mark else ''}")
    return DONE
