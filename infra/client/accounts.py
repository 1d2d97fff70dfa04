"""The accounts of a connection, and records as they are there now."""

from counterfoil_console.api.accounts import Checks, Explained, Fees, WantedFees, WantedLeave
from infra.client.calls import Caller, part


class AccountCalls(Caller):
    """The console asks a vendor for these, but for `checks`."""

    def checks(self, connection: str) -> Checks:
        """How the accounts were set up when they were looked at last."""
        return self.read(Checks, f"/connections/{part(connection)}/checks")

    def check_again(self, connection: str) -> Checks:
        """Look at both accounts now."""
        return self.act(Checks, f"/connections/{part(connection)}/checks")

    def leave_check(self, connection: str, check: str, finding: str) -> Checks:
        """Leave a check as it was found, which is `finding`, word for word as `checks` tells it."""
        path = f"/connections/{part(connection)}/checks/{part(check)}/leave"
        return self.act(Checks, path, WantedLeave(finding=finding))

    def take_back_check(self, connection: str, check: str) -> Checks:
        """Let a check that was left ask for a change again."""
        return self.act(Checks, f"/connections/{part(connection)}/checks/{part(check)}/take-back")

    def fees(self, connection: str, month: str) -> Fees:
        """What was kept back of a month's payments; a month is like "2026-10"."""
        return self.read(Fees, f"/connections/{part(connection)}/fees", WantedFees(month=month))

    def explain(self, connection: str, record: str) -> tuple[Explained, ...]:
        """A record as both vendors show it now."""
        path = f"/connections/{part(connection)}/records/{part(record)}/explanation"
        return self.read(tuple[Explained, ...], path)
