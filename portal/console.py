"""The command line (命令行): ``greenchannel``.

What commands there are stands in `portal/commands/commands.txt`; the module that carries one
out is imported when it is called, so that help and small questions are quick.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version

from cyclopts import App, Parameter
from cyclopts.exceptions import CycloptsError

from models.refusal import BadInput, Refused, Unknown
from portal.commands import register
from portal.edge import DONE, WHY, Failure, Unreachable, end, unusable
from portal.usage import HELPING, ChineseHelp, may_be_meant, usage_error

app = App(
    name="greenchannel",
    help="""绿色通道：项目前期审批手续的受理、容缺、计时、督办。

退出码：0 已办 · 1 规则不允许 · 2 输入有误 · 3 所需服务不可用 · 4 台账完整性受损。

例：
  greenchannel up                                     启动全部服务
  greenchannel show 2020-230112-39-03-000001          查看项目档案
  greenchannel act 2020-230112-39-03-000001 P05 accept --by water-01
  greenchannel act --help                             查看某个命令的用法
""",
    default_parameter=Parameter(validator=may_be_meant),
    help_format="plaintext",
    help_formatter=ChineseHelp(),
    version=lambda: version("green-channel"),
    version_flags=["--version"],
)
for _flag in ("--help", "--version"):
    app[_flag].group = HELPING
register(app)
app.register_install_completion_command(
    group=HELPING, help="为当前命令行（bash、zsh、fish）安装命令补全。"
)


def run(tokens: Sequence[str]) -> int:
    """Carry out one command line and return its exit code."""
    failure: Failure
    try:
        code = app(
            list(tokens), exit_on_error=False, print_error=False, result_action="return_value"
        )
    except CycloptsError as wrong:
        failure = usage_error(wrong)
    except (Refused, BadInput, Unreachable) as expected:
        failure = expected
    except OSError as disk:
        if disk.filename is None:  # not a file of ours: whoever read has gone
            raise
        failure = unusable(disk)
    else:
        return code if isinstance(code, int) else DONE
    return end(_where_typed(failure, tokens), as_json="--json" in tokens)


def _where_typed(failure: Failure, tokens: Sequence[str]) -> Failure:
    """Return what nobody knows as bad input of the option after which it was typed, if of any."""
    if isinstance(failure, Unknown):
        for option, word in _options(tokens):
            if word in failure.facts.values():
                return BadInput(f"参数 {option}", failure.message, **failure.facts)
    return failure


def _options(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each option that takes a word, with the word: after a flag stands another argument."""
    _, (*_, command), _ = app.parse_commands(tokens)
    flags = {
        name
        for one in command.assemble_argument_collection()
        if one.hint is bool
        for name in one.names
    }
    for at, token in enumerate(tokens):
        option, _, given = token.partition("=")
        if option.startswith("--") and option not in flags:
            yield option, given or "".join(tokens[at + 1 : at + 2])


def main() -> None:
    """Carry out the command line of this process."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller: no file of ours may take its place
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for good
        getattr(sys, name).reconfigure(errors="replace")
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has seen enough
        code = DONE
        _silence()
    except OSError as full:
        if full.filename is not None or full.errno not in WHY:
            raise
        code = end(Unreachable(f"无法写出：{WHY[full.errno]}"), as_json=False)
        _silence()
    sys.exit(code)


def _silence() -> None:
    """Throw away what is still to be written: nobody takes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
