"""As what a paper is to be written (文书格式参数): as is said, or as the file's ending says."""

from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from models.refusal import BadInput

Format = TypeVar("Format", bound=StrEnum)


def format_asked(formats: type[Format], given: str, out: Path | None) -> Format:
    """Return the format that ``--format`` names, or the ending of the file where it is empty."""
    place = "参数 --format"
    if not given and out is not None:
        given, place = out.suffix.lower().removeprefix("."), "参数 --out"
    if given not in set(formats):
        said = f"没有格式“{given}”" if given else f"“{out}”没有扩展名，看不出格式"
        raise BadInput(place, f"{said}，可用：{'、'.join(formats)}")
    return formats(given)
