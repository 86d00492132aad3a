"""The base of every value in the office's vocabulary."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value that refuses keys it does not know (值)."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sourced(Value):
    """A value taken from law or practice, with its source (依据); a placeholder says so."""

    assumed: bool = False
    source: str = ""
