"""Files to keep (下载): answered as an attachment under a Chinese name."""

from collections.abc import Iterator
from typing import IO
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

PAPER = "text/html; charset=utf-8"
"""A page of its own, to be printed."""
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    "html": PAPER,
    "xlsx": WORKBOOK,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "json": "application/json",
}
"""Ending of a file → what a browser is told that it is."""

PIECE = 1 << 16
"""Bytes that are read and sent at once."""


def handed_out(content: bytes, kind: str, name: str) -> Response:
    """Answer with a file to keep."""
    return Response(content, media_type=kind, headers=_headers(name))


def streamed(file: IO[bytes], kind: str, name: str) -> Response:
    """Answer with a file to keep, piece by piece; it is closed when it has been sent."""
    size = file.tell()
    file.seek(0)
    headers = {**_headers(name), "content-length": str(size)}
    return StreamingResponse(_pieces(file), media_type=kind, headers=headers)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _headers(name: str) -> dict[str, str]:
    plain = f"download.{name.rpartition('.')[2]}"
    said = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return {"content-disposition": said}
