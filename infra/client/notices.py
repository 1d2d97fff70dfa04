"""Who is told when something needs a person."""

from counterfoil_console.api.notices import Notices, WantedNotices
from infra.client.calls import Caller, part


class NoticeCalls(Caller):
    """A chat's address is taken, and never given."""

    def notices(self, connection: str) -> Notices:
        """Who is told, and whether that works."""
        return self.read(Notices, f"/connections/{part(connection)}/notices")

    def save_notices(self, connection: str, wanted: WantedNotices) -> Notices:
        """Tell these people from now on."""
        return self.act(Notices, f"/connections/{part(connection)}/notices", wanted)

    def try_notices(self, connection: str) -> Notices:
        """Send everybody a trial message now."""
        return self.act(Notices, f"/connections/{part(connection)}/notices/trial")
