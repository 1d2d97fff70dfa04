"""Documents of records, handed on from QuickBooks."""

from infra.client.calls import Caller, part


class DocumentCalls(Caller):
    """Asks QuickBooks."""

    def pdf(self, connection: str, record: str) -> bytes:
        """QuickBooks' PDF of an invoice that is linked."""
        return self.read(bytes, f"/connections/{part(connection)}/records/{part(record)}/pdf")
