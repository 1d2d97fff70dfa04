"""Connections as a whole, and files of what they hold."""

from counterfoil_console.api.connections import ConnectionDetails, WantedDeletion, WantedLanguage, WantedName
from counterfoil_console.api.exports import Export, ExportLink, Exports, WantedExport
from infra.client.calls import Caller, part


class ConnectionCalls(Caller):
    """Disconnecting and probing ask the vendors."""

    def connection(self, connection: str) -> ConnectionDetails:
        """A connection, and how each vendor's permission stands."""
        return self.read(ConnectionDetails, f"/connections/{part(connection)}")

    def pause_connection(self, connection: str) -> ConnectionDetails:
        """Carry nothing any more."""
        return self.act(ConnectionDetails, f"/connections/{part(connection)}/pause")

    def resume_connection(self, connection: str) -> ConnectionDetails:
        """Carry again, and what changed meanwhile."""
        return self.act(ConnectionDetails, f"/connections/{part(connection)}/resume")

    def name_connection(self, connection: str, name: str) -> ConnectionDetails:
        """Call it otherwise."""
        return self.act(ConnectionDetails, f"/connections/{part(connection)}/name", WantedName(name=name))

    def speak_language(self, connection: str, language: str) -> ConnectionDetails:
        """Write mails and chats about it in this language."""
        return self.act(ConnectionDetails, f"/connections/{part(connection)}/language", WantedLanguage(language=language))

    def probe_connection(self, connection: str) -> ConnectionDetails:
        """Try anew what HubSpot lets be written."""
        return self.act(ConnectionDetails, f"/connections/{part(connection)}/probe")

    def disconnect_connection(self, connection: str) -> ConnectionDetails:
        """Tell both vendors, and erase the permissions."""
        return self.act(ConnectionDetails, f"/connections/{part(connection)}/disconnect")

    def delete_connection(self, connection: str, name: str) -> ConnectionDetails:
        """Disconnect, and have all that is kept of it erased; `name` is what it is called."""
        return self.act(ConnectionDetails, f"/connections/{part(connection)}/delete", WantedDeletion(name=name))

    def exports(self, connection: str) -> Exports:
        """The newest exports."""
        return self.read(Exports, f"/connections/{part(connection)}/exports")

    def make_export(self, connection: str, wanted: WantedExport) -> Export:
        """Have a file made."""
        return self.act(Export, f"/connections/{part(connection)}/exports", wanted)

    def export(self, connection: str, export: str) -> Export:
        """An export as far as it has come."""
        return self.read(Export, f"/connections/{part(connection)}/exports/{part(export)}")

    def cancel_export(self, connection: str, export: str) -> Export:
        """Make it no further."""
        return self.act(Export, f"/connections/{part(connection)}/exports/{part(export)}/cancel")

    def export_link(self, connection: str, export: str) -> ExportLink:
        """Where its file can be fetched, for a few minutes."""
        return self.act(ExportLink, f"/connections/{part(connection)}/exports/{part(export)}/link")
