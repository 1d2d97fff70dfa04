"""What is decided about records."""

from counterfoil_console.api.deciding import Accepted, DecidedAbout, Retried, WantedRetry, Why, WithOther
from infra.client.calls import Caller, part


class DecidingCalls(Caller):
    """Each is noted with the token, who made it, and why."""

    def retry(self, connection: str, wanted: WantedRetry) -> Retried:
        """Try records that fail or wait again at once."""
        return self.act(Retried, f"/connections/{part(connection)}/retry", wanted)

    def accept_vanished(self, connection: str) -> Accepted:
        """Confirm that what the last check could not find was deleted on purpose."""
        return self.act(Accepted, f"/connections/{part(connection)}/accept-vanished")

    def choose(self, connection: str, record: str, other: str, why: str) -> DecidedAbout:
        """Let a candidate be the record's counterpart."""
        return self._about_two("choose", connection, record, WithOther(other=other, why=why))

    def link(self, connection: str, record: str, other: str, why: str) -> DecidedAbout:
        """Link two records."""
        return self._about_two("link", connection, record, WithOther(other=other, why=why))

    def unlink(self, connection: str, record: str, why: str) -> DecidedAbout:
        """End a link."""
        return self._about_one("unlink", connection, record, why)

    def leave_out(self, connection: str, record: str, why: str) -> DecidedAbout:
        """Leave a record out for good."""
        return self._about_one("leave-out", connection, record, why)

    def take_back(self, connection: str, record: str, why: str) -> DecidedAbout:
        """Let it hold no longer that a record is left out, unlinked or accepted."""
        return self._about_one("take-back", connection, record, why)

    def accept(self, connection: str, record: str, why: str) -> DecidedAbout:
        """Accept what a record fails for."""
        return self._about_one("accept", connection, record, why)

    def send_again(self, connection: str, record: str, why: str) -> DecidedAbout:
        """Overwrite in QuickBooks what was edited there."""
        return self._about_one("send-again", connection, record, why)

    def _about_one(self, verb: str, connection: str, record: str, why: str) -> DecidedAbout:
        return self.act(DecidedAbout, f"/connections/{part(connection)}/records/{part(record)}/{verb}", Why(why=why))

    def _about_two(self, verb: str, connection: str, record: str, other: WithOther) -> DecidedAbout:
        return self.act(DecidedAbout, f"/connections/{part(connection)}/records/{part(record)}/{verb}", other)
