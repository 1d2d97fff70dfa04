"""Checks how a connection's accounts are set up, and keeps what was found."""

from zoneinfo import ZoneInfo

from counterfoil.domain.checks.check import Checked
from counterfoil.domain.checks.checking import check_all
from counterfoil.domain.checks.leaving import checked_anew
from counterfoil.domain.connection import Connection
from counterfoil.domain.values import dataclass
from counterfoil.engine.connections.leaving import kept
from counterfoil.engine.ports import AccountProfiles, CheckStore, Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Preflight:
    """The pre-flight checks of connections: made when connecting, whenever profiles are read, and on demand."""

    accounts: AccountProfiles
    store: CheckStore
    clock: Clock

    def take(self, connection: Connection) -> Checked:
        """Check the accounts as the connection's profiles show them, and keep the results.

        What people leave stays left where the same is found. Five calls of HubSpot, none of QuickBooks. What cannot be read
        is a result as well; raises no VendorError, but ConcurrentChangeError.
        """
        now = self.clock()
        today = now.astimezone(ZoneInfo(connection.portal.time_zone)).date()
        facts = self.accounts.inspect_portal(connection.id)
        results = check_all(connection, facts, today)
        return kept(self.store, connection.id, lambda before: checked_anew(before, now, results))
