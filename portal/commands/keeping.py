"""Commands that keep the house in order (运维命令): watch, verify, rebuild."""

from cyclopts import App

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
    from portal.work.keeping import watch_once

    return watch_once(as_json=json)


verify = App(
    name="verify",
    group=KEEPING,
    help="""核验台账：逐条核对哈希、签章与衔接；有一处不符即以退出码 4 结束。

例：
  greenchannel verify
  greenchannel verify --json
""",
)


@verify.default
def _verify(*, json: AsJson = False) -> int:
    from portal.work.keeping import verify_ledger

    return verify_ledger(as_json=json)


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
    from portal.work.keeping import rebuild_projections

    return rebuild_projections(as_json=json)
