"""Keeps what is known of a connection's accounts up to date: preferences decide how documents are written."""

from dataclasses import replace
from datetime import datetime, timedelta

from counterfoil.domain.blockers import PREFERENCES
from counterfoil.domain.connection import Connection
from counterfoil.domain.values import dataclass
from counterfoil.engine.connections.preflight import Preflight
from counterfoil.engine.connections.profile_due import CHANGED, DUE, LISTS_READ
from counterfoil.engine.hints.call_up import CallUp
from counterfoil.engine.ports import (
    AccountProfiles,
    Clock,
    ConcurrentChangeError,
    ConnectionStore,
    CursorStore,
    KnownCompany,
)

EVERY = timedelta(days=1)
LISTS_EVERY = timedelta(days=7)
"""So often a company's lists are read though nothing tells that they changed."""
AFTER_FAILURE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileKeeper:
    """Reads the profiles of a connection's portal and company again, daily or when somebody has seen them change."""

    accounts: AccountProfiles
    connections: ConnectionStore
    cursors: CursorStore
    call_up: CallUp
    preflight: Preflight
    clock: Clock

    def refresh_when_due(self, connection: Connection, known: CursorStore) -> Connection:
        """`refresh` if that was a day ago, or failed ten minutes ago, or a change is expected; by these cursors.

        If a day has passed, and no more, the company's lists are read only where QuickBooks tells of a change, or a week
        after they were read.
        """
        due = known.get(connection.id, DUE)
        if not due:
            return self.refresh(connection)
        if self.clock() < datetime.fromisoformat(due):
            return connection
        read = known.get(connection.id, LISTS_READ)
        recent = read and self.clock() - datetime.fromisoformat(read) < LISTS_EVERY
        return self.refresh(connection, KnownCompany(connection.company, datetime.fromisoformat(read)) if recent else None)

    def refresh(self, connection: Connection, known: KnownCompany | None = None) -> Connection:
        """Store the profiles as the accounts show them now, but for the chosen income account; the connection as stored.

        What failed for the company's settings is called up if they have changed, which is stored until it is done: after a
        crash the change itself cannot be seen any more. The accounts are checked with what was read. Seven metered reads in
        one call, or four where the lists stand that are `known` of the company. Raises VendorError, QueueError.
        """
        self._be_due_in(connection, AFTER_FAILURE)
        began = self.clock()
        _, shown = self.accounts.describe_portal(connection.id)
        portal = shown.tried_as(connection.portal)
        company = self.accounts.describe_company(connection.id, connection.realm_id, "", known)
        company = replace(company.with_further(connection.company), income_account_id=connection.company.income_account_id)
        if company != connection.company:
            self.cursors.put(connection.id, CHANGED, "yes")
        stored = self._stored(connection, replace(connection, portal=portal, company=company))
        if self.cursors.get(connection.id, CHANGED):
            self.call_up.blocked_by(connection.id, {PREFERENCES})
            self.cursors.put(connection.id, CHANGED, "")
        self.preflight.take(stored)
        if known is None or company != company.with_lists_of(known.company):
            self.cursors.put(connection.id, LISTS_READ, began.isoformat())
        self._be_due_in(connection, EVERY)
        return stored

    def _be_due_in(self, connection: Connection, time: timedelta) -> None:
        self.cursors.put(connection.id, DUE, (self.clock() + time).isoformat())

    def _stored(self, connection: Connection, refreshed: Connection) -> Connection:
        if refreshed == connection:
            return connection
        try:
            return self.connections.save(refreshed)
        except ConcurrentChangeError:  # somebody has just connected it again, with profiles as fresh; or paused it
            return self.connections.get(connection.id)
