"""Rules as documents: written and read back the same; a wrong one is refused with every fault, each with its path."""

import json
from dataclasses import replace
from typing import Any

import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import MatchKey
from counterfoil.domain.rules import (
    Clause,
    Direction,
    FieldMapping,
    FieldType,
    Filter,
    Group,
    Holder,
    Matching,
    Operator,
    SyncRule,
    predefined_mappings,
)
from counterfoil.engine.rules.document import read_rule, written
from counterfoil.engine.rules.invalid import InvalidRuleError
from tests.builders import a_connection, a_rule

CUSTOMER, PRODUCT, INVOICE = EntityKind.CUSTOMER, EntityKind.PRODUCT, EntityKind.INVOICE
CURRENT = a_connection().rules
SHORTEST = {
    "kind": "invoice",
    "direction": "both",
    "winner": "hubspot",
    "matching": {"keys": []},
    "create": "always",
    "after_unmatch": "hold",
}
FULL = a_rule(
    INVOICE,
    Direction.BOTH,
    version=3,
    winner=System.QUICKBOOKS,
    filters={
        System.HUBSPOT: Filter(
            (
                Group((Clause(on=Holder.COMPANY, field="country", operator=Operator.IS_ANY_OF, values=("US", "CA")),)),
                Group((Clause(field="due", type=FieldType.DATE, operator=Operator.AFTER, values=("2026-01-31",)),)),
            )
        )
    },
    mappings=(
        *predefined_mappings(INVOICE, {"memo"}),
        FieldMapping(
            id="order", hubspot="po_number", quickbooks="CustomField.1", own=True, choices={"a": "b"}, blanks="clear"
        ),
    ),
    create="never",
    after_unmatch="keep",
)


def faults(document: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidRuleError) as refused:
        read_rule(document, CURRENT)
    return [(fault.path, fault.text) for fault in refused.value.faults]


@pytest.mark.feature("X15")
@pytest.mark.parametrize("rule", [*CURRENT.values(), FULL], ids=["customers", "products", "invoices", "a full one"])
def test_what_is_written_is_read_back(rule: SyncRule) -> None:
    document = json.loads(json.dumps(written(rule)))
    assert read_rule(document, {**CURRENT, rule.kind: rule}) == rule


def test_what_goes_without_saying() -> None:
    rule = read_rule({**SHORTEST, "mappings": [{"id": "memo", "enabled": False}]}, CURRENT)
    assert rule == replace(
        a_rule(INVOICE), matching=Matching(), mappings=predefined_mappings(INVOICE, {"memo"}), options=rule.options
    )
    assert read_rule({**SHORTEST, "kind": "customer", "matching": {"keys": ["name", "email"]}}, CURRENT).matching.keys == (
        MatchKey.NAME,
        MatchKey.EMAIL,
    )


@pytest.mark.feature("X15")
def test_every_fault_is_told_with_its_path() -> None:
    clause = {"field": 7, "operator": "isnt", "values": ["a", True], "fixed": True}
    document = {
        **SHORTEST,
        "direction": "sideways",
        "version": 9,
        "filters": {"hubspot": {"groups": [{"clauses": [clause]}, {}]}, "sap": {}},
        "mappings": [{"id": "memo", "enabled": "yes"}, "memo"],
        "options": {"colour": "red"},
    }
    del document["winner"]
    told = dict(faults(document))
    assert told == {
        "direction": "This must be one of: off, hubspot_to_quickbooks, quickbooks_to_hubspot, both.",
        "version": "A rule has nothing of this name.",
        "winner": "This is missing.",
        "filters.hubspot.groups[0].clauses[0].field": "A text is wanted here.",
        "filters.hubspot.groups[0].clauses[0].operator": told["filters.hubspot.groups[0].clauses[0].operator"],
        "filters.hubspot.groups[0].clauses[0].values[1]": "A text is wanted here.",
        "filters.hubspot.groups[0].clauses[0].fixed": "A rule has nothing of this name.",
        "filters.hubspot.groups[1].clauses": "This is missing.",
        "filters.sap": "This must be one of: hubspot, quickbooks.",
        "mappings[0].enabled": "Either true or false is wanted here.",
        "mappings[1]": "An object is wanted here.",
        "options.colour": "A rule has nothing of this name.",
    }
    assert told["filters.hubspot.groups[0].clauses[0].operator"].startswith("This must be one of: is, is_not, ")


@pytest.mark.feature("X15")
def test_what_has_the_wrong_shape_hides_no_other_fault() -> None:
    good = {"field": "hs_comments", "operator": "is", "values": ["a"]}
    document = {
        **SHORTEST,
        "direction": "sideways",
        "matching": {"keys": ["sku"]},
        "create": "when_needed",
        "filters": {
            "hubspot": {"groups": [{"clauses": [{"field": 7}, {**good, "operator": "greater"}, good]}, {"clauses": []}, 1]},
            "quickbooks": 1,
        },
        "mappings": [{"id": "memo", "enabled": "yes"}, {"id": "colour"}, {"id": "order", "own": True, "hubspot": "po"}],
    }
    paths = [path for path, _ in faults(document)]
    assert sorted(paths) == [
        "create",
        "direction",
        "filters.hubspot.groups[0].clauses[0].field",
        "filters.hubspot.groups[0].clauses[0].operator",
        "filters.hubspot.groups[0].clauses[1].operator",
        "filters.hubspot.groups[1].clauses",
        "filters.hubspot.groups[2]",
        "filters.quickbooks",
        "mappings[0].enabled",
        "mappings[1].id",
        "mappings[2].quickbooks",
        "matching.keys[0]",
    ]


@pytest.mark.parametrize(
    ("document", "path", "text"),
    [
        ([], "", "An object is wanted here."),
        ("text", "", "An object is wanted here."),
        ({**SHORTEST, "kind": "payment"}, "kind", "Payments have no rule of their own: they follow the invoices' rule."),
        ({**SHORTEST, "kind": ["invoice"]}, "kind", "This must be one of: customer, product, invoice, payment."),
        ({**SHORTEST, "mappings": {}}, "mappings", "A list is wanted here."),
        ({**SHORTEST, "filters": []}, "filters", "An object is wanted here."),
        ({**SHORTEST, "options": {"of": "customer"}}, "options.of", "These are not the options of invoices."),
        ({**SHORTEST, "options": {"of": "deal"}}, "options", "This must be one of: customer, product, invoice."),
        ({**SHORTEST, "options": 1}, "options", "An object is wanted here."),
        (
            {**SHORTEST, "mappings": [{"id": "memo", "direction": "off"}]},
            "mappings[0]",
            "A predefined mapping can only be switched on and off.",
        ),
    ],
)
def test_a_wrong_document(document: Any, path: str, text: str) -> None:
    assert faults(document) == [(path, text)]


@pytest.mark.parametrize("value", ["\ud800", json.loads("[" * 300 + "]" * 300)], ids=["half a character", "too deep"])
def test_what_no_document_can_hold_is_refused(value: object) -> None:
    assert faults({**SHORTEST, "winner": value})


@pytest.mark.feature("L2")
@pytest.mark.parametrize("name", ["fixed", "switched_on_at", "version"])
def test_no_input_reaches_what_is_fixed(name: str) -> None:
    assert faults({**SHORTEST, name: 1}) == [(name, "A rule has nothing of this name.")]
    group = {"clauses": [{"field": "a", "operator": "is_known", name: True}], name: True}
    paths = [path for path, _ in faults({**SHORTEST, "filters": {"hubspot": {"groups": [group], name: True}}})]
    assert paths == [
        f"filters.hubspot.groups[0].clauses[0].{name}",
        f"filters.hubspot.groups[0].{name}",
        f"filters.hubspot.{name}",
    ]


def test_the_error_says_all_of_it() -> None:
    with pytest.raises(InvalidRuleError) as refused:
        read_rule({**SHORTEST, "direction": "up", "winner": "me"}, CURRENT)
    assert str(refused.value).splitlines() == [
        "direction: This must be one of: off, hubspot_to_quickbooks, quickbooks_to_hubspot, both.",
        "winner: This must be one of: hubspot, quickbooks.",
    ]
