"""A letter of a case as a Word file, PDF or page (决定文书文件); its words are `letter`'s."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from models.refusal import BadInput
from portal.commands.daily.letters import KindArgument, ProcedureArgument, letter_asked_for
from portal.edge import DONE, say, say_json
from portal.papers import PaperFormat, letter_as
from portal.premises import opened
from portal.usage import AsJson
from portal.written import write_out


def write_document(
    project: Annotated[str, Parameter(name="PROJECT", help="项目代码。")],
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
    given = format_ or out.suffix.lower().removeprefix(".")
    if given not in set(PaperFormat):
        place = "参数 --format" if format_ else "参数 --out"
        said = f"没有格式“{given}”" if given else f"“{out}”没有扩展名，看不出格式"
        raise BadInput(place, f"{said}，可用：{'、'.join(PaperFormat)}")
    with opened() as premises:
        letter = letter_asked_for(premises, project, procedure, kind)
        written = letter_as(PaperFormat(given), letter, today=premises.today())
    write_out("参数 --out", out, written)
    if as_json:
        say_json({"file": str(out), "format": given, **letter.model_dump(mode="json")})
    else:
        say(f"已写入 {out}：{letter.title}{f'（{letter.mark}）' if letter.mark else ''}")
    return DONE
