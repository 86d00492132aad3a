"""What Prefect itself does when a run goes silent (自动处置), as data: applied by name, once."""

from typing import Any

import yaml

from portal.prefect_client import PrefectClient
from portal.premises import ROOT

PATH = ROOT / "deployments" / "automations.yaml"


def apply_automations(prefect: PrefectClient) -> list[str]:
    """Make Prefect hold every automation of our file; return the names of those put there anew.

    One that is there as the file says is left alone, with what it has seen so far.
    """
    applied: list[str] = []
    for wanted in read_automations():
        held = prefect.automations(wanted["name"])
        if len(held) == 1 and _says(held[0], wanted):
            continue
        for one in held:
            prefect.call("DELETE", f"/automations/{one['id']}")
        prefect.call("POST", "/automations/", wanted)
        applied.append(wanted["name"])
    return applied


def read_automations() -> list[dict[str, Any]]:
    """Return the automations of our file."""
    told: list[dict[str, Any]] = yaml.safe_load(PATH.read_text(encoding="utf-8"))["automations"]
    return told


def _says(held: Any, wanted: Any) -> bool:
    """Tell whether what the server holds says all that is wanted; it adds fields of its own."""
    if isinstance(wanted, dict):
        return isinstance(held, dict) and all(
            name in held and _says(held[name], value) for name, value in wanted.items()
        )
    if isinstance(wanted, list):
        if all(isinstance(one, str) for one in wanted):  # sets to Prefect, in no order
            return isinstance(held, list) and sorted(held) == sorted(wanted)
        return (
            isinstance(held, list)
            and len(held) == len(wanted)
            and all(_says(one, other) for one, other in zip(held, wanted, strict=True))
        )
    return bool(held == wanted)
