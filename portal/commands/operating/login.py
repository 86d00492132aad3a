"""Commands for who acts (署名命令): take a personal token up, put it down, say whose it is."""

from cyclopts import App

from portal.usage import DOING, READING, AsJson

login = App(
    name="login",
    group=DOING,
    help="""以本人令牌在命令行办理：令牌在门户“我的账户”签发，在此输入一次，只存于本人目录（0600）。

从标准输入读取一行，不写在命令中，以免留在历史记录里；也可用环境变量 GREENCHANNEL_TOKEN。
正式运行时须凭令牌（或系统运维账号）办理；演示中可只写 --by。

例：
  greenchannel login
  greenchannel login < 令牌.txt
""",
)


@login.default
def _login(*, json: AsJson = False) -> int:
    from portal.work.operating.login import take_up

    return take_up(as_json=json)


logout = App(
    name="logout",
    group=DOING,
    help="""不再以所存令牌办理；令牌本身在门户“我的账户”撤销。

例：
  greenchannel logout
""",
)


@logout.default
def _logout(*, json: AsJson = False) -> int:
    from portal.work.operating.login import put_down

    return put_down(as_json=json)


whoami = App(
    name="whoami",
    group=READING,
    help="""说明命令行现在以谁的名义办理。

例：
  greenchannel whoami
""",
)


@whoami.default
def _whoami(*, json: AsJson = False) -> int:
    from portal.work.operating.login import say_who

    return say_who(as_json=json)
