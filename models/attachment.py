"""Files beside an act (附件): kept by their hash, named by an entry of the ledger."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from models.vocabulary import Value


class AttachedFile(Value):
    """A file as the ledger knows it (附件): whoever alters it cannot alter this."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    name: Annotated[str, Field(min_length=1, max_length=120)]
    size: Annotated[int, Field(gt=0)]
    """In bytes."""
    media: str
    """Its type, told by its content."""


class FilesAttached(Value):
    """Files were put to a case (附件已存)."""

    label: ClassVar[str] = "存入附件"
    kind: Literal["files_attached"] = "files_attached"
    procedure: str
    files: tuple[AttachedFile, ...]
    note: Annotated[str, Field(max_length=200)] = ""
