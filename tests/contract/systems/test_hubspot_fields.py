"""The properties that a portal has, custom ones included, as far as people may map them."""

from dataclasses import replace

import pytest

from counterfoil.adapters.hubspot.fields import property_fields
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.permissions import ASKED
from counterfoil.domain.rules import FieldType, Holder
from counterfoil.domain.rules.faults_of_filters import HOLDERS
from counterfoil.domain.write import Operation
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.steps import change, failed, written

CONTACT, INVOICE = EntityKind.CUSTOMER, EntityKind.INVOICE


@pytest.fixture
def world() -> HubSpotWorld:
    made = HubSpotWorld()
    options = [{"label": "North branch", "value": "n"}, {"label": "South branch", "value": "s"}]
    define(made, name="branch", type="enumeration", fieldType="select", options=options)
    define(made, name="visits", type="number", fieldType="number")
    define(made, name="score", type="number", fieldType="calculation_equation")
    define(made, name="blob", type="json", fieldType="text")
    return made


def define(world: HubSpotWorld, **definition: object) -> None:
    body = {"label": str(definition["name"]).title(), "groupName": "counterfoil", **definition}
    world.send("POST", "/crm/properties/2026-09/contacts", body)


@pytest.mark.feature("F2")
def test_properties_have_types_options_and_say_who_may_write_them(world: HubSpotWorld) -> None:
    fields = property_fields(world.http, CONTACT)
    branch = fields["branch"]
    assert (branch.label, branch.type, branch.read_only) == ("Branch", FieldType.ENUMERATION, False)
    assert branch.options == {"n": "North branch", "s": "South branch"}
    assert fields["visits"].type is FieldType.NUMBER
    assert fields["score"].read_only
    assert fields["counterfoil_source"].read_only
    assert "blob" not in fields
    assert property_fields(world.http, INVOICE)["hs_invoice_status"].options.keys() >= {"open", "paid"}


@pytest.mark.feature("L1")
@pytest.mark.parametrize(
    ("holder", "name", "kind"),
    [
        (Holder.SELF, "hs_due_date", FieldType.DATETIME),
        (Holder.CONTACT, "branch", FieldType.ENUMERATION),
        (Holder.COMPANY, "domain", FieldType.TEXT),
        (Holder.DEAL, "dealstage", FieldType.ENUMERATION),
        (Holder.LINE, "quantity", FieldType.NUMBER),
    ],
)
def test_what_an_invoice_is_associated_with_has_properties_of_its_own(
    world: HubSpotWorld, holder: Holder, name: str, kind: FieldType
) -> None:
    fields = property_fields(world.http, INVOICE, holder)
    assert fields[name].type is kind
    assert ("branch" in fields) is (holder is Holder.CONTACT)


@pytest.mark.feature("F3")
@pytest.mark.parametrize(("name", "value"), [("branch", "w"), ("visits", "many")])
def test_what_a_property_does_not_take_is_a_value_that_does_not_fit(world: HubSpotWorld, name: str, value: str) -> None:
    [made] = written(world, world.create(CONTACT, "1"))
    world.advance(1)
    failure = failed(world, replace(change(made, Operation.UPDATE), own={name: value}))
    assert failure.category is ErrorCategory.VALUE_DOES_NOT_FIT


@pytest.mark.feature("L1")
@pytest.mark.parametrize(("kind", "source"), HOLDERS)
def test_what_a_filter_may_ask_for_is_seen_with_the_permissions_that_are_asked_for(
    world: HubSpotWorld, kind: EntityKind, source: System
) -> None:
    world.twin.control("set_scopes", {"scopes": [one.scope for one in ASKED[System.HUBSPOT]]})
    holders = HOLDERS[kind, source] if source is System.HUBSPOT else set()
    assert all(property_fields(world.http, kind, holder) for holder in holders)
