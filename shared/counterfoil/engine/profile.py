"""Keeps what is known of a connection's accounts up to date: preferences decide how documents are written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from counterfoil.domain.connection import CompanyProfile, Connection
from counterfoil.domain.errors import ErrorCategory
from counterfoil.engine.hints.retry import Retry
from counterfoil.engine.ports import AccountProfiles, Clock, ConcurrentChangeError, ConnectionStore, CursorStore

EVERY = timedelta(days=1)
AFTER_FAILURE = timedelta(hours=1)

_DUE = "profile:due"
_MENDED = "profile:mended"
"""The names of the cursors that say when the profiles are read again, and which errors are still to be retried."""

_MENDS: Mapping[str, ErrorCategory] = {
    "allows_discount": ErrorCategory.DISCOUNT_NOT_ALLOWED,
    "closed_until": ErrorCategory.BOOKS_CLOSED,
    "custom_numbers": ErrorCategory.NUMBER_TAKEN,
    "home_currency": ErrorCategory.CURRENCY_MISMATCH,
    "multicurrency": ErrorCategory.CURRENCY_MISMATCH,
    "revenue_recognition": ErrorCategory.SERVICE_DATE_NEEDED,
    "uses_sales_tax": ErrorCategory.TAX_REQUIRED,
}
"""Which error a change of the company's profile may have mended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileKeeper:
    """Reads the profiles of a connection's portal and company again, daily or when somebody has seen them change."""

    accounts: AccountProfiles
    connections: ConnectionStore
    cursors: CursorStore
    retry: Retry
    clock: Clock

    def refresh_when_due(self, connection: Connection) -> Connection:
        """`refresh` if that was a day ago, or failed an hour ago."""
        due = self.cursors.get(connection.id, _DUE)
        return connection if due and self.clock() < datetime.fromisoformat(due) else self.refresh(connection)

    def refresh(self, connection: Connection) -> Connection:
        """Store the profiles as the accounts show them now, but for the chosen income account; the connection as stored.

        What failed for a preference that has changed is retried at once. Five metered reads in one call. Raises
        VendorError.
        """
        self._be_due_in(connection, AFTER_FAILURE)
        _, portal = self.accounts.describe_portal(connection.id)
        company = self.accounts.describe_company(connection.id, connection.realm_id, "")
        company = replace(company, income_account_id=connection.company.income_account_id)
        mended = self._note_mended(connection, company)
        stored = self._stored(connection, replace(connection, portal=portal, company=company))
        for category in mended:
            self.retry.now(connection.id, category)
        if mended:
            self.cursors.put(connection.id, _MENDED, "")
        self._be_due_in(connection, EVERY)
        return stored

    def _be_due_in(self, connection: Connection, time: timedelta) -> None:
        self.cursors.put(connection.id, _DUE, (self.clock() + time).isoformat())

    def _note_mended(self, connection: Connection, company: CompanyProfile) -> list[ErrorCategory]:
        """The errors to be retried, stored until they are: after a crash the change itself cannot be seen any more."""
        stored = self.cursors.get(connection.id, _MENDED)
        before = {ErrorCategory(one) for one in stored.split()}
        changed = {error for name, error in _MENDS.items() if getattr(company, name) != getattr(connection.company, name)}
        mended = sorted(before | changed)
        if mended != sorted(before):
            self.cursors.put(connection.id, _MENDED, " ".join(mended))
        return mended

    def _stored(self, connection: Connection, refreshed: Connection) -> Connection:
        if refreshed == connection:
            return connection
        try:
            return self.connections.save(refreshed)
        except ConcurrentChangeError:  # somebody has just connected it again, with profiles as fresh; or paused it
            return self.connections.get(connection.id)
