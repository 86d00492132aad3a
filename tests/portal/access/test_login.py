"""Who acts at the command line: by token or as the operator, by a typed account in a rehearsal."""

import io
from datetime import date
from pathlib import Path

import pytest

from casework.access.demonstration import seed
from casework.access.own_account import make_token, revoke_token
from casework.access.signing_in import Comer, Known, hash_of
from casework.office.clock import machine_time
from models.access import Person, SignIn, SignInStage, TokenScope
from portal.premises import opened
from tests.portal.conftest import LIAISON, PROJECT, Cli, head

SUBMIT = ("act", PROJECT, "P05", "submit")


@pytest.fixture
def real(office_cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command line of an office that is no rehearsal."""
    monkeypatch.setenv("GREENCHANNEL_CLOCK", "real")
    return office_cli


def token(account: str, scope: TokenScope = TokenScope.ACT, *, revoked: bool = False) -> str:
    """A token of somebody who holds an account, made as in the portal."""
    at, comer = machine_time(), Comer("127.0.0.1")
    with opened() as premises:
        seed(premises.office, password="a demo 2020", anew=False, first_day=date(2020, 1, 1), at=at)
        session = SignIn(
            hash="",
            person=account,
            account=account,
            stage=SignInStage.IN,
            begun_at=at,
            seen_at=at,
            agent="",
            address="",
        )
        known = Known(Person(login=account, name=account), (account,), session)
        secret = make_token(
            *(premises.office, known),
            name="命令行",
            scope=scope,
            account=account,
            days=30,
            comer=comer,
            at=at,
        )
        if revoked:
            revoke_token(premises.office, known, hash_of(secret), comer=comer, at=at)
    return secret


def take_up(cli: Cli, monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{secret}\n"))
    answer = cli("login")
    assert answer.code == 0, answer.err


class TestOutsideTheDemonstration:
    def test_a_typed_account_is_no_signature(self, real: Cli) -> None:
        before = head(real)

        answer = real(*SUBMIT, "--by", LIAISON, "--json")

        assert (answer.code, answer.json()["refused"]) == (1, "token_needed")
        assert "greenchannel login" in answer.err
        assert head(real) == before

    @pytest.mark.parametrize(
        "command",
        [
            ("week", "open", "--by", "dispatch-01"),
            ("week", "report", PROJECT, "--by", LIAISON, "--data", "{}"),
            ("bulletin", "2020-05", "--sign", "--by", "supervision-01"),
            ("acknowledge", "1", "--by", "water-01"),
            ("register", "nowhere.yaml", "--by", "dispatch-01"),
        ],
        ids=lambda command: " ".join(command[:2]),
    )
    def test_nor_is_it_for_any_other_command(self, real: Cli, command: tuple[str, ...]) -> None:
        answer = real(*command, "--json")

        assert (answer.code, answer.json()["refused"]) == (1, "token_needed")

    def test_a_token_says_who_acts(self, real: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        take_up(real, monkeypatch, token(LIAISON))

        answer = real(*SUBMIT, "--json")

        assert answer.code == 0, answer.err
        entries = real("show", PROJECT, "--json").json()
        assert real("whoami", "--json").json()["account"] == LIAISON
        assert entries["version"] == answer.json()["version"]

    def test_a_token_may_come_from_the_environment(
        self, real: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GREENCHANNEL_TOKEN", token(LIAISON))

        assert real(*SUBMIT).code == 0

    def test_nobody_acts_as_another_with_a_token_of_his_own(
        self, real: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        take_up(real, monkeypatch, token("water-01"))

        answer = real(*SUBMIT, "--by", LIAISON, "--json")

        assert (answer.code, answer.json()["refused"]) == (1, "token_needed")
        assert f"不能以 {LIAISON} 的名义办理" in answer.err

    def test_a_token_to_read_acts_not(self, real: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        take_up(real, monkeypatch, token(LIAISON, TokenScope.READ))

        assert real(*SUBMIT, "--json").json()["refused"] == "read_only_token"

    def test_a_token_that_was_revoked_opens_nothing(
        self, real: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GREENCHANNEL_TOKEN", token(LIAISON, revoked=True))

        assert real(*SUBMIT, "--json").json()["refused"] == "token_invalid"

    def test_the_local_operator_does_what_operators_may(self, real: Cli) -> None:
        answer = real(*SUBMIT, "--by", "operator-01", "--json")

        assert answer.json()["refused"] == "not_entitled"

    def test_put_down_it_counts_no_more(self, real: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        take_up(real, monkeypatch, token(LIAISON))

        assert real("logout", "--json").json() == {"forgotten": True}
        assert real(*SUBMIT, "--json").json()["refused"] == "token_needed"


class TestTheKeptToken:
    def test_is_its_owners_only(
        self, real: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        take_up(real, monkeypatch, token(LIAISON))
        kept = tmp_path / "token"

        assert kept.stat().st_mode & 0o777 == 0o600
        kept.chmod(0o644)
        assert "chmod 600" in real(*SUBMIT).err

    def test_that_stands_no_more_is_not_kept(
        self, real: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("gc_nobodys\n"))

        assert real("login", "--json").json()["refused"] == "token_invalid"
        assert not (tmp_path / "token").exists()


def test_in_the_demonstration_a_typed_account_counts(office_cli: Cli) -> None:
    assert office_cli(*SUBMIT, "--by", LIAISON).code == 0
    assert "缺少此项" in office_cli("act", PROJECT, "P05", "withdraw").err
