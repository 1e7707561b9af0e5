"""Keys to the writing part of the API: random, shown once, kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import select
from sqlalchemy.orm import Session

from errors import UnknownValueError, UsageError
from storage.models import ApiToken

Scope = Literal["read", "write", "admin"]
_RANK: dict[str, int] = {"read": 0, "write": 1, "admin": 2}
_bearer = HTTPBearer(auto_error=False)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def add_token(session: Session, name: str, scope: Scope, now: datetime) -> str:
    """A new key under a name; raises UsageError where the name is taken."""
    if session.scalar(select(ApiToken.id).where(ApiToken.name == name)) is not None:
        raise UsageError(f"there is a token {name!r} already; revoke it or choose another name")
    token = f"chuhai_{secrets.token_urlsafe(32)}"
    session.add(ApiToken(name=name, hash=_hash(token), scope=scope, created=now, last_used=None, revoked=None))
    return token


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token without its secret."""

    name: str
    scope: str
    created: datetime
    last_used: datetime | None
    revoked: datetime | None


def tokens(session: Session) -> list[TokenView]:
    """All tokens by name, revoked ones too."""
    rows = session.scalars(select(ApiToken).order_by(ApiToken.name))
    return [TokenView(row.name, row.scope, row.created, row.last_used, row.revoked) for row in rows]


def revoke_token(session: Session, name: str, now: datetime) -> None:
    """The key opens nothing any more; raises UnknownValueError where there is none of that name."""
    row = session.scalar(select(ApiToken).where(ApiToken.name == name))
    if row is None:
        raise UnknownValueError("token", name, list(session.scalars(select(ApiToken.name))))
    row.revoked = row.revoked or now


def require(scope: Scope) -> Callable[..., str]:
    """A dependency that gives the name of the token's holder, or 401 without one and 403 with too small a one."""

    def holder(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)] = None) -> str:
        if given is None:
            raise HTTPException(
                401, "needs a token; `chuhai tokens add NAME` makes one", {"WWW-Authenticate": "Bearer"}
            )
        with request.app.state.db.write() as session:
            row = session.scalar(select(ApiToken).where(ApiToken.hash == _hash(given.credentials)))
            if row is None or row.revoked is not None:
                raise HTTPException(401, "unknown or revoked token", {"WWW-Authenticate": "Bearer"})
            if _RANK[row.scope] < _RANK[scope]:
                raise HTTPException(403, f"this token has scope {row.scope}; needs {scope}")
            row.last_used = datetime.now(UTC)
            name: str = row.name
            return name

    return holder
