"""The command line (命令行): ``greenchannel``.

Commands are grouped by theme below `portal/commands/`; each imports what it needs when
it is called, so that help and small questions are quick.
"""

import gc
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

from cyclopts import App, Parameter
from cyclopts.exceptions import CycloptsError

from models.refusal import BadInput, Refused
from portal.commands.daily.acting import act, load, register
from portal.commands.daily.books import books
from portal.commands.daily.lists import issues, projects
from portal.commands.daily.outstanding import outstanding
from portal.commands.daily.proving import clock
from portal.commands.daily.reading import accounts, inbox, show, targets, to_do
from portal.commands.daily.weekly import week
from portal.commands.dispatch.bulletins import bulletin
from portal.commands.dispatch.days import days
from portal.commands.dispatch.investment import investment
from portal.commands.dispatch.league import league
from portal.commands.dispatch.load import bottlenecks, lookahead
from portal.commands.dispatch.meeting import meeting
from portal.commands.dispatch.planning import plan
from portal.commands.dispatch.practice import practice
from portal.commands.dispatch.rescuing import rescue, whatif
from portal.commands.dispatch.supervising import clues, supervision
from portal.commands.operating.campaign import campaign
from portal.commands.operating.keeping import anchor, rebuild, verify, watch
from portal.commands.operating.keys import key
from portal.commands.operating.login import login, logout, whoami
from portal.commands.operating.notices import acknowledge, brief, notices
from portal.commands.operating.people import people
from portal.commands.operating.rehearsal import rehearse
from portal.commands.operating.running import down, status, up
from portal.commands.operating.serving import service
from portal.edge import DONE, Failure, Unreachable, end, unusable
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
for _command in (up, down, status, service, load, register, act, show, to_do, inbox, accounts):
    app.command(_command)
for _command in (projects, outstanding, issues, days, clock, practice, plan, rescue, whatif):
    app.command(_command)
for _command in (
    books,
    targets,
    investment,
    league,
    meeting,
    bottlenecks,
    lookahead,
    supervision,
    clues,
):
    app.command(_command)
for _command in (week, bulletin, notices, acknowledge, brief, watch):
    app.command(_command)
for _command in (verify, anchor, key, rebuild, rehearse):
    app.command(_command)
for _command in (campaign, people, login, logout, whoami):
    app.command(_command)
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
    return end(failure, as_json="--json" in tokens)


def main() -> None:
    """Carry out the command line of this process."""
    gc.set_threshold(100_000)  # most commands are over before there is anything to collect
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    sys.exit(code)


if __name__ == "__main__":
    main()
