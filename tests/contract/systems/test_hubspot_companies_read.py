"""What reading contacts and invoices costs where they may have companies, and that as much is told of few as of many."""

import pytest

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.rules import CustomerOptions
from tests.contract.systems.hubspot_parties import COMPANIES, ada, company, sold, under
from tests.contract.systems.hubspot_records import line
from tests.contract.systems.hubspot_world import HubSpotWorld


@pytest.fixture
def world() -> HubSpotWorld:
    """A portal of its own for every test."""
    return HubSpotWorld()


@pytest.mark.parametrize(
    ("options", "asked"),
    [(CustomerOptions(), 5), (COMPANIES, 6 + 1)],
    ids=["no call", "a call, and one for their contacts'"],
)
def test_many_invoices_without_companies_cost(world: HubSpotWorld, options: CustomerOptions, asked: int) -> None:
    under(world, options)
    ids = [world.invoice_id, *(world.make_invoice([line("1", "10.00")]) for _ in range(6))]
    calls = world.calls()
    world.system.read(EntityKind.INVOICE, ids)
    assert world.calls() - calls == 1 + asked + 1


@pytest.mark.parametrize(("is_employed", "asked"), [(False, 1), (True, 1 + 2)], ids=["of no company", "of a company"])
def test_a_single_contact_costs(world: HubSpotWorld, *, is_employed: bool, asked: int) -> None:
    """Which company is the primary one is asked only where there is any."""
    contact = ada(world, company(world, "First") if is_employed else "")
    calls = world.calls()
    world.system.read(EntityKind.CUSTOMER, [contact])
    assert world.calls() - calls == asked


@pytest.mark.feature("X10")
def test_of_many_invoices_one_tells_of_two_companies(world: HubSpotWorld) -> None:
    contact = ada(world, company(world, "First"))
    differing = sold(world, contact, company(world, "Second"))
    others = [world.make_invoice([line("1", "10.00")]) for _ in range(6)]
    found = world.system.read(EntityKind.INVOICE, [*others, differing])
    records = {one: snapshot.record for one, shown in found.items() if not isinstance(shown, Failure) for snapshot in shown}
    told = {one: record.companies for one, record in records.items() if isinstance(record, Invoice)}
    assert told == {**dict.fromkeys(others, ()), differing: ("Second", "First")}


@pytest.mark.feature("X10")
def test_of_a_company_that_hubspot_does_not_show_nothing_is_told_however_many_are_read(world: HubSpotWorld) -> None:
    contact = ada(world, company(world, "First"))
    nameless = sold(world, contact, world.make("companies", {"domain": "second.example"}))
    others = [world.make_invoice([line("1", "10.00")]) for _ in range(6)]
    shows_one = sold(world, contact, company(world, "Second"))
    for together in ([], others, [*others, shows_one]):
        found = world.system.read(EntityKind.INVOICE, [nameless, *together])[nameless]
        assert isinstance(found, tuple)
        assert [one.record.companies for one in found if isinstance(one.record, Invoice)] == [()]
