"""The frame of every page that is handed out to be printed (打印页): itself alone, no script."""

from html import escape

from reports.text.plain_text import visible

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def framed(title: str, style: str, body: str) -> str:
    """Return a whole page; ``body`` is markup, ``title`` is words."""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(visible(title))}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
