"""Ours beside its peers (对比测量): the benchmark of the source tree, by the name of a command."""

import subprocess
import sys
from typing import Annotated

from cyclopts import Parameter

from models.refusal import BadInput
from portal.edge import DONE, Unreachable
from portal.premises import ROOT
from portal.usage import AsJson, Whole

PROGRAM = "benchmarks.bench"
MOST = 100
ALONE = ("--only", "raw sqlite3", "Green Channel")
"""What is measured without an environment of others being made."""
ON_A_SERVER = "Green Channel, PostgreSQL"


def measure(
    *,
    rounds: Annotated[Whole, Parameter(metavar="N", help="轮数，取各轮中位数。")] = 5,
    peers: Annotated[
        bool,
        Parameter(negative=(), help="与同类软件同场比较；首次须联网安装，存于源码目录的 .bench。"),
    ] = False,
    postgres: Annotated[str, Parameter(metavar="URL", help="另在这台 PostgreSQL 上测量。")] = "",
    as_json: AsJson = False,
) -> int:
    """Measure recorded acts a second beside the limit of the disk, and print a table."""
    if not 1 <= rounds <= MOST:
        raise BadInput("参数 --rounds", f"应在 1 与 {MOST} 之间")
    if not (ROOT / "benchmarks" / "bench.py").is_file():
        raise Unreachable("测量程序只在源码目录中：请取得源码，在其中执行 make setup 后再测量")
    words = [sys.executable, "-m", PROGRAM, "--rounds", str(rounds)]
    words += [] if peers else [*ALONE, *([ON_A_SERVER] if postgres else [])]
    words += ["--postgres", postgres] if postgres else []
    words += ["--json"] if as_json else []
    done = subprocess.run(words, cwd=ROOT, check=False)
    if done.returncode:
        raise Unreachable(f"测量没有完成（退出码 {done.returncode}），原因见上")
    return DONE
