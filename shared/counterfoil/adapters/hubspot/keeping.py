"""Whether HubSpot keeps the status of an invoice made in QuickBooks: a portal may come to refuse it, and not say so.

Nothing of this is documented, so what was tried when the portal was connected (`capabilities.py`) need not hold for good.
"""

from counterfoil.adapters.hubspot.answers import CrmObject
from counterfoil.adapters.hubspot.mapping.mirrored import NATIVE, Values, is_mirrored
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import refusals
from counterfoil.domain.write import Operation, Write

_STATUS = NATIVE["status"]


def keeps_status(sent: Values, answered: CrmObject) -> bool:
    """Whether a new invoice has the status that it was made with, as far as the answer tells."""
    return _STATUS not in sent or answered.properties.get(_STATUS) in {None, sent[_STATUS]}


def not_kept(cure: Cure) -> Failure:
    """What became of a status that HubSpot took and did not keep."""
    return Failure(category=ErrorCategory.PROPERTY_REFUSED, cure=cure, text=refusals.STATUS_NOT_KEPT())


def as_kept(write: Write, shown: Snapshot | Failure) -> Snapshot | Failure:
    """What a changed invoice shows, or the failure where that is not the status that was written."""
    if isinstance(shown, Failure) or not isinstance(shown.record, Invoice) or not isinstance(write.record, Invoice):
        return shown
    is_written = write.operation is Operation.VOID or "status" in write.fields
    if not is_written or not is_mirrored(write.record) or not shown.record.total:  # of nothing the status is worked out
        return shown
    return shown if shown.record.status is write.record.status else not_kept(Cure.PERSON)
