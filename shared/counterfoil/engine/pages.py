"""The pages of a deployment's console, as far as records lead to them; "" where there is no console."""

from urllib.parse import quote

from counterfoil.domain.identity import RecordRef


def record_page(base_url: str, connection_id: str, ref: RecordRef) -> str:
    """All that is known of a record; either side's names it."""
    return (
        f"{base_url.rstrip('/')}/c/{quote(connection_id, safe=':')}/records/{quote(str(ref), safe=':')}" if base_url else ""
    )


def pdf_page(base_url: str, connection_id: str, ref: RecordRef) -> str:
    """QuickBooks' PDF of an invoice that is there."""
    return f"{record_page(base_url, connection_id, ref)}/pdf" if base_url else ""


def needs_you_page(base_url: str, connection_id: str) -> str:
    """What needs a person."""
    return f"{base_url.rstrip('/')}/c/{quote(connection_id, safe=':')}/needs-you" if base_url else ""
