"""How an amount is written for people (金额用语): whole yuan from ten thousand on as 万元."""

from decimal import Decimal

WAN = Decimal(10_000)


def in_wan(yuan: Decimal) -> str:
    """Write yuan as 万元, exactly, without needless zeros."""
    return f"{(yuan / WAN).normalize():f}"


def amount_in_words(value: int, unit: str) -> str:
    """Return an amount with its unit: 71200000元 is 7,120万元; what is no money stays as it is."""
    if unit == "元" and abs(value) >= WAN:
        return f"{(value / WAN).normalize():,f}万元"
    return f"{value:,}{unit}"
