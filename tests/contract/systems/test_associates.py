"""What a filter asks of a record's associates, at both vendors."""

import pytest

from counterfoil.domain.errors import Failure, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import Holder
from counterfoil.domain.rules.clauses import Values
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.ports import RecordSystem
from infra.sandbox.kernel.faults import FaultKind
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.quickbooks_world import QuickBooksWorld

CUSTOMER, INVOICE = EntityKind.CUSTOMER, EntityKind.INVOICE


def shown(system: RecordSystem, kind: EntityKind, *ids: str) -> list[Snapshot]:
    found = system.read(kind, ids)
    return [one for some in found.values() if not isinstance(some, Failure) for one in some]


def around(system: RecordSystem, snapshot: Snapshot, **wanted: str) -> Values:
    names = {Holder(holder): frozenset(names.split()) for holder, names in wanted.items()}
    found = system.associated([snapshot], names).get(snapshot.ref.id, {})
    assert not isinstance(found, Failure), found
    return found


@pytest.mark.feature("L1")
def test_a_hubspot_invoices_contact_company_deal_and_lines() -> None:
    world = HubSpotWorld()
    company = world.make("companies", {"name": "Acme", "country": "US"})
    deal = world.make("deals", {"dealname": "Big one", "dealtype": "newbusiness"})
    invoice_id = world.sales.draft(world.contact_id, [{"name": "Work", "quantity": "2", "price": "10"}, {"name": "Trip"}])
    world.portal.associate("invoices", invoice_id, "companies", company, 179)
    world.portal.associate("invoices", invoice_id, "deals", deal, 175)
    [snapshot] = shown(world.system, INVOICE, invoice_id)

    found = around(world.system, snapshot, contact="lastname", company="country name", deal="dealtype", line="name price")
    assert found[Holder.CONTACT] == [{"lastname": "Payer"}]
    assert found[Holder.COMPANY] == [{"country": "US", "name": "Acme"}]
    assert found[Holder.DEAL] == [{"dealtype": "newbusiness"}]
    assert sorted(one["name"] for one in found[Holder.LINE]) == ["Trip", "Work"]
    assert around(world.system, shown(world.system, INVOICE, world.invoice_id)[0], company="country") == {}


@pytest.mark.feature("L1")
def test_a_hubspot_contacts_company_and_invoices() -> None:
    world = HubSpotWorld()
    company = world.make("companies", {"name": "Acme"})
    world.portal.associate("contacts", world.contact_id, "companies", company, 279)
    [snapshot] = shown(world.system, CUSTOMER, world.contact_id)
    found = around(world.system, snapshot, company="name nothing", invoice="hs_invoice_status")
    assert found == {
        Holder.COMPANY: [{"name": "Acme", "nothing": ""}],
        Holder.INVOICE: [{"hs_invoice_status": "open"}],
    }


def test_many_records_cost_as_many_calls_as_one() -> None:
    world = HubSpotWorld()
    ids = [world.make_invoice([{"name": "Work", "quantity": "1", "price": "1"}]) for _ in range(20)]
    snapshots = shown(world.system, INVOICE, *ids)
    before = world.calls()
    found = world.system.associated(snapshots, {Holder.CONTACT: frozenset({"email"})})
    assert world.calls() - before == 2
    assert all(one == {Holder.CONTACT: [{"email": "payer@example.com"}]} for one in found.values())
    assert found.keys() == set(ids)


@pytest.mark.feature("L1")
def test_a_quickbooks_invoices_customer() -> None:
    world = QuickBooksWorld()
    world.change("Customer", world.customer_id, {"BillAddr": {"Country": "US"}, "ResaleNum": "R-1"})
    [snapshot] = shown(world.system, INVOICE, world.invoice_id)
    before = world.calls()
    found = around(world.system, snapshot, customer="BillAddr.Country ResaleNum Notes")
    assert found == {Holder.CUSTOMER: [{"BillAddr.Country": "US", "ResaleNum": "R-1", "Notes": ""}]}
    assert world.calls() - before == 1


@pytest.mark.parametrize("world", [HubSpotWorld(), QuickBooksWorld()], ids=["hubspot", "quickbooks"])
def test_nothing_asked_calls_nobody(world: HubSpotWorld | QuickBooksWorld) -> None:
    snapshots = shown(world.system, INVOICE, world.invoice_id)
    before = world.calls()
    world.system.associated(snapshots, {})
    world.system.associated([], {Holder.CONTACT: frozenset({"email"})})
    assert world.calls() == before


def test_a_vendor_that_does_not_answer_is_told() -> None:
    world = QuickBooksWorld()
    snapshots = shown(world.system, INVOICE, world.invoice_id)
    world.plan(FaultKind.THROTTLED, times=100)
    with pytest.raises(VendorError):
        world.system.associated(snapshots, {Holder.CUSTOMER: frozenset({"Notes"})})
