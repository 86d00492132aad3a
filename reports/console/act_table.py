"""The acts as a list (动作一览), made from the table of acts: none is forgotten."""

from collections.abc import Iterator
from typing import get_args

from models.act import OWN_DOOR, Act
from models.act_requests import Request
from models.labels import ACTS
from rules.acceptance.regime import REFUSALS


def act_lines() -> Iterator[str]:
    """Yield one line an act: what is typed, what it is called, what its JSON may hold."""
    requests = {
        get_args(one.model_fields["act"].annotation)[0]: one
        for one in get_args(get_args(Request)[0])
    }
    by_nature = "、".join(dict.fromkeys(filter(None, REFUSALS.values())))
    for act, name in ACTS.items():
        if act in OWN_DOOR:
            continue
        called = f"{name}，按事项性质称{by_nature}" if act is Act.REFUSE else name
        fields = [
            f"{field}{'＊' if told.is_required() else ''}"
            for field, told in requests[act].model_fields.items()
            if field != "act"
        ]
        content = f"（{'、'.join(fields)}）" if fields else ""
        yield f"  {act.value} {called}{content}"
