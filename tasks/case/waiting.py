"""What is filled in on Prefect's pages outside the demonstration (待签字): put on a desk."""

from typing import Any

from casework.office.settings import PrefectActs
from casework.signing.proposals import propose
from models.proposal import ProposalKind
from models.refusal import BadInput, Refused
from tasks import house


class NotCountedHere(Refused):
    """Acts through the Prefect UI wait for a signature, or are switched off (须签字办理)."""


def put_on_desk(
    kind: ProposalKind,
    *,
    project: str,
    procedure: str = "",
    officer: str,
    content: dict[str, Any],
    key: str | None = None,
    command: str = "",
) -> Refused | None:
    """Return why something does not count at once, once it waits on a desk; ``None`` = it does."""
    mode = house.settings().prefect_mode
    if mode is PrefectActs.ALLOW:
        return None
    if mode is PrefectActs.OFF:
        return NotCountedHere("本系统不受理运行台上的办理，请在门户或用命令行办理")
    try:
        waiting = propose(
            house.office(),
            kind,
            project=project,
            procedure=procedure,
            officer=officer,
            content=content,
            key=key,
            now=house.now(),
        )
    except Refused as refused:
        return refused
    if not waiting.open:
        return NotCountedHere(f"签批台第{waiting.number}号已处理，见台账")
    return NotCountedHere(
        f"待签字：已转签批台第{waiting.number}号，请 {officer} 本人登录门户签字后生效",
        command=command,
        proposal=waiting.number,
    )


def ending(outcome: Refused | BadInput) -> str:
    """Return the name of the state in which a run ends that recorded nothing."""
    waits = isinstance(outcome, NotCountedHere) and "proposal" in outcome.facts
    return "AwaitingSignature" if waits else "Refused"
