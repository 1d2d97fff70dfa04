"""Clauses against the fields that vendors have, and which fields two sorts of records have in common."""

import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Clause, FieldMapping, FieldType, Filter, Group, Holder, Operator
from counterfoil.domain.rules.defaults import default_filters
from counterfoil.domain.rules.faults_of_clauses import faults_of_clauses, holders_asked
from counterfoil.domain.rules.faults_of_fields import faults_of_fields
from counterfoil.domain.rules.members import asked_members
from counterfoil.domain.rules.vendor_field import VendorField, of_either, quickbooks_names
from tests.builders import NOON, a_rule

INVOICE, CUSTOMER = EntityKind.INVOICE, EntityKind.CUSTOMER
TEXT, OPTION, TRUTH = FieldType.TEXT, FieldType.ENUMERATION, FieldType.BOOLEAN


def a_field(name: str, kind: FieldType = TEXT, *options: str, read_only: bool = False) -> VendorField:
    return VendorField(name=name, label=name, type=kind, options={one: one for one in options}, read_only=read_only)


def told(field: VendorField, of: FieldType, operator: Operator, *values: str) -> list[str]:
    clause = Clause(field="f", type=of, operator=operator, values=values)
    rule = a_rule(INVOICE, filters={System.HUBSPOT: Filter((Group((clause,)),))})
    found = faults_of_clauses(rule, {(System.HUBSPOT, Holder.SELF): {"f": field}})
    return [one.path.removeprefix("filters.hubspot.groups[0].clauses[0].") for one in found]


@pytest.mark.parametrize("has", FieldType)
@pytest.mark.parametrize("asked", FieldType)
def test_values_are_compared_as_what_they_are(has: FieldType, asked: FieldType) -> None:
    days = {FieldType.DATE, FieldType.DATETIME}
    assert (told(a_field("f", has), asked, Operator.IS, "x") == []) is (asked is has or {asked, has} <= days)
    assert told(a_field("f", has), asked, Operator.IS_KNOWN) == []


def test_an_option_that_is_not_there_is_refused_where_there_is_a_list() -> None:
    listed = a_field("f", OPTION, "a", "b")
    assert told(listed, OPTION, Operator.IS_NONE_OF, "a", " b ", "c", "d") == ["values[2]", "values[3]"]
    assert told(a_field("f", OPTION), OPTION, Operator.IS, "c") == []
    assert told(a_field("f", TRUTH, "true", "false"), TRUTH, Operator.IS, "TRUE") == []
    assert told(listed, TEXT, Operator.STARTS_WITH, "c") == ["type", "operator"]
    assert told(listed, TEXT, Operator.IS, "c") == ["type"]


def test_only_those_are_asked_about_whose_values_count() -> None:
    clauses = (Clause(field="f", operator=Operator.IS_KNOWN), Clause(on=Holder.DEAL, field="", operator=Operator.IS_KNOWN))
    rule = a_rule(INVOICE, filters={System.HUBSPOT: Filter((Group(clauses),))})
    assert holders_asked(rule) == {(System.HUBSPOT, Holder.SELF), (System.HUBSPOT, Holder.DEAL)}
    assert faults_of_clauses(rule, {}) == ()
    nothing = {(System.HUBSPOT, Holder.SELF): {"f": a_field("f")}, (System.HUBSPOT, Holder.DEAL): dict[str, VendorField]()}
    assert faults_of_clauses(rule, nothing) == ()


@pytest.mark.parametrize("kind", EntityKind)
def test_what_can_be_mapped_in_quickbooks_can_be_asked_for(kind: EntityKind) -> None:
    lists = {member: {"North": "1"} for member in ("ClassRef", "DepartmentRef", "SalesTermRef")}
    known = asked_members(kind, {"1": "Crew #", "2": "Second", "3": "Third"}, lists)
    of_each_line = {"EachLine.ClassRef.name"}  # a value of its own for each line, of which a clause could not be asked
    assert set(quickbooks_names(kind)) - of_each_line <= known.keys()
    for chosen in default_filters(kind, NOON.date()).values():
        assert {one.field for one in chosen.clauses} <= known.keys()
    assert ("CustomField.Crew #" in known) is (kind is INVOICE)


def test_of_contacts_and_companies_what_both_have_can_be_written() -> None:
    contacts = {
        one.name: one for one in (a_field("tier", OPTION, "a", "b"), a_field("phone"), a_field("age", read_only=True))
    }
    companies = {one.name: one for one in (a_field("tier", OPTION, "b", "c"), a_field("age"), a_field("domain"))}
    either = of_either(contacts, companies)
    assert {name for name, one in either.items() if one.in_part} == {"phone", "domain"}
    assert (set(either["tier"].options), either["age"].read_only) == ({"b"}, True)
    other_type = of_either({"n": a_field("n")}, {"n": a_field("n", FieldType.NUMBER)})
    assert other_type["n"].in_part


def test_what_only_some_customers_have_is_carried_from_there_and_not_back() -> None:
    known = {
        System.HUBSPOT: of_either({}, {"domain": a_field("domain")}),
        System.QUICKBOOKS: {"WebAddr.URI": a_field("WebAddr.URI")},
    }
    web = FieldMapping(id="web", hubspot="domain", quickbooks="WebAddr.URI", own=True)
    [fault] = faults_of_fields(a_rule(CUSTOMER, mappings=(web,)), known, {"web": 0})
    assert (fault.path, fault.text) == (
        "mappings[0].hubspot",
        "In HubSpot, contacts and companies are customers, and not both have domain to write.",
    )
