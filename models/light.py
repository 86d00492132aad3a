"""The lights of approvals and projects (亮灯)."""

from enum import StrEnum


class Light(StrEnum):
    """The light of a case or a project (亮灯)."""

    GREY = "grey"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    BLACK = "black"
    BLUE = "blue"
