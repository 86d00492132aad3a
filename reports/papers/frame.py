"""The frame of every page that is handed out to be printed (打印页): itself alone, no script."""

from html import escape

from reports.text.plain_text import visible

LETTER = """
:root { color-scheme: light; }
body { margin: 2rem auto; max-width: 48rem; padding: 0 1rem; color: #111; background: #fff;
  overflow-wrap: anywhere;
  font: 17px/1.9 "Source Han Serif SC", "Noto Serif CJK SC", SimSun, serif; }
h1 { font-size: 1.7rem; text-align: center; margin: 0 0 .4rem; letter-spacing: .2em; }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .3rem; }
p { margin: .3rem 0; text-indent: 2em; }
.plain { text-indent: 0; }
.mark { border: 2px solid #111; padding: .2rem .8rem; width: fit-content; font-weight: 700; }
.number, .signed { text-align: right; }
.seal { text-align: right; color: #555; min-height: 6rem; }
.signs { margin-top: 2.4rem; text-align: right; }
.record { white-space: pre-wrap; border: 1px solid #777; padding: .5rem .8rem; min-height: 8rem; }
table { width: 100%; border-collapse: collapse; font-size: .92rem; }
th, td { border: 1px solid #777; padding: .25rem .45rem; text-align: left; vertical-align: top; }
@page { size: A4; margin: 24mm 22mm; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 12pt; }
  .print { display: none; } tr, .record { break-inside: avoid; } }
"""
"""The dress of an official letter (公文)."""

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
