"""The command of the league table (比赶超命令)."""

from cyclopts import App

from portal.usage import READING, AsJson

league = App(
    name="league",
    group=READING,
    help="""比赶超：责任单位的名次区间、得分和各项数据；分不出高下的如实注明。

例：
  greenchannel league
  greenchannel league --json
""",
)


@league.default
def _league(*, json: AsJson = False) -> int:
    from portal.work.dispatch.league import show_league

    return show_league(as_json=json)
