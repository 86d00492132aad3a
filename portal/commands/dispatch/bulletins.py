"""The monthly bulletin on the command line (督办通报): shown, signed, not signed."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from pydantic import ValidationError

from casework.office.integrity import keep_anchor
from casework.supervision.bulletin import bulletin_of, drop_bulletin, sign_bulletin
from models.bulletin import DropBulletin, SignBulletin
from models.bulletin_views import BulletinView
from models.refusal import BadInput
from portal.edge import DONE, say, say_json
from portal.premises import Premises, opened
from portal.usage import AsJson, OfficeCode
from portal.written import write_out
from reports.pages.bulletin_page import bulletin_page, bulletin_text
from rules.clocks.bulletin_days import first_of, month_code
from store.files.input_errors import worded
from store.verifying.anchor_file import AnchorUnusable


@dataclass(frozen=True, slots=True)
class Settling:
    """Whether to sign or not to sign, who, and in what words (签发方式)."""

    sign: bool
    drop: bool
    by: str
    opinion: str
    requirements: str
    reason: str

    def request(self) -> SignBulletin | DropBulletin | None:
        """Return what is asked for; ``None`` = to look only. A wrong option is named."""
        self._hangs_together()
        try:
            if self.sign:
                return SignBulletin(opinion=self.opinion, requirements=self.requirements)
            if self.drop:
                return DropBulletin(reason=self.reason)
        except ValidationError as wrong:
            first = wrong.errors(include_url=False)[0]
            raise BadInput(f"参数 --{first['loc'][0]}", worded(first)) from wrong
        return None

    def _hangs_together(self) -> None:
        if self.sign and self.drop:
            raise BadInput("参数 --sign、--drop", "只能选一项")
        settles = self.sign or self.drop
        goes_with = {
            "by": settles,
            "opinion": self.sign,
            "requirements": self.sign,
            "reason": self.drop,
        }
        for name, fits in goes_with.items():
            if getattr(self, name) and not fits:
                needed = "--drop" if name == "reason" else "--sign"
                raise BadInput(f"参数 --{name}", f"须与 {needed} 同用")


def keep_bulletin(
    month: Annotated[str, Parameter(name="MONTH", help="月份，如 2020-06。")],
    /,
    *,
    sign: Annotated[bool, Parameter(negative=(), help="签发。")] = False,
    drop: Annotated[bool, Parameter(negative=(), help="不予签发。")] = False,
    by: Annotated[
        OfficeCode, Parameter(metavar="OFFICER", help="签发人账号，如 supervision-01。")
    ] = "",
    opinion: Annotated[str, Parameter(metavar="TEXT", help="签发意见。")] = "",
    requirements: Annotated[str, Parameter(metavar="TEXT", help="下月要求，表扬也写在这里。")] = "",
    reason: Annotated[str, Parameter(metavar="TEXT", help="不予签发的理由。")] = "",
    markdown: Annotated[
        Path | None, Parameter(metavar="FILE", help="另写入的 Markdown 文件。")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Show the bulletin of a month, once it has been signed or dropped where that is asked."""
    month = month_code(month)
    try:
        first_of(month)
    except BadInput as wrong:
        raise BadInput("参数 MONTH", wrong.message) from wrong
    request = Settling(sign, drop, by, opinion, requirements, reason).request()
    with opened() as premises:
        view = _settled(premises, month, by, request)
    if markdown is not None:
        write_out("参数 --markdown", markdown, bulletin_page(view))
    if as_json:
        say_json(view.model_dump(mode="json"))
    else:
        say(bulletin_text(view) if markdown is None else f"已写入 {markdown}")
    return DONE


def _settled(
    premises: Premises, month: str, by: str, request: SignBulletin | DropBulletin | None
) -> BulletinView:
    if request is None:
        return bulletin_of(premises.office, month=month, today=premises.today())
    hand = premises.who(by)
    match request:
        case SignBulletin():
            view = sign_bulletin(
                premises.office, month=month, request=request, stamp=premises.stamp(hand)
            )
            with suppress(AnchorUnusable):  # it is signed; the watch and `status` tell of the file
                keep_anchor(premises.office, premises.settings.anchor, now=premises.now())
            return view
        case DropBulletin():
            return drop_bulletin(
                premises.office, month=month, request=request, stamp=premises.stamp(hand)
            )
