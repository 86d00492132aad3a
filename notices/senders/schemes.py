"""Which schemes an address may have (渠道名目): known without loading what speaks them.

Apprise and its senders take half a second to load; whoever only reads the ledger sends nothing.
"""

SILENT = "inbox"
"""A lane that rings nowhere: neither quiet hours nor budgets hold it back."""

SCHEMES = frozenset(
    {
        *(SILENT, "mailto", "mailtos", "dingtalk", "wecombot", "wechat", "feishu", "lark"),
        *("schan", "wxpusher", "pushplus", "smpp", "smpps", "json", "jsons"),
    }
)
"""What may be configured: platforms whose answer is read before it is believed."""

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
