"""What a browser is told of a file to keep, whatever a project is called."""

from urllib.parse import unquote

import pytest

from portal.web.downloads import WORKBOOK, handed_out


@pytest.mark.parametrize(
    "name",
    ["甲/乙.xlsx", "../../甲.xlsx", 'A"; filename=x.exe;.xlsx', "换\r\n行.xlsx", "100%.xlsx"],
)
def test_a_name_is_one_value_whatever_is_in_it(name: str) -> None:
    told = handed_out(b"", WORKBOOK, name).headers["content-disposition"]

    plain, _, coded = told.partition("; filename*=UTF-8''")
    assert plain == 'attachment; filename="download.xlsx"'
    assert not set('/\r\n"; ') & set(coded)
    assert unquote(coded) == name
