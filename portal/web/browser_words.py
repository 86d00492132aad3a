"""What people call the browser that they signed in with (浏览器): its name and its system."""

LONGEST = 60
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Edg", "Edge"),
    ("QQBrowser", "QQ浏览器"),
    ("360", "360浏览器"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What a browser says of itself, and its name; most of them also name those further down."""
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "安卓"),
    ("HarmonyOS", "鸿蒙"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser_in_words(said: str) -> str:
    """Return what a browser says of itself as people read it; one that is not known as it says."""
    browser = next((name for sign, name in BROWSERS if sign in said), "")
    system = next((name for sign, name in SYSTEMS if sign in said), "")
    return "，".join(filter(None, (browser, system))) or said[:LONGEST]
