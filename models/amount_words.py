"""How an amount is written for people (金额用语): whole yuan from ten thousand on as 万元."""

WAN = 10_000


def amount_in_words(value: int, unit: str) -> str:
    """Return an amount with its unit: 71200000元 is 7,120万元; what is no money stays as it is."""
    if unit == "元" and abs(value) >= WAN:
        return f"{value / WAN:,.4f}".rstrip("0").rstrip(".") + "万元"
    return f"{value:,}{unit}"
