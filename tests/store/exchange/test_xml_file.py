"""XML of strangers is read in bounds, and what is refused is refused with its line."""

import tracemalloc
from pathlib import Path

import pytest

from models.refusal import BadInput
from store.exchange import xml_file
from store.exchange.xml_file import parse_xml, read_xml

BOMB = "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 12))


def refused(content: bytes) -> str:
    with pytest.raises(BadInput) as wrong:
        parse_xml("来件.xml", content)
    return str(wrong.value)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<a>&x;</a>',
            id="an entity that fetches a file",
        ),
        pytest.param(
            f'\n<!DOCTYPE a [<!ENTITY e0 "x">{BOMB}]><a>&e11;</a>'.encode(),
            id="entities that grow",
        ),
        pytest.param(
            b'\n<!DOCTYPE a SYSTEM "http://nowhere.invalid/a.dtd"><a/>', id="a type from elsewhere"
        ),
        pytest.param(b'\n<!DOCTYPE a [<!ENTITY % p SYSTEM "x"> %p;]><a/>', id="a parameter entity"),
    ],
)
def test_a_document_type_is_refused_where_it_begins(content: bytes) -> None:
    tracemalloc.start()
    said = refused(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert "第 2 行" in said
    assert "DOCTYPE" in said
    assert peak < 1024 * 1024


@pytest.mark.parametrize(
    ("content", "place", "why"),
    [
        pytest.param(b"", "来件.xml", "空的", id="nothing"),
        pytest.param(b"PK\x03\x04 no xml", "第 1 行", "XML", id="an archive"),
        pytest.param(b"<a>\n<b>\n</a>", "第 3 行", "不是完整的 XML", id="a tag that is not closed"),
        pytest.param(b"<a/>\n<b/>", "第 2 行", "不是完整的 XML", id="two roots"),
        pytest.param(
            '<?xml version="1.0" encoding="GB2312"?><a>文</a>'.encode("gb2312"),
            "第 1 行",
            "UTF-8",
            id="an encoding that is not read",
        ),
        pytest.param("<a>文</a>".encode("gbk"), "第 1 行", "UTF-8", id="not the encoding it says"),
        pytest.param(b"<a>" * 70, "第 1 行", "60 层", id="too deep"),
        pytest.param(b"<a>&x;</a>", "第 1 行", "XML", id="an entity that nobody declared"),
        pytest.param(b'<a b="1" b="2"/>', "第 1 行", "XML", id="an attribute twice"),
        pytest.param(b"<a:b/>", "第 1 行", "XML", id="a prefix that nobody declared"),
    ],
)
def test_what_cannot_be_read_is_said(content: bytes, place: str, why: str) -> None:
    said = refused(content)

    assert place in said
    assert why in said


def test_a_file_has_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "大.xml"
    large.write_bytes(b"<a>" + b" " * xml_file.MOST_BYTES + b"</a>")
    with pytest.raises(BadInput, match="10 MB"):
        read_xml(large)
    assert "10 MB" in refused(large.read_bytes())

    monkeypatch.setattr(xml_file, "MOST_ELEMENTS", 50)
    assert "元素超过 50 个" in refused(b"<a>" + b"<b/>\n" * 60 + b"</a>")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_elements_come_with_names_lines_and_text(encoding: str) -> None:
    text = '<x:a xmlns:x="urn:a" xmlns:y="urn:b" n=" 1 " y:n="2">\n <x:b>水务 </x:b>\n<c/></x:a>'
    root = parse_xml("来件.xml", text.encode(encoding)).root

    assert (root.space, root.name, root.line) == ("urn:a", "a", 1)
    assert (root.get("n"), root.get("n", space="urn:b"), root.get("m")) == ("1", "2", "")
    assert [(one.space, one.name, one.line) for one in root.below()] == [
        ("urn:a", "b", 2),
        ("", "c", 3),
    ]
    assert root.value("b") == "水务"
