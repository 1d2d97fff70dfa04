"""Where people see records: both vendors' pages, known without asking a vendor."""

from counterfoil.adapters.hubspot import addresses as hubspot
from counterfoil.adapters.quickbooks import addresses as quickbooks
from counterfoil.domain.blockers import ListEntry
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import RecordRef, System
from counterfoil.engine.ports import Addresses
from counterfoil.settings import Settings


def addresses(settings: Settings) -> Addresses:
    """The pages of a deployment's records; sandbox companies, known by the API's address, have pages elsewhere."""

    def address(connection: Connection, ref: RecordRef | ListEntry) -> str:
        if isinstance(ref, RecordRef) and ref.system is System.HUBSPOT:
            return hubspot.address_of(ref, connection.portal_id)
        return quickbooks.address_of(ref, settings.quickbooks_base_url)

    return address
