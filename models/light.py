"""The lights of approvals and projects (亮灯)."""

from models.labelled import Labelled


class Light(Labelled):
    """The light of a case or a project (亮灯)."""

    GREY = "grey", "灰"
    GREEN = "green", "绿"
    YELLOW = "yellow", "黄"
    RED = "red", "红"
    BLACK = "black", "黑"
    BLUE = "blue", "蓝"
