"""The command that makes an act count which waits for a signature (签字命令).

It is built from what somebody typed into a form and is pasted into a shell by somebody
else. So every argument is quoted, and whatever is not plainly seen is spelt out.
"""

import json
import shlex
import unicodedata

from models.act_requests import Request
from models.one_line import one_line

SPELT_OUT = frozenset("'`")
"""Plain characters that a shell or a page may take for its own."""
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def signing_command(
    project: str, procedure: str, request: Request, officer: str, key: str | None
) -> str:
    """Return the command that records an act, safe to be pasted into a shell.

    Values are written with “=”, so that none that begins with a dash is taken for an
    option, and the codes stand behind “--” for the same reason.
    """
    told = request.model_dump(mode="json", exclude={"act"}, exclude_defaults=True)
    options = [f"--by={one_line(officer)}", f"--data={plain_json(told)}"]
    options += [f"--key={one_line(key)}"] if key else []
    codes = [one_line(project), one_line(procedure), request.act.value]
    return shlex.join(["greenchannel", "act", *options, "--", *codes])


def plain_json(told: object) -> str:
    """Return JSON in one line, in which nothing is invisible and nothing ends a quotation."""
    text = json.dumps(told, ensure_ascii=False)
    return "".join(_spelt(character) for character in text)


def _spelt(character: str) -> str:
    if character in SPELT_OUT or unicodedata.category(character) in UNSEEN:
        return "".join(f"\\u{unit:04x}" for unit in _units(character))
    return character


def _units(character: str) -> list[int]:
    """Return a character as UTF-16, which JSON counts in."""
    coded = character.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(coded[place : place + 2], "big") for place in range(0, len(coded), 2)]
