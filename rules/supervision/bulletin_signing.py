"""Who signs the monthly bulletin (通报签发): whom authority lets, and of these whom the data names.

政府督查工作条例 7, 11, 21: supervision is the government's, criticism needs approval.
"""

from models.bulletin import BulletinRules
from models.campaign import Campaign
from models.people import Account
from models.refusal import Refused
from rules.in_force.authority import may_sign_bulletins
from rules.supervision.acts import NotTheSigner


def _named(account: Account, rules: BulletinRules) -> bool:
    if rules.signers:
        return account.number in rules.signers
    return account.role is rules.signer


def bulletin_signers(rules: BulletinRules, campaign: Campaign) -> tuple[str, ...]:
    """Return the accounts that sign."""
    return tuple(one.number for one in campaign.accounts if signer_refused(one, rules) is None)


def signer_refused(account: Account, rules: BulletinRules) -> Refused | None:
    """Return the refusal when the account does not sign the bulletin, else ``None``."""
    if refused := may_sign_bulletins(account):
        return refused
    if _named(account, rules):
        return None
    who = f"{rules.issuer}签发"
    if rules.signers:
        who += f"（{'、'.join(rules.signers)}）"
    return NotTheSigner(f"月度督办通报应由{who}，{account.name}不能签发")
