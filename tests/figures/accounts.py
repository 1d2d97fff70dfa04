"""What the office's vendors have: as many properties as a grown HubSpot account, and a company's lists of QuickBooks."""

from collections.abc import Mapping

from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Clause, Direction, FieldMapping, FieldType, Filter, Group, Holder, Operator, SyncRule
from counterfoil.domain.rules.vendor_field import VendorField
from tests.builders import a_rule

_PROPERTIES: Mapping[Holder, int] = {Holder.SELF: 80, Holder.CONTACT: 150, Holder.COMPANY: 120, Holder.DEAL: 100}
_INDUSTRIES = {f"INDUSTRY_{number}": f"Industry {number} and services" for number in range(147)}
"""As many as HubSpot has by itself."""

COMPANY = CompanyProfile(
    name="Northlight Supply Co.",
    income_account_id="1",
    custom_numbers=True,
    custom_fields={"1": "P.O. Number", "2": "Sales Rep"},
    lists={"ClassRef": {"Stores": "1", "Web": "2"}, "IncomeAccountRef": {"Sales": "1", "Services": "79"}},
)


def properties(_connection_id: str, _kind: EntityKind, holder: Holder) -> Mapping[str, VendorField]:
    """The properties of one object of HubSpot's."""
    found = [_property(holder, number) for number in range(_PROPERTIES.get(holder, 0))]
    industry = VendorField(name="industry", label="Industry", type=FieldType.ENUMERATION, options=_INDUSTRIES)
    return {one.name: one for one in [industry, *found]}


def a_chosen_rule(kind: EntityKind) -> SyncRule:
    """A rule with conditions in two groups, and a field of somebody's own."""
    by_industry = Clause(
        on=Holder.COMPANY,
        field="industry",
        type=FieldType.ENUMERATION,
        operator=Operator.IS_ANY_OF,
        values=("INDUSTRY_1", "INDUSTRY_2"),
    )
    by_text = Clause(field="self_property_1", operator=Operator.IS_KNOWN)
    own = FieldMapping(
        id="P.O. Number",
        hubspot="self_property_2",
        quickbooks="CustomField.1",
        direction=Direction.HUBSPOT_TO_QUICKBOOKS,
        own=True,
    )
    rule = a_rule(kind, filters={System.HUBSPOT: Filter((Group((by_industry, by_text)), Group((by_text,))))})
    return a_rule(kind, filters=rule.filters, mappings=(*rule.mappings, own))


def _property(holder: Holder, number: int) -> VendorField:
    return VendorField(name=f"{holder}_property_{number}", label=f"What the {holder} has in place {number}")
