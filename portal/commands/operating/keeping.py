"""Commands that keep the house in order (运维命令): watch, verify, rebuild."""

from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import KEEPING, AsJson

watch = App(
    name="watch",
    group=KEEPING,
    help="""巡查一次并送达通知，不经过 Prefect（可由系统定时器调用）；重复执行无害。

例：
  greenchannel watch
  greenchannel watch --json
""",
)


@watch.default
def _watch(*, json: AsJson = False) -> int:
    from portal.work.operating.keeping import watch_once

    return watch_once(as_json=json)


verify = App(
    name="verify",
    group=KEEPING,
    help="""核验台账：逐条核对哈希、签章与衔接，比对汇总表、触发器和锚定文件；
有一处不符即以退出码 4 结束，并指明首处（表、键、栏）。

例：
  greenchannel verify
  greenchannel verify --json
""",
)


@verify.default
def _verify(*, json: AsJson = False) -> int:
    from portal.work.operating.keeping import verify_ledger

    return verify_ledger(as_json=json)


anchor = App(
    name="anchor",
    group=KEEPING,
    help="""锚定台账：核验无误后，把各流末的哈希追加到机外的锚定文件；没有新记录即不写。

锚定文件由 GREENCHANNEL_ANCHOR_FILE 指明，实际办公应放在本机数据库管理员改不到的地方。
此后恢复旧备份、删去记录、清空台账，verify 和 up 都会发现。

例：
  greenchannel anchor
  greenchannel anchor --after-restore "硬盘故障，恢复 6 月 18 日备份"
""",
)


@anchor.default
def _anchor(
    *,
    after_restore: Annotated[
        str, Parameter(help="确因故障恢复了旧备份：写明缘由，从现有台账重新锚定；旧记录仍在。")
    ] = "",
    json: AsJson = False,
) -> int:
    from portal.work.operating.keeping import anchor_ledger

    return anchor_ledger(restored=after_restore, as_json=json)


rebuild = App(
    name="rebuild",
    group=KEEPING,
    help="""由台账重新生成各项汇总表；先核验台账，不符则不动。

例：
  greenchannel rebuild
""",
)


@rebuild.default
def _rebuild(*, json: AsJson = False) -> int:
    from portal.work.operating.keeping import rebuild_projections

    return rebuild_projections(as_json=json)
