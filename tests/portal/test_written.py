"""A file that was asked for: what cannot be written is told by whose fault it is."""

from errno import EACCES, ENOSPC
from pathlib import Path

import pytest

from models.refusal import BadInput
from portal.written import beside


@pytest.mark.parametrize("named", [None, "out.tar", ".part"])
def test_what_goes_wrong_with_the_file_itself_names_the_option(
    tmp_path: Path, named: str | None
) -> None:
    with pytest.raises(BadInput, match="磁盘空间不足"), beside("参数 FILE", tmp_path / "out.tar"):
        raise OSError(ENOSPC, "No space left", str(tmp_path / named) if named else None)


def test_what_goes_wrong_elsewhere_does_not(tmp_path: Path) -> None:
    """The data directory may be read-only where the place of the backup is not."""
    home = str(tmp_path / "home" / ".backup-1")

    with pytest.raises(PermissionError, match="home"), beside("参数 FILE", tmp_path / "out.tar"):
        raise PermissionError(EACCES, "Permission denied", home)

    assert not [*tmp_path.iterdir()]
