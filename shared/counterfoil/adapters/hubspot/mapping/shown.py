"""How an invoice stands, and where a payment is, as custom properties of HubSpot. Pure."""

from counterfoil.adapters.hubspot import properties
from counterfoil.adapters.hubspot.mapping.common import moment
from counterfoil.domain.money import plain
from counterfoil.domain.shown import ShownState


def shown_on_payment(state: ShownState) -> dict[str, str]:
    """The property of a payment that shows where it is; how it stands is shown on its invoice."""
    return {properties.URL: state.quickbooks_url}


def shown_properties(state: ShownState) -> dict[str, str]:
    """The properties that show it; an empty one shows nothing, but for an address that is not known, which stays."""
    balance = state.quickbooks_balance
    pages = {properties.PDF: state.pdf_url, properties.RECORD: state.record_url}
    return {
        properties.STATUS: state.status.value,
        properties.NUMBER: state.quickbooks_number,
        properties.BALANCE: "" if balance is None else plain(balance),
        properties.URL: state.quickbooks_url,
        properties.SYNCED_AT: moment(state.synced_at),
        properties.ERROR: state.error,
        properties.REMARKS: state.remarks,
        **{name: page for name, page in pages.items() if page},
    }
