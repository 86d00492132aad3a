"""Tokens on the command line: made by whoever knows the password, shown once, revoked by number."""

import io
from datetime import date, timedelta

import pyotp
import pytest

from casework.access.demonstration import seed
from casework.access.own_account import add_second_factor
from casework.access.passwords import new_seed
from casework.access.rights import Keeper, reset_password
from casework.access.signing_in import Comer, Known
from casework.office.clock import machine_time
from models.access import AccessEvent, AccessKind, Person, SignIn, SignInStage
from portal.premises import opened
from rules.doors.access import FAILURES
from store.people import access_log
from tests.portal.conftest import PROJECT, Answer, Cli

WHO, PASSWORD = "water-01", "a demo 2020"
HERE = "本机"
ISSUE = ("token", "issue", WHO, "--name", "周报上报")


@pytest.fixture
def peopled(office_cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command line of a real office in which everybody has a password."""
    with opened() as premises:
        at = machine_time()
        seed(premises.office, password=PASSWORD, anew=False, first_day=date(2020, 1, 1), at=at)
    monkeypatch.setenv("GREENCHANNEL_CLOCK", "real")
    return office_cli


def typing(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{one}\n" for one in lines)))


def issued(cli: Cli, patch: pytest.MonkeyPatch, *more: str, who: str = WHO) -> str:
    typing(patch, PASSWORD)
    answer = cli("token", "issue", who, "--name", "周报上报", *more, "--json")
    assert answer.code == 0, answer.err
    return str(answer.json()["token"])


def listed(cli: Cli, *more: str) -> list[dict[str, object]]:
    return list(cli("token", "list", *more, "--json").json()["tokens"])


def events() -> list[AccessEvent]:
    with opened() as premises, premises.office.store.reading() as connection:
        return [*reversed(access_log.events(connection, most=50))]


def logged(secret: str) -> list[tuple[AccessKind, str, str]]:
    """What the log of the door holds; the secret is no part of it."""
    found = events()
    assert not [one for one in found if secret[:12] in repr(one) or PASSWORD in repr(one)]
    return [(one.kind, one.person, one.address) for one in found]


def test_a_token_is_made_with_the_own_password_and_seen_once(
    peopled: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(events())
    secret = issued(peopled, monkeypatch, "--scope", "act", "--days", "30")
    monkeypatch.setenv("GREENCHANNEL_TOKEN", secret)
    (mine,) = listed(peopled)

    assert secret.startswith("gc_")
    assert secret not in peopled("token", "list").out
    assert (mine["name"], mine["account"], mine["scope"]) == ("周报上报", WHO, "act")
    assert (mine["stands"], "hash" in mine) == (True, False)
    assert peopled("whoami", "--json").json()["account"] == WHO
    assert logged(secret)[before:] == [
        (AccessKind.SIGNED_IN, WHO, HERE),
        (AccessKind.TOKEN_MADE, WHO, HERE),
        (AccessKind.SIGNED_OUT, WHO, HERE),
    ]


def test_it_does_what_one_of_the_portal_does(peopled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("act", PROJECT, "P05", "withdraw", "--data", '{"reason": "重新准备材料"}')
    monkeypatch.setenv("GREENCHANNEL_TOKEN", issued(peopled, monkeypatch))
    reading = peopled(*words, "--json").json()
    monkeypatch.setenv("GREENCHANNEL_TOKEN", issued(peopled, monkeypatch, "--scope", "act"))
    acting = peopled(*words, "--json").json()

    assert reading["error"] == "read_only_token"
    assert acting["error"] not in ("read_only_token", "token_needed", "token_invalid")


@pytest.mark.parametrize("typed", ["wrong", "", "x" * 5000])
def test_without_the_password_there_is_none(
    peopled: Cli, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    typing(monkeypatch, typed)
    answer = peopled(*ISSUE)

    assert answer.code in (1, 2)
    assert "gc_" not in answer.out + answer.err
    assert listed(peopled, WHO) == []


def test_guessing_is_slowed_as_at_the_portal(peopled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def tried(password: str) -> Answer:
        typing(monkeypatch, password)
        return peopled(*ISSUE)

    wrong = [tried(f"wrong {number}") for number in range(FAILURES)]
    right = tried(PASSWORD)

    assert {one.code for one in wrong} == {1}
    assert "连续输错次数过多" in right.err
    assert listed(peopled, WHO) == []
    assert AccessKind.LOCKED in [one.kind for one in events()]


def test_a_second_factor_is_asked_for(peopled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    key, at = new_seed(), machine_time()
    session = SignIn(
        hash="", person=WHO, account=WHO, stage=SignInStage.IN, begun_at=at, seen_at=at,
        agent="", address="",
    )  # fmt: skip
    known = Known(Person(login=WHO, name=WHO), (WHO,), session)
    early = at - timedelta(seconds=60)
    with opened() as premises:
        add_second_factor(
            *(premises.office, known),
            seed=key,
            code=pyotp.TOTP(key).at(early),
            comer=Comer(HERE),
            at=early,
        )
    typing(monkeypatch, PASSWORD, "000000")
    without = peopled(*ISSUE)
    typing(monkeypatch, PASSWORD, pyotp.TOTP(key).at(machine_time()))
    with_it = peopled(*ISSUE)

    assert (without.code, "动态口令不正确" in without.err) == (1, True)
    assert with_it.code == 0, with_it.err
    assert len(listed(peopled, WHO)) == 1


def test_a_password_that_somebody_else_set_makes_none(
    peopled: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened() as premises:
        keeper = Keeper(None, HERE, machine_time())
        password = reset_password(premises.office, WHO, keeper=keeper)
    typing(monkeypatch, password)
    answer = peopled(*ISSUE, "--json")

    assert answer.code == 1
    assert answer.json()["refused"] == "password_not_own"
    assert listed(peopled, WHO) == []


def test_who_holds_one_revokes_it_by_its_number(
    peopled: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREENCHANNEL_TOKEN", issued(peopled, monkeypatch, "--scope", "act"))
    issued(peopled, monkeypatch)
    number = next(str(one["id"]) for one in listed(peopled) if one["scope"] == "read")
    answer = peopled("token", "revoke", number)
    again = peopled("token", "revoke", number)

    assert "已撤销" in answer.out
    assert {one["id"]: one["stands"] for one in listed(peopled)}[number] is False
    assert (again.code, "可能已经撤销" in again.err) == (1, True)
    assert events()[-1].kind is AccessKind.TOKEN_REVOKED
    assert events()[-1].person == WHO


def test_whoever_only_reads_revokes_nothing(peopled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENCHANNEL_TOKEN", issued(peopled, monkeypatch))
    (mine,) = listed(peopled)
    answer = peopled("token", "revoke", str(mine["id"]))

    assert answer.code == 1
    assert listed(peopled)[0]["stands"] is True


def test_at_the_machine_those_of_anybody_are_seen_and_revoked(
    peopled: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued(peopled, monkeypatch)
    (theirs,) = listed(peopled, WHO)
    of_nobody = peopled("token", "list")
    answer = peopled("token", "revoke", str(theirs["id"]), "--of", WHO)

    assert (of_nobody.code, of_nobody.err.partition("：")[0]) == (2, "参数 LOGIN")
    assert answer.code == 0, answer.err
    assert listed(peopled, WHO)[0]["stands"] is False
    last = events()[-1]
    assert (last.kind, last.person, last.about) == (AccessKind.TOKEN_REVOKED, "local", WHO)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        pytest.param((*ISSUE, "--scope", "all"), "参数 --scope", id="no such right"),
        pytest.param((*ISSUE, "--days", "0"), "参数 --days", id="no day"),
        pytest.param((*ISSUE, "--days", "999999999"), "参数 --days", id="for ever"),
        pytest.param((*ISSUE, "--account", "housing-01"), "参数 --account", id="another's post"),
        pytest.param(("token", "list", "nobody"), "参数 LOGIN", id="nobody"),
        pytest.param(("token", "revoke", "ab", "--of", WHO), "参数 ID", id="too short"),
        pytest.param(("token", "revoke", "a" * 12, "--of", WHO), "参数 ID", id="no such token"),
    ],
)
def test_what_is_asked_for_wrongly_says_where(
    peopled: Cli, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], place: str
) -> None:
    typing(monkeypatch, PASSWORD)
    wrong = peopled(*words)

    assert (wrong.code, wrong.err.partition("：")[0]) == (2, place), wrong.err
    assert listed(peopled, WHO) == []
