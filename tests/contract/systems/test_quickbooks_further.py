"""QuickBooks' custom fields beside the classic three: found with the profile, written by their types, read back."""

from dataclasses import replace

import pytest

from counterfoil.adapters.quickbooks.definitions import with_further_fields
from counterfoil.adapters.quickbooks.profile import company_profile
from counterfoil.domain.connection import CompanyProfile, Told
from counterfoil.domain.errors import Cure, ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import FieldType
from counterfoil.domain.rules.members import asked_members
from counterfoil.domain.rules.vendor_field import company_fields
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Operation
from infra.sandbox.kernel.faults import FaultKind
from infra.sandbox.kernel.server import TwinServer
from tests.contract.systems.quickbooks_world import QuickBooksWorld
from tests.contract.systems.steps import change, failed, written
from tests.contract.systems.test_quickbooks_own import custom

INVOICE = EntityKind.INVOICE
SCOPES = "com.intuit.quickbooks.accounting app-foundations.custom-field-definitions.read"
CREW, ORDER, REGION, PALLETS, DUE = (f"CustomField.{key}" for key in (1, 1149601, 1149602, 1149603, 1149604))
VALUES = {ORDER: "4711", REGION: "South", PALLETS: "7.5", DUE: "2026-11-20"}


def profile(world: QuickBooksWorld, scopes: str = SCOPES) -> CompanyProfile:
    return with_further_fields(company_profile(world.http, world.realm_id), world.asking_definitions(scopes))


def opened(world: QuickBooksWorld) -> None:
    """The company is read as it is now, with all that it has defined."""
    world.company = profile(world)
    fields = company_fields(INVOICE, world.company.custom_fields, world.company.lists, world.company.further_fields)
    world.system = world.reading({INVOICE: frozenset(fields) | set(VALUES)})


@pytest.fixture
def world() -> QuickBooksWorld:
    """A company with a classic custom field, and one of each further type."""
    made = QuickBooksWorld()
    made.bookkeeper.set_preferences(SalesFormsPrefs=custom("Crew #"))
    made.do("define_custom_field", label="Order")
    made.do("define_custom_field", label="Region", kind="STRING_LIST", options=["North", "South"])
    made.do("define_custom_field", label="Pallets", kind="NUMBER")
    made.do("define_custom_field", label="Due on site", kind="DATE")
    opened(made)
    return made


def made_with(world: QuickBooksWorld, own: dict[str, str], name: str = "1") -> Snapshot:
    [made] = written(world, replace(world.create(INVOICE, name), own=own))
    return made


def changed(world: QuickBooksWorld, before: Snapshot, own: dict[str, str]) -> Snapshot:
    [after] = written(world, replace(change(before, Operation.UPDATE), own=own))
    return after


def shown(world: QuickBooksWorld, made: Snapshot) -> dict[str, str]:
    """The further values of an invoice as it is read again."""
    [snapshot] = world.shown(INVOICE, made.ref.id)
    return {name: snapshot.extra[name] for name in VALUES if snapshot.extra.get(name)}


@pytest.mark.feature("F2")
def test_every_field_of_invoices_can_be_mapped_with_its_type(world: QuickBooksWorld) -> None:
    world.do("define_custom_field", label="Of estimates", forms=["Estimate"])
    world.do("define_custom_field", label="People", kind="OBJECT_LIST")
    company = profile(world)
    fields = company_fields(INVOICE, company.custom_fields, company.lists, company.further_fields)
    found = {name: (one.label, one.type) for name, one in fields.items() if name.startswith("CustomField.")}
    assert found == {
        CREW: ("Crew #", FieldType.TEXT),
        ORDER: ("Order", FieldType.TEXT),
        REGION: ("Region", FieldType.ENUMERATION),
        PALLETS: ("Pallets", FieldType.NUMBER),
        DUE: ("Due on site", FieldType.DATE),
    }
    assert list(fields[REGION].options) == ["North", "South"]
    assert (company.told_further, company.numbers) == (Told.TOLD, frozenset({PALLETS}))
    asked = asked_members(INVOICE, company.custom_fields, company.lists, company.further_fields)
    assert asked["CustomField.Pallets"].type is FieldType.NUMBER


def test_all_pages_of_definitions_are_read(world: QuickBooksWorld) -> None:
    for number in range(60):
        world.do("define_custom_field", label=f"Field {number}")
    assert len(profile(world).further_fields) == 64


def test_a_retired_field_is_none(world: QuickBooksWorld) -> None:
    world.do("retire_custom_field", id="1149602")
    company = profile(world)
    assert (set(company.further_fields), REGION in company.lists) == ({"1149601", "1149603", "1149604"}, False)


@pytest.mark.parametrize("refusal", ["403", "errors"])
def test_a_refusal_is_told_and_leaves_the_rest_of_the_profile(world: QuickBooksWorld, refusal: str) -> None:
    world.switches.custom_fields_refusal = refusal
    without = profile(world, "com.intuit.quickbooks.accounting")
    world.switches.custom_fields_api = False
    for company in (without, profile(world)):
        assert (company.told_further, dict(company.further_fields)) == (Told.REFUSED, {})
        assert company.custom_fields == {"1": "Crew #"}


@pytest.mark.parametrize("kind", [FaultKind.UNAVAILABLE, FaultKind.THROTTLED, FaultKind.DROPPED_BEFORE])
def test_what_was_known_is_kept_through_trouble_that_passes(world: QuickBooksWorld, kind: FaultKind) -> None:
    world.plan(kind, "POST /graphql", times=20)
    company = profile(world)
    assert company.told_further is Told.UNANSWERED
    kept = company.with_further(world.company)
    assert (kept.further_fields, kept.lists, kept.told_further) == (
        world.company.further_fields, world.company.lists, Told.TOLD,
    )  # fmt: skip


@pytest.mark.feature("F2")
@pytest.mark.parametrize("in_batches", [0, 1])
@pytest.mark.parametrize("blanks", [0, 1])
def test_values_of_each_type_are_written_and_read_back(world: QuickBooksWorld, in_batches: int, blanks: int) -> None:
    world.switches.custom_fields_in_batches = bool(in_batches)
    world.switches.blank_custom_fields_shown = bool(blanks)
    made = made_with(world, VALUES)
    assert {name: made.extra[name] for name in VALUES} == shown(world, made) == VALUES
    assert made.dropped == ()
    after = changed(world, made, {PALLETS: "8", REGION: "North"})
    assert shown(world, after) == {**VALUES, PALLETS: "8", REGION: "North"}


@pytest.mark.feature("F2")
def test_many_at_once_are_written_one_by_one(world: QuickBooksWorld) -> None:
    """Whether a batch knows what its address includes is not documented."""
    world.switches.custom_fields_in_batches = False
    writes = [replace(world.create(INVOICE, f"M{number}"), own={ORDER: f"{number}"}) for number in range(9)]
    plain = [world.create(INVOICE, f"P{number}") for number in range(9)]
    orders = [one.extra.get(ORDER) for one in written(world, *writes, *plain)]
    assert orders == [*(f"{number}" for number in range(9)), *[None] * 9]
    assert world.system.traits.never_together == {INVOICE}
    assert world.reading({INVOICE: frozenset({CREW})}).traits.never_together == frozenset()


@pytest.mark.feature("F2")
@pytest.mark.parametrize("unnamed", ["clear", "keep"])
def test_fields_that_are_not_written_keep_what_people_wrote_there(world: QuickBooksWorld, unnamed: str) -> None:
    world.switches.unnamed_custom_fields = unnamed
    made = made_with(world, VALUES)
    assert shown(world, changed(world, made, {CREW: "102"})) == VALUES
    [again] = world.shown(INVOICE, made.ref.id)
    assert shown(world, changed(world, again, {ORDER: "4712"})) == {**VALUES, ORDER: "4712"}
    [last] = world.shown(INVOICE, made.ref.id)
    [described] = written(world, change(last, Operation.UPDATE, memo="Thank you"))
    assert (described.extra[CREW], shown(world, described)) == ("102", {**VALUES, ORDER: "4712"})


@pytest.mark.feature("F2")
@pytest.mark.parametrize("blanks", [0, 1])
def test_a_value_of_each_type_can_be_cleared(world: QuickBooksWorld, blanks: int) -> None:
    world.switches.blank_custom_fields_shown = bool(blanks)
    cleared = changed(world, made_with(world, VALUES), dict.fromkeys(VALUES, ""))
    assert {name: cleared.extra[name] for name in VALUES} == dict.fromkeys(VALUES, "")
    assert (shown(world, cleared), cleared.dropped) == ({}, ())


def test_a_value_that_quickbooks_drops_without_a_word_is_told(world: QuickBooksWorld) -> None:
    world.do("retire_custom_field", id="1149601")
    made = made_with(world, {ORDER: "4711", PALLETS: "7"})
    assert (made.dropped, shown(world, made)) == ((ORDER,), {PALLETS: "7"})


@pytest.mark.feature("F3")
@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        (REGION, "West", "The drop-down list Region in QuickBooks has no active option called West."),
        (PALLETS, "some", "Pallets in QuickBooks takes a number, and some is none."),
        ("CustomField.4711", "x", "QuickBooks' invoices have no active custom field 4711"),
    ],
)
def test_what_does_not_fit_is_named(world: QuickBooksWorld, name: str, value: str, told: str) -> None:
    failure = failed(world, replace(world.create(INVOICE, "1"), own={name: value}))
    assert (failure.category, failure.cure) == (ErrorCategory.VALUE_DOES_NOT_FIT, Cure.PERSON)
    assert failure.text.startswith(told)


def test_an_option_that_is_retired_is_shown_by_its_id(world: QuickBooksWorld) -> None:
    made = made_with(world, {REGION: "South"})
    world.company = replace(world.company, lists={**world.company.lists, REGION: {"North": "1"}})
    world.system = world.reading({INVOICE: frozenset({REGION})})
    assert shown(world, made) == {REGION: "2"}


def test_a_filter_may_ask_by_the_name_of_a_field(world: QuickBooksWorld) -> None:
    made = made_with(world, VALUES)
    world.system = world.reading({INVOICE: frozenset({"CustomField.Region", "CustomField.Pallets"})})
    [snapshot] = world.shown(INVOICE, made.ref.id)
    assert snapshot.extra == {"CustomField.Region": "South", "CustomField.Pallets": "7.5"}


@pytest.mark.feature("F2")
def test_over_a_socket(world: QuickBooksWorld) -> None:
    """As the product reaches QuickBooks: definitions, a write and a read, each over HTTP."""
    server = TwinServer(world.twin)
    server.start()
    try:
        world.reach(server.base_url)
        opened(world)
        assert shown(world, made_with(world, VALUES)) == VALUES
    finally:
        server.stop()
