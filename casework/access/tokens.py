"""Programs at the door (令牌核验): whose token it is, and whether it still stands."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from casework.access.signing_in import Comer, Known, hash_of
from casework.office import Office
from models.access import AccessKind, AccessToken, SignIn, SignInStage, TokenScope
from rules.doors.access import ADDRESS_FAILURES, LOCKED_FOR, TooManyAttempts, held, token_stands
from store.people import access_log, attempts, persons, sign_ins

PROGRAMS = frozenset({TokenScope.READ, TokenScope.ACT})
USED_EVERY = timedelta(minutes=1)


def known_by_token(
    office: Office,
    secret: str,
    *,
    scopes: Collection[TokenScope] = PROGRAMS,
    comer: Comer,
    today: date,
    at: datetime,
) -> tuple[Known, AccessToken] | None:
    """Return whose token it is; ``None`` = nobody's, or it has run out or was revoked.

    A token that no longer stands, that opens other doors than ``scopes``, or whose person has
    left the post, is written down: somebody still has it.
    """
    with office.store.reading() as connection:
        bucket = f"tokens:{comer.address[:64]}"
        if attempts.waits(connection, bucket, most=ADDRESS_FAILURES, within=LOCKED_FOR, at=at):
            raise TooManyAttempts("无效的令牌过多，请稍后再试")
        token = sign_ins.find_token(connection, hash_of(secret))
        person = persons.find_person(connection, token.person) if token else None
        posts = held(persons.posts_of(connection, token.person), on=today) if token else ()
    if token is None or person is None:
        with office.store.writing() as connection:
            attempts.hit(connection, bucket, within=LOCKED_FOR, at=at)
        return None
    stands = token_stands(token, at) and token.scope in scopes
    if not stands or person.disabled or token.account not in posts:
        with office.store.writing() as connection:
            attempts.hit(connection, bucket, within=LOCKED_FOR, at=at)
            access_log.note(
                connection,
                AccessKind.TOKEN_MISUSED,
                about=person.login,
                address=comer.address,
                detail=token.name,
                audit_key=office.store.audit_key,
                at=at,
            )
        return None
    if token.used_at is None or at - token.used_at >= USED_EVERY:
        with office.store.writing() as connection:
            sign_ins.use_token(connection, token.hash, at=at)
    session = SignIn(
        hash="",
        person=person.login,
        account=token.account,
        stage=SignInStage.IN,
        begun_at=token.made_at,
        seen_at=at,
        agent=token.name,
        address=comer.address,
    )
    return Known(person, posts, session), token
