"""Who is signed in (当前办理人): a person, at one of their posts."""

from dataclasses import dataclass

from casework.access.signing_in import Known
from models.access import Administrator, Person, own_login
from models.people import Account, Role


@dataclass(frozen=True, slots=True)
class Signer:
    """Who is signed in, at which post (当前办理人)."""

    account: Account
    known: Known
    has_post: bool = True
    """``False`` = an administrator, or somebody who holds no account of the campaign today."""

    @property
    def person(self) -> Person:
        """Return who it is."""
        return self.known.person

    @property
    def posts(self) -> tuple[str, ...]:
        """Return the accounts that the person holds today."""
        return self.known.posts

    @property
    def post_over(self) -> str:
        """Return the account at which the session began and which is held no more; else empty."""
        began_at = self.known.session.account
        return began_at if began_at and began_at not in self.posts else ""

    @property
    def administrator(self) -> Administrator | None:
        """Return which administrator it is, if any."""
        return self.known.person.administrator

    @property
    def number(self) -> str:
        """Return the account's number: what the ledger calls who acts."""
        return self.account.number

    @property
    def login(self) -> str:
        """Return what the ledger calls the person; empty where the account says it already."""
        return own_login(self.person.login, self.account.number)

    @property
    def name(self) -> str:
        """Return the account's name."""
        return self.account.name

    @property
    def role(self) -> Role:
        """Return the account's role."""
        return self.account.role

    @property
    def role_name(self) -> str:
        """Return the role in words."""
        if self.administrator is not None:
            return self.administrator.label
        return self.account.role.label if self.has_post else "未任岗位"

    @property
    def office(self) -> str:
        """Return the code of its department or unit; empty for district-wide roles."""
        return self.account.office

    @property
    def department(self) -> str:
        """Return the code of its approval department; empty when it sits in none."""
        sits = self.account.role in (Role.OFFICER, Role.DEPARTMENT_HEAD)
        return self.account.office if sits else ""

    @property
    def unit(self) -> str:
        """Return the code of its responsible unit; empty when it belongs to none."""
        belongs = self.account.role in (Role.UNIT_LIAISON, Role.UNIT_HEAD)
        return self.account.office if belongs else ""
