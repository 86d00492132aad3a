"""Commands for persons who sign in (账户命令): for whoever stands at the machine itself."""

from typing import Annotated

from cyclopts import App, Parameter

from portal.usage import KEEPING, AsJson, Day

people = App(
    name="people",
    group=KEEPING,
    help="""登录账户：开立、重置口令、任职与代理、指定三员；供本机操作员使用，逐条记入安全日志。

例：
  greenchannel people add li.ming --name 李明 --account housing-01
  greenchannel people reset li.ming
  greenchannel people post li.ming housing-head --until 2026-10-31
  greenchannel people name wang.fang security
""",
)

Login = Annotated[str, Parameter(metavar="LOGIN", help="账户名。")]


@people.command(
    name="list",
    help="""列出登录账户及其岗位。

例：
  greenchannel people list
""",
)
def _list(*, json: AsJson = False) -> int:
    from portal.work.operating.people import show_people

    return show_people(as_json=json)


@people.command(
    name="add",
    help="""开立账户，显示首次口令；首次登录须修改。

例：
  greenchannel people add li.ming --name 李明 --account housing-01
""",
)
def _add(
    login: Login,
    /,
    *,
    name: Annotated[str, Parameter(help="姓名。")],
    account: Annotated[str, Parameter(metavar="ACCOUNT", help="担任的岗位账号。")] = "",
    json: AsJson = False,
) -> int:
    from portal.work.operating.people import add

    return add(login, name=name, account=account, as_json=json)


@people.command(
    name="reset",
    help="""重置口令，显示新的首次口令；其登录全部结束。

例：
  greenchannel people reset li.ming
""",
)
def _reset(login: Login, /, *, json: AsJson = False) -> int:
    from portal.work.operating.people import reset

    return reset(login, as_json=json)


@people.command(
    name="post",
    help="""任职或代理：在起止日之间以该岗位办理。

例：
  greenchannel people post li.ming housing-head --from 2026-10-12 --until 2026-10-31
""",
)
def _post(
    login: Login,
    account: Annotated[str, Parameter(metavar="ACCOUNT", help="岗位账号。")],
    /,
    *,
    from_: Annotated[
        Day | None, Parameter(name="--from", metavar="DATE", help="起日；缺省为办公时钟的当日。")
    ] = None,
    until: Annotated[Day | None, Parameter(metavar="DATE", help="止日；缺省为长期。")] = None,
) -> int:
    from portal.work.operating.people import post

    return post(login, account, from_on=from_, until_on=until)


@people.command(
    name="name",
    help="""指定管理员：system 系统、security 安全、audit 审计，须三人分任，不得兼任业务岗位。

例：
  greenchannel people name wang.fang security
""",
)
def _name(
    login: Login,
    kind: Annotated[str, Parameter(help="system、security 或 audit。")],
    /,
) -> int:
    from portal.work.operating.people import name_administrator

    return name_administrator(login, kind)


@people.command(
    name="shut",
    help="""停用账户：登录和令牌全部结束。

例：
  greenchannel people shut li.ming
""",
)
def _shut(login: Login, /) -> int:
    from portal.work.operating.people import shut

    return shut(login, off=True)


@people.command(
    name="open",
    help="""恢复停用的账户。

例：
  greenchannel people open li.ming
""",
)
def _open(login: Login, /) -> int:
    from portal.work.operating.people import shut

    return shut(login, off=False)
