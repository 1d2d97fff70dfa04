"""What was called at the vendors for a record is kept with its activity, as the vendors' support asks for it."""

import pytest

from counterfoil.domain.call import VendorCall
from counterfoil.domain.identity import RecordRef, System
from tests.remedies.office import Office

pytestmark = pytest.mark.feature("X2")


def calls(office: Office, ref: RecordRef) -> tuple[VendorCall, ...]:
    return office.house.operator.outcomes.activity(office.connection.id, ref, 1)[0].calls


def test_each_of_several_invoices_keeps_its_own(office: Office) -> None:
    invoices = [office.invoice(office.contact(first, "Byron")) for first in ("Ada", "Grace", "Joe")]
    assert all(office.is_in_sync(one) for one in invoices)
    for invoice in invoices:
        kept = calls(office, invoice)
        others = {other.id for other in invoices if other != invoice}
        assert not [call.path for call in kept if others & set(call.path.split("/"))]
        assert [(call.method, call.status) for call in kept if call.path.endswith("/invoice")] == [("POST", 200)]
        assert f"/crm/objects/2026-09/invoices/{invoice.id}" in {call.path for call in kept}
        assert {call.system for call in kept} == set(System)
        assert all(call.request_id and call.milliseconds >= 0 for call in kept)


def test_a_refused_write_is_kept_with_the_vendors_request_id(office: Office) -> None:
    draft = office.draft()
    office.sales.finalise(draft.id)
    office.take_number(office.sales.number_of(draft.id), "Invoice")
    assert office.fails(draft)
    refused = [call for one in office.house.operator.outcomes.activity(office.connection.id, draft, 5) for call in one.calls]
    assert {call.request_id for call in refused if call.status == 400} & set(office.outcome(draft).request_ids)
