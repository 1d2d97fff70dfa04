"""A sign-in: to the issuer and back. Authorization code with PKCE, state and nonce.

https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth
"""

import hmac
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode, urlsplit

from counterfoil.domain.errors import CounterfoilError
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import Clock
from counterfoil_console.domain.audit import Action
from counterfoil_console.domain.digests import digest
from counterfoil_console.domain.person import Person, PersonState
from counterfoil_console.domain.session import Session
from counterfoil_console.people.trail import Trail
from counterfoil_console.ports import Chance, Issuer, IssuerError, OneTimeStore
from counterfoil_console.sign_in.proof import challenge_of
from counterfoil_console.sign_in.returning import local_path
from counterfoil_console.sign_in.roles import RoleClaim
from counterfoil_console.sign_in.sessions import Sessions

LIFE = timedelta(minutes=10)
"""How long somebody may take at the issuer."""
SCOPES = "openid email profile"


class Obstacle(StrEnum):
    """Why nobody is signed in."""

    NO_ROLE = "no_role"  # the issuer knows the person; nobody gave a role here
    REFUSED = "refused"  # the issuer said no, or the person went back
    EXPIRED = "expired"  # it took too long, was finished before, or began in another browser


class SignInError(CounterfoilError):
    """Nobody is signed in."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle)
        self.obstacle = obstacle


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Where the browser goes, and what it keeps meanwhile."""

    address: str
    browser_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """Where the browser goes on, and the secret of its session."""

    return_to: str
    session_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """The console as a client of its issuer."""

    issuer: Issuer
    attempts: OneTimeStore
    sessions: Sessions
    role_claim: RoleClaim
    trail: Trail
    clock: Clock
    chance: Chance
    client_id: str
    base_url: str

    @property
    def redirect_uri(self) -> str:
        """Where the issuer sends the browser back to."""
        return f"{self.base_url}/auth/callback"

    def begin(self, return_to: str, *, as_another: bool = False) -> Begun:
        """`as_another`: the issuer is to ask who it is, even if it knows. Raises IssuerError."""
        state, nonce, verifier, browser = (self.chance() for _ in range(4))
        address = self.issuer.addresses().authorization
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": SCOPES,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
            **({"prompt": "login"} if as_another else {}),
        }
        content = {"browser": digest(browser), "nonce": nonce, "verifier": verifier, "return_to": local_path(return_to)}
        self.attempts.keep(digest(state), content, self.clock() + LIFE)
        return Begun(address=_with_query(address, query), browser_secret=browser)

    def finish(self, query: Mapping[str, str], browser_secret: str) -> Finished:
        """What the issuer's answer comes to. Raises SignInError."""
        began_at = self.clock()
        attempt = self._attempt(query.get("state", ""), browser_secret, began_at)
        code = query.get("code", "")
        if not code or "error" in query:
            raise SignInError(Obstacle.REFUSED)
        try:
            claims = self.issuer.claims(code, attempt["verifier"], self.redirect_uri, attempt["nonce"])
            person = self._person(claims, began_at)
            end_session = self.issuer.addresses().end_session
        except IssuerError as error:
            raise SignInError(Obstacle.REFUSED) from error
        self.trail.note(person.actor, Action.SIGNED_IN, email=person.email, role=person.role)
        secret = self.sessions.begin(person, began_at, end_session)
        if secret is None:
            raise SignInError(Obstacle.NO_ROLE)
        return Finished(return_to=attempt["return_to"], session_secret=secret)

    def end(self, secret: str, session: Session) -> str:
        """Sign out; where the issuer ends its own session, or "" where it cannot be told to."""
        self.trail.note(session.actor, Action.SIGNED_OUT, email=session.email)
        self.sessions.end(secret, session)
        return self._farewell(session.end_at_issuer)

    def _attempt(self, state: str, browser_secret: str, now: datetime) -> Mapping[str, str]:
        attempt = self.attempts.take(digest(state), now)
        if attempt is None or not hmac.compare_digest(attempt["browser"], digest(browser_secret)):
            raise SignInError(Obstacle.EXPIRED)
        return attempt

    def _person(self, claims: Mapping[str, Any], now: datetime) -> Person:
        role = self.role_claim.role_in(claims)
        if role is None:
            raise SignInError(Obstacle.NO_ROLE)
        email, name = str(claims.get("email", "")), str(claims.get("name", ""))
        return Person(id=str(claims["sub"]), email=email, name=name, role=role, state=PersonState.ACTIVE, seen_at=now)

    def _farewell(self, end_session: str) -> str:
        """OpenID Connect's RP-initiated logout; Cognito has a name of its own for where to go afterwards.

        https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
        """
        if not end_session:
            return ""
        back = f"{self.base_url}/signed-out"
        query = {"client_id": self.client_id, "post_logout_redirect_uri": back, "logout_uri": back}
        return _with_query(end_session, query)


def _with_query(address: str, query: Mapping[str, str]) -> str:
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(query)}"
