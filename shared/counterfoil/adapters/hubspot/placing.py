"""Puts payments in their places: on their contacts or companies, and then on their invoices.

The invoice comes last, for a payment that has its invoice counts as made. Whose contact was deleted has its invoice all the
same: the money is there, whoever it came from.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from counterfoil.adapters.hubspot.batches import Written, after_writing, isolated, read_anew
from counterfoil.adapters.hubspot.client import ASSOCIATION_BATCH_SIZE, Association, HubSpotClient
from counterfoil.adapters.hubspot.mapping.common import COMPANIES, CONTACTS, INVOICES, PAYMENTS, without_prefix
from counterfoil.adapters.hubspot.reading import by_asked_id
from counterfoil.domain.errors import ErrorCategory, Failure, VendorError
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
    failures = {**_with(client, CONTACTS, contacts, written), **_with(client, COMPANIES, companies, written)}
    invoices = {key: payment.invoice.id for key, payment in payments.items() if payment.invoice and key not in failures}
    return failures | _associate(client, INVOICES, invoices, written)


def _with(
    client: HubSpotClient, others: str, targets: Mapping[str, str], written: Mapping[str, Written]
) -> dict[str, Failure]:
    """The failures of associations with contacts or companies that are there."""
    failures = _associate(client, others, targets, written)
    missing = {key: targets[key] for key, failure in failures.items() if failure.category is ErrorCategory.RECORD_DELETED}
    gone = _deleted(client, others, set(missing.values())) if missing else set()
    return {key: failure for key, failure in failures.items() if missing.get(key) not in gone}


def _deleted(client: HubSpotClient, objects: str, ids: AbstractSet[str]) -> AbstractSet[str]:
    """Those that HubSpot has no more; what was merged into another is there. None of them while it does not answer."""
    try:
        found = client.read(objects, sorted(ids), ("hs_merged_object_ids",))
    except VendorError:
        return set()
    there = by_asked_id(ids, found.objects, {one.id: one.id for one in found.objects})
    return ids - there.keys() - found.failures.keys()


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
