"""Files to keep (下载): answered as an attachment under a Chinese name."""

from urllib.parse import quote

from starlette.responses import Response

PAPER = "text/html; charset=utf-8"
"""A page of its own, to be printed."""
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def handed_out(content: bytes, kind: str, name: str) -> Response:
    """Answer with a file to keep."""
    plain = f"download.{name.rpartition('.')[2]}"
    said = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=kind, headers={"content-disposition": said})
