"""To a vendor's consent page and back, until both have been asked; then there is a connection.

HubSpot: https://developers.hubspot.com/docs/api-reference/latest/authentication/manage-oauth-tokens
QuickBooks: https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0
"""

import hmac
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from counterfoil.domain.errors import CounterfoilError, ErrorCategory, VendorError
from counterfoil.domain.grants import GrantState
from counterfoil.domain.identity import System
from counterfoil.domain.values import dataclass
from counterfoil.engine.connections.request import ConnectionRequest
from counterfoil.engine.ports import Clock, ConnectionStore, GivenConsent, GrantStates
from counterfoil.engine.ports import Consents as ConsentPages
from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.audit import CONSOLE, Action
from counterfoil_console.domain.consents import LIFE, Consents, Given
from counterfoil_console.domain.digests import digest
from counterfoil_console.people.trail import Trail
from counterfoil_console.ports import Chance, Connecting, ConsentStore, GrantKeeper, OneTimeStore

STATE_LIFE = timedelta(minutes=10)


class ConsentDeniedError(CounterfoilError):
    """The person did not allow it, or went back."""


class ConsentExpiredError(CounterfoilError):
    """It took too long, was brought back before, began in another session, or is another vendor's."""


class OtherAccountError(CounterfoilError):
    """The connection that was to be renewed is another account's; its text is the account that it belongs to."""


class NotRenewedError(CounterfoilError):
    """The permission of this connection was not renewed; its cause is one of the others, or the vendor's."""

    def __init__(self, connection_id: str, cause: CounterfoilError) -> None:
        super().__init__(connection_id)
        self.connection_id, self.cause = connection_id, cause


@dataclass(frozen=True, slots=True)
class Finished:
    """`connection_id` is "" while the other vendor is to be asked; `renewed`: the connection was there before.

    It `is_whole` unless the other vendor's permission has to be renewed as well.
    """

    connection_id: str = ""
    renewed: bool = False
    is_whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Consenting:
    """A state is good once, for ten minutes, in the session and for the vendor that it was made for."""

    pages: ConsentPages
    keeper: GrantKeeper
    connecting: Connecting
    connections: ConnectionStore
    grants: GrantStates
    states: OneTimeStore
    consents: ConsentStore
    trail: Trail
    clock: Clock
    chance: Chance
    base_url: str

    def begin(self, session_secret: str, system: System, connection_id: str = "") -> str:
        """Where the person is asked; `connection_id` names a connection whose permission is renewed.

        Raises UnknownConnectionError, and VendorError when the app has no credentials.
        """
        if connection_id:
            self.connections.get(connection_id)
        state = self.chance()
        content = {"session": digest(session_secret), "vendor": str(system), "connection": connection_id}
        address = self.pages.consent_address(system, self._redirect_uri(system), state)
        self.states.keep(digest(state), content, self.clock() + STATE_LIFE)
        return address

    def finish(self, who: Actor, session_secret: str, system: System, query: Mapping[str, str]) -> Finished:
        """What came back is kept, and becomes a connection when nothing is missing any more.

        Raises ConsentDeniedError, ConsentExpiredError, WrongAccountError or VendorError; NotRenewedError of a connection.
        """
        connection_id = self._state(query.get("state", ""), session_secret, system)["connection"]
        try:
            return self._come_back(who, system, query, connection_id)
        except CounterfoilError as error:
            if connection_id:
                raise NotRenewedError(connection_id, error) from error
            raise

    def take_static_token(self, who: Actor, token: str) -> Finished:
        """A token of a HubSpot app, in place of the consent. Answers and raises as `finish`."""
        return self._take(who, System.HUBSPOT, self.pages.static_token(token.strip()), "")

    def _come_back(self, who: Actor, system: System, query: Mapping[str, str], connection_id: str) -> Finished:
        code = query.get("code", "")
        if not code or "error" in query:
            raise ConsentDeniedError(system)
        given = self.pages.consented(system, code, self._redirect_uri(system))
        if system is System.QUICKBOOKS:
            given = replace(given, account_id=query.get("realmId", ""))
        return self._take(who, system, given, connection_id)

    def _take(self, who: Actor, system: System, given: GivenConsent, connection_id: str) -> Finished:
        if not given.account_id.isascii() or not given.account_id.isdecimal():
            raise ConsentDeniedError(system)
        self._check_account(system, given.account_id, connection_id)
        details = {"vendor": str(system), "account": given.account_id}
        self.trail.note(who, Action.CONNECTED, scope=connection_id or CONSOLE, **details)
        now = self.clock()
        known = self.consents.of(who.id, now)
        self.keeper.keep_grant(known.kept_id, system, given.refresh_token)
        if connection_id:
            return self._renewed(connection_id, known.kept_id, system)
        allowed = Given(account_id=given.account_id, at=now)
        consents = replace(known, hubspot=allowed) if system is System.HUBSPOT else replace(known, quickbooks=allowed)
        self.consents.keep(consents, now + LIFE)
        return self._connected(who, consents)

    def _renewed(self, connection_id: str, kept_id: str, system: System) -> Finished:
        """Where both have ended, the first one is taken over and waits for the second."""
        try:
            self.connecting.renew(connection_id, kept_id, system)
        except VendorError as error:
            is_dead = error.failure.category is ErrorCategory.NEEDS_RECONNECT
            if not is_dead or self.grants.states(kept_id)[system] is not GrantState.NONE:
                raise
            return Finished(connection_id, renewed=True, is_whole=False)
        return Finished(connection_id, renewed=True)

    def _connected(self, who: Actor, consents: Consents) -> Finished:
        if consents.hubspot is None or consents.quickbooks is None:
            return Finished()
        request = ConnectionRequest(portal_id=consents.hubspot.account_id, realm_id=consents.quickbooks.account_id)
        self.trail.note(who, Action.CONNECTED, scope=request.connection_id)
        connection = self.connecting.connect_as_kept(consents.kept_id, request)
        self.consents.forget(who.id)
        return Finished(connection.id)

    def _check_account(self, system: System, account_id: str, connection_id: str) -> None:
        if connection_id and (account := self.connections.get(connection_id).account(system)) != account_id:
            raise OtherAccountError(account)

    def _state(self, state: str, session_secret: str, system: System) -> Mapping[str, str]:
        content = self.states.take(digest(state), self.clock())
        if content is None or content.get("vendor") != system:
            raise ConsentExpiredError(system)
        if not hmac.compare_digest(content["session"], digest(session_secret)):
            raise ConsentExpiredError(system)
        return content

    def _redirect_uri(self, system: System) -> str:
        return f"{self.base_url}/oauth/{system}/callback"
