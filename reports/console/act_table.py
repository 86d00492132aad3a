"""The acts as a list (动作一览), made from the table of acts: none is forgotten."""

from collections.abc import Iterator

from models.act import OWN_DOOR, Act
from models.act_requests import REQUEST_OF
from rules.acceptance.regime import REFUSALS


def act_lines() -> Iterator[str]:
    """Yield one line an act: what is typed, what it is called, what its JSON may hold."""
    by_nature = "、".join(dict.fromkeys(filter(None, REFUSALS.values())))
    for act in Act:
        if act in OWN_DOOR:
            continue
        called = act.label + (f"，按事项性质称{by_nature}" if act is Act.REFUSE else "")
        fields = [
            f"{field}{'＊' if told.is_required() else ''}"
            for field, told in REQUEST_OF[act].model_fields.items()
            if field != "act"
        ]
        content = f"（{'、'.join(fields)}）" if fields else ""
        yield f"  {act.value} {called}{content}"
