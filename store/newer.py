"""A database that a newer version of the system has made (较新的数据库) is left alone."""


class NewerDatabase(Exception):
    """The tables are of a revision that this program does not know (数据库版本较新)."""

    def __init__(self, found: str, newest: str) -> None:
        self.message = (
            f"数据库由较新的版本建立（表结构 {found}，本程序至 {newest}）：请改用新版本的程序，"
            "或以 greenchannel restore 恢复升级前的备份；本次未写入任何内容"
        )
        super().__init__(self.message)


def must_not_be_newer(found: str | None, newest: str) -> None:
    """Refuse tables of a revision after the newest that is known."""
    if found is not None and found > newest:
        raise NewerDatabase(found, newest)
