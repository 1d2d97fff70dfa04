"""Puts payments in their places: on their contacts or companies, and then on their invoices.

The invoice comes last, for a payment that has its invoice counts as made.
"""

from collections.abc import Mapping, Sequence

from counterfoil.adapters.hubspot.batches import Written, after_writing, isolated, read_anew
from counterfoil.adapters.hubspot.client import ASSOCIATION_BATCH_SIZE, Association, HubSpotClient
from counterfoil.adapters.hubspot.mapping.common import COMPANIES, CONTACTS, INVOICES, PAYMENTS, without_prefix
from counterfoil.domain.errors import Failure
from counterfoil.domain.parties import is_company
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.write import Write

_TYPES = {CONTACTS: 387, COMPANIES: 389, INVOICES: 542}
"""Of the associations from a payment."""


def place(client: HubSpotClient, writes: Sequence[Write], written: Mapping[str, Written]) -> dict[str, Failure]:
    """Put the payments that were written where their writes say; the failures by key. Doing it twice does no harm."""
    payments = {each.key: each.record for each in writes if isinstance(each.record, Payment)}
    customers = {key: payment.customer for key, payment in payments.items() if payment.customer}
    contacts = {key: one.id for key, one in customers.items() if not is_company(one)}
    companies = {key: without_prefix(one.id) for key, one in customers.items() if is_company(one)}
    failures = {**_associate(client, CONTACTS, contacts, written), **_associate(client, COMPANIES, companies, written)}
    invoices = {key: payment.invoice.id for key, payment in payments.items() if payment.invoice and key not in failures}
    return failures | _associate(client, INVOICES, invoices, written)


def _associate(
    client: HubSpotClient, others: str, targets: Mapping[str, str], written: Mapping[str, Written]
) -> dict[str, Failure]:
    associations = {
        key: Association(payment.id, targets[key], _TYPES[others])
        for key, payment in written.items()
        if key in targets and not isinstance(payment, Failure)
    }

    def send(keys: Sequence[str]) -> None:
        client.associate(PAYMENTS, others, [associations[key] for key in keys])

    failures = isolated(list(associations), send, ASSOCIATION_BATCH_SIZE)
    return {key: read_anew(after_writing(failure)) for key, failure in failures.items()}
