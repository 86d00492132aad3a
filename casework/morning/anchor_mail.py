"""The anchor is sent away (锚定外寄): its newest line, where nobody on this machine reaches it.

What lies in somebody's mailbox is the proof against whoever has database, key and anchor.
"""

from datetime import datetime
from pathlib import Path

from casework.office import Office
from models.days import ZONE
from notices.channels import send
from rules.seal import Tally
from store.rows.tallies import MAILED, sealed_tally, write_tally
from store.verifying.anchor_file import line_text, read_anchor

KEEP = (
    "请留存本件。台账日后应当仍含此总哈希以前的全部记录：运行 greenchannel verify 核验，"
    "本机锚定文件的同号一行应与本件一致；不一致或者缺少的，台账可能被改动或者恢复过旧备份。"
)


def mail_anchor(office: Office, anchor: Path, to: str, *, now: datetime) -> str:
    """Send the newest line to an Apprise address, once a day and only where it has moved.

    Return why it could not be sent; the next watch tries again. Whoever kills it between
    sending and writing that down has it sent twice.
    """
    line = read_anchor(anchor).last if to else None
    if line is None:
        return ""
    today = now.astimezone(ZONE).date().toordinal()
    with office.store.reading() as connection:
        mailed = sealed_tally(connection, MAILED, office.store.audit_key)
    if mailed is not None and (mailed.count == today or mailed.names == line.root):
        return ""
    title = f"台账锚定第{line.number}号"
    sent = send(to, title, f"{line_text(line)}\n\n{KEEP}", at=now.astimezone(ZONE))
    if not sent.ok:
        return f"台账锚定未能寄出：{sent.reason}"
    with office.store.writing() as connection:
        write_tally(connection, MAILED, Tally(today, line.root))
    return ""
